/** A walk past the shelves: order, scans, what is short, and what is told in the end. */
import { expect, test } from "vitest";
import type { Basket } from "../../src/store/offline/database";
import { left, markMissing, pickBody, pickLines, put, scan } from "../../src/store/rules/picking";
import type { Sku } from "../../src/store/shop/types";

const SKUS = new Map<string, Sku>(
  [
    { sku: "A", name: "Apron", gtins: ["4006381333931"], shelf: "A-10" },
    { sku: "B", name: "Bowl", gtins: [], shelf: "A-2" },
    { sku: "C", name: "Cloth", gtins: [], category: "Kitchen" },
    { sku: "D", name: "Dish", gtins: [], category: "Bath" },
  ].map((each) => [each.sku, each]),
);

const one = {
  id: "one",
  lines: [
    { sku: "A", quantity: 2 },
    { sku: "C", quantity: 2.5 },
  ],
};
const two = {
  id: "two",
  lines: [
    { sku: "A", quantity: 1 },
    { sku: "B", quantity: 1 },
    { sku: "D", quantity: 1 },
  ],
};

const empty = (id: string): Basket => ({ id, picked: {}, missing: {} });

test("shelves are walked as numbers go, and what lies nowhere comes last, by category", () => {
  expect(pickLines([one, two], SKUS, new Map()).map((line) => line.sku)).toEqual(["B", "A", "D", "C"]);
});

test("orders that want the same are served in one stop", () => {
  const [, apron] = pickLines([one, two], SKUS, new Map());
  expect([apron?.quantity, apron?.parts.map((part) => part.id)]).toEqual([3, ["one", "two"]]);
});

test("each scan is one unit for the first order that wants it, and one too many is refused", () => {
  const baskets = new Map([empty("one"), empty("two")].map((each) => [each.id, each]));
  const served = [];
  for (let unit = 0; unit < 4; unit++) {
    const judged = scan("4006381333931", pickLines([one, two], SKUS, baskets));
    served.push(judged.kind === "picked" ? judged.for : judged.kind);
    if (judged.kind === "picked") {
      baskets.set(judged.for, put(baskets.get(judged.for) ?? empty(judged.for), "A", judged.units));
    }
  }
  expect(served).toEqual(["one", "one", "two", "too-many"]);
});

test("what is not on the list is wrong, whatever it is", () => {
  expect(scan("B", pickLines([one], SKUS, new Map())).kind).toBe("wrong");
});

test("of what is measured the rest is less than one", () => {
  const basket = put(put(empty("one"), "C", 1), "C", 1);
  const judged = scan("C", pickLines([one], SKUS, new Map([["one", basket]])));
  expect(judged).toMatchObject({ kind: "picked", units: 0.5 });
});

test("what was not found is missing of those who still want it, and is not told as picked", () => {
  const basket = put(empty("one"), "A", 1);
  const [line] = pickLines([one], SKUS, new Map([["one", basket]]));
  if (!line) throw new Error("no line");
  const [short = empty("one")] = markMissing(line, new Map([["one", basket]]));
  expect(pickLines([one], SKUS, new Map([["one", short]])).map(left)).toEqual([0, 2.5]);
  expect(pickBody(one, short)).toEqual({ picked: [{ sku: "A", quantity: 1 }] });
});

test("a full basket says nothing more than that it is picked", () => {
  expect(pickBody(one, { id: "one", picked: { A: 2, C: 2.5 }, missing: {} })).toEqual({});
});
