/** Counts on a device: what is left of one, and what one counting answers. */
import { expect, test } from "vitest";
import { alsoAsked } from "../../src/store/rules/counting";
import type { Count } from "../../src/store/shop/types";

const count = (id: string, reason: Count["reason"], status: "open" | "recount" | "recorded" = "open"): Count => ({
  id,
  reason,
  node: "N",
  status: "open",
  requested_at: "",
  requested_by: "",
  lines: [{ sku: "A", status }],
});

test("what was counted once answers all short picks that lacked it, and nothing else that was asked for", () => {
  const others = [count("one", "short_pick"), count("two", "short_pick", "recount"), count("manager's", "manager")];
  const done = count("done", "short_pick", "recorded");
  const counted = [
    { sku: "A", quantity: 4 },
    { sku: "B", quantity: 1 },
  ];
  const answered = alsoAsked([...others, done], counted).map(([{ id }, lines]) => [id, lines.map(({ sku }) => sku)]);
  expect(answered).toEqual([
    ["one", ["A"]],
    ["two", ["A"]],
  ]);
});
