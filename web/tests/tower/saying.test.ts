import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";
import { nameOf, sayCase, sayEvent } from "../../src/tower/parts/saying";
import de from "../../src/tower/words/de.json";
import en from "../../src/tower/words/en.json";
import es from "../../src/tower/words/es.json";

beforeAll(async () => {
  const resources = { en: { translation: en }, de: { translation: de }, es: { translation: es } };
  await i18next.init({ lng: "en", resources, interpolation: { escapeValue: false } });
});

const placed = {
  type: "order.placed",
  said: "It was placed",
  data: { channel: "web", lines: [{ sku: "MUG", quantity: 2 }], fulfillment_orders: [{ node: "MITTE" }] } as never,
};

test.each([
  ["en", "Placed in web: 2 × MUG · served by MITTE"],
  ["de", "Bestellt über web: 2 × MUG · bedient von MITTE"],
  ["es", "Hecho en web: 2 × MUG · servido por MITTE"],
])("the life of an order is told in %s", (language, said) => {
  expect(sayEvent(placed, i18next.getFixedT(language))).toBe(said);
});

test("an event without words is told as the server said it", () => {
  expect(sayEvent({ type: "order.sang", said: "It sang", data: {} }, i18next.t)).toBe("It sang");
});

test("who rejected and why stands behind the step", () => {
  const data = { fulfillment_order: { node: "WEST", cause: "over_capacity" }, by: "usr_1" } as never;
  const rejected = { type: "fulfillment.rejected", said: "", data };
  expect(sayEvent(rejected, i18next.t, { usr_1: "anna" })).toBe("WEST gave it up · over its capacity · by anna");
  expect(sayEvent(rejected, i18next.t)).toBe("WEST gave it up · over its capacity");
});

test("a case is told by its cause and its facts, or as the server said it", () => {
  const silent = { kind: "feed_late", cause: "silent", units: 0, said: "?", facts: { source: "pos", silence_s: 600 } };
  expect(sayCase(silent as never, i18next.t)).toBe("Nothing was heard of pos for 10 min, which is unusual");
  const differs = { kind: "reconciliation", cause: "any cause", units: 1, said: "?", facts: { source: "erp" } };
  expect(sayCase(differs as never, i18next.t)).toContain("erp says");
  const strange = { kind: "late", cause: "strange", units: 1, said: "As said", facts: {} };
  expect(sayCase(strange as never, i18next.t)).toBe("As said");
});

test("an event's name is its type without whose it is and its version", () => {
  expect(nameOf("stockpool.order.placed.v1")).toBe("order.placed");
});
