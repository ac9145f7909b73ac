/** Names on a map: each in the picture, none over another. */
import { expect, test } from "vitest";
import { boxOf, type Named, placed } from "../../src/tower/parts/labels";

const [WIDTH, HEIGHT] = [400, 300];

/** Dots in a heap and at the edges, which a name above its dot would not fit to. */
const DOTS: Named[] = Array.from({ length: 60 }, (_, i) => ({
  id: String(i),
  at: { x: i < 30 ? 200 + ((i * 7) % 40) : (i * 53) % WIDTH, y: i < 30 ? 150 + ((i * 11) % 40) : (i * 37) % HEIGHT },
  radius: 6,
  text: `Store number ${i}`,
}));

test("no name is cut or stands over another, and the first ones have theirs", () => {
  const labels = placed(DOTS, DOTS, WIDTH, HEIGHT);
  const boxes = DOTS.flatMap((dot) => {
    const label = labels.get(dot.id);
    return label ? [boxOf(label, dot.text)] : [];
  });
  expect(boxes.length).toBeGreaterThan(5);
  expect(boxes.length).toBeLessThan(DOTS.length);
  for (const [place, box] of boxes.entries()) {
    expect(box.left >= 0 && box.right <= WIDTH && box.top >= 0 && box.bottom <= HEIGHT).toBe(true);
    for (const other of boxes.slice(place + 1)) {
      const apart =
        box.right <= other.left || other.right <= box.left || box.bottom <= other.top || other.bottom <= box.top;
      expect(apart).toBe(true);
    }
  }
});

test.each([
  [28, 28],
  [372, 28],
  [28, 272],
  [372, 272],
  [200, 150],
])("a dot at %d, %d that stands alone has its name in the picture", (x, y) => {
  const dot: Named = { id: "a", at: { x, y }, radius: 5, text: "Distribution center Unna" };
  expect(placed([dot], [dot], WIDTH, HEIGHT).size).toBe(1);
});
