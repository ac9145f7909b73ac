/** Where the names on a map stand: within the picture, and none over another or over a dot. Pure. */
import type { Point } from "./projection";

/** A dot, what is written at it, and how far it reaches; the first ones are placed first, and one without words is kept free. */
export type Named = { id: string; at: Point; radius: number; text: string };

/** A label's baseline and how it is anchored there. */
export type Label = Point & { anchor: "start" | "middle" | "end" };

type Box = { left: number; right: number; top: number; bottom: number };

const LETTER_PX = 7;
const LINE_PX = 14;
const GAP_PX = 5;

/**
 * The labels that have a place, by the ids of their dots; those without one are left to be asked for.
 * Where a name has no room beside all dots it may cover those that have none.
 */
export function placed(named: readonly Named[], dots: readonly Named[], width: number, height: number) {
  const all = dots.map(boxOfDot);
  const own = new Set(named.map((each) => each.id));
  const keptFree = dots.filter((dot) => own.has(dot.id) || dot.text === "").map(boxOfDot);
  const written: Box[] = [];
  const labels = new Map<string, Label>();
  for (const each of named) {
    const inside = candidates(each).filter((label) => {
      const box = boxOf(label, each.text);
      return box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height;
    });
    const free = (taken: readonly Box[]) => (label: Label) =>
      !taken.some((other) => meet(other, boxOf(label, each.text)));
    const label = inside.find(free([...all, ...written])) ?? inside.find(free([...keptFree, ...written]));
    if (label === undefined) continue;
    written.push(boxOf(label, each.text));
    labels.set(each.id, label);
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

function boxOfDot({ at: { x, y }, radius }: Named): Box {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}

function meet(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
