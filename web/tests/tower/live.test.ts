import { expect, test } from "vitest";
import { madeOld } from "../../src/tower/live";

test("an event of an order makes the lists old and of orders only its own", () => {
  const keys = madeOld({ type: "stockpool.order.placed.v1", data: { order_id: "o-1" } });
  expect(keys).toContainEqual(["orders"]);
  expect(keys).toContainEqual(["order", "o-1"]);
  expect(keys).not.toContainEqual(["order"]);
});

test("an event that nobody shows makes nothing old", () => {
  expect(madeOld({ type: "stockpool.session.begun.v1", data: {} })).toEqual([]);
});
