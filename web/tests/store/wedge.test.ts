/** A hand scanner is told from a person by its speed alone. */
import { expect, test } from "vitest";
import { HELD_FROM, type Judged, Wedge } from "../../src/store/scan/wedge";

const CODE = "4006381333931";

function typed(keys: readonly string[], gapMs: number, wedge = new Wedge()): Judged[] {
  return keys.map((key, place) => wedge.press({ key, at: 1_000 + place * gapMs }));
}

const scansOf = (judged: readonly Judged[]) => judged.flatMap((each) => (each.kind === "scan" ? [each.code] : []));

test.each(["Enter", "Tab"])("a burst of keys 3 ms apart that %s ends is a scan", (end) => {
  expect(scansOf(typed([...CODE, end], 3))).toEqual([CODE]);
});

test("capitals come with Shift and are a scan nevertheless", () => {
  expect(scansOf(typed(["Shift", "A", "Shift", "B", "1", "2", "Enter"], 3))).toEqual(["AB12"]);
});

test("what a person types, even quickly, is no scan", () => {
  expect(typed([...CODE, "Enter"], 90).every((each) => each.kind === "through")).toBe(true);
});

test("without the limit of time a person would be taken for a scanner", () => {
  expect(scansOf(typed([...CODE, "Enter"], 90, new Wedge(Number.POSITIVE_INFINITY)))).toEqual([CODE]);
});

test("two quick keys and Enter are a person's", () => {
  expect(scansOf(typed(["o", "k", "Enter"], 20))).toEqual([]);
});

test("keys of a burst are held back from its third on", () => {
  const judged = typed([...CODE], 3);
  expect(judged.slice(0, HELD_FROM - 1).map((each) => each.kind)).toEqual(["through", "through"]);
  expect(new Set(judged.slice(HELD_FROM - 1).map((each) => each.kind))).toEqual(new Set(["held"]));
});

test("a burst that no Enter ends is typed after all", () => {
  const wedge = new Wedge();
  typed([..."hello"], 3, wedge);
  expect(wedge.pause()).toEqual({ kind: "typed", held: "llo" });
  expect(wedge.pause()).toEqual({ kind: "through" });
});

test("an Enter long after the burst does not end it", () => {
  const wedge = new Wedge();
  typed([...CODE], 3, wedge);
  expect(wedge.press({ key: "Enter", at: 5_000 })).toEqual({ kind: "typed", held: CODE.slice(2) });
});

test("one scan behind the other are two", () => {
  expect(scansOf(typed([..."AAAA", "Enter", ..."BBBB", "Enter"], 3))).toEqual(["AAAA", "BBBB"]);
});
