/** Where the names on a map stand: within the picture, and none over another or over a dot. Pure. */
import type { Point } from "./projection";

/** A dot, what is written at it, and how far it reaches; the first ones are placed first. */
export type Named = { id: string; at: Point; radius: number; text: string };

/** A label's baseline and how it is anchored there. */
export type Label = Point & { anchor: "start" | "middle" | "end" };

type Box = { left: number; right: number; top: number; bottom: number };

const LETTER_PX = 7;
const LINE_PX = 14;
const GAP_PX = 5;

/** The labels that have a place, by the ids of their dots; those without one are left to be asked for. */
export function placed(named: readonly Named[], dots: readonly Named[], width: number, height: number) {
  const taken: Box[] = dots.map(({ at, radius }) => around(at.x, at.y, radius, radius));
  const labels = new Map<string, Label>();
  for (const each of named) {
    const own = around(each.at.x, each.at.y, each.radius, each.radius);
    for (const label of candidates(each)) {
      const box = boxOf(label, each.text);
      const inside = box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height;
      if (!inside || taken.some((other) => !same(other, own) && meet(other, box))) continue;
      taken.push(box);
      labels.set(each.id, label);
      break;
    }
  }
  return labels;
}

function candidates({ at: { x, y }, radius, text }: Named): Label[] {
  const [up, down, middle] = [y - radius - GAP_PX, y + radius + LINE_PX, y + LINE_PX / 3];
  const half = (text.length * LETTER_PX) / 2 - radius;
  return [
    { x, y: up, anchor: "middle" },
    { x: x + radius + GAP_PX, y: middle, anchor: "start" },
    { x: x - radius - GAP_PX, y: middle, anchor: "end" },
    { x, y: down, anchor: "middle" },
    { x: x + half, y: up, anchor: "middle" },
    { x: x - half, y: up, anchor: "middle" },
    { x: x + half, y: down, anchor: "middle" },
    { x: x - half, y: down, anchor: "middle" },
  ];
}

/** What a label covers, as wide as its letters may be. */
export function boxOf({ x, y, anchor }: Label, text: string): Box {
  const width = text.length * LETTER_PX;
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return { left, right: left + width, top: y - LINE_PX + 3, bottom: y + 3 };
}

function around(x: number, y: number, dx: number, dy: number): Box {
  return { left: x - dx, right: x + dx, top: y - dy, bottom: y + dy };
}

function meet(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function same(one: Box, other: Box): boolean {
  return one.left === other.left && one.top === other.top && one.right === other.right;
}
