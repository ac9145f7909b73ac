/** Words and choices of the desk: what comes back, and by which channel a store sells. */
import { expect, test } from "vitest";
import { ofStore } from "../../src/store/rules/channels";
import { goodsOf } from "../../src/store/rules/returning";

test("a return is called by its goods, the first ones of many", () => {
  const line = (sku: string, requested: number, received = 0) => ({ sku, requested, received });
  const nameOf = (sku: string) => sku.toLowerCase();
  expect(goodsOf([line("MUG", 2), line("LAMP", 0, 1)], nameOf)).toBe("2 × mug, 1 × lamp");
  expect(
    goodsOf(
      ["A", "B", "C", "D"].map((sku) => line(sku, 1)),
      nameOf,
    ),
  ).toBe("1 × a, 1 × b, 1 × c, …");
});

test("a store looks at stock by its own channel, else by one for stores, else by none of its own", () => {
  const channel = (id: string, kind: "web" | "store" | "marketplace", nodes: string[] = []) => ({
    id,
    name: id,
    kind,
    pool: { nodes },
  });
  const [web, tills, here] = [channel("a", "marketplace"), channel("b", "store"), channel("c", "store", ["HERE"])];
  expect(ofStore([web, tills, here], "HERE")?.id).toBe("c");
  expect(ofStore([web, tills, here], "THERE")?.id).toBe("b");
  expect(ofStore([web], "HERE")).toBeUndefined();
});
