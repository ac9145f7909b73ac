/** What came of a delivery, and how that differs from what was to come. */
import type { Body } from "../shop/calls";
import type { Arrival } from "../shop/types";

/** A SKU of a delivery: what was announced, what came, and what of it is broken. */
export type Came = { sku: string; expected: number; quantity: number; damaged: number; supplies: string[] };

/** The lines of a delivery before anything of it was looked at: nothing came yet. */
export function came(arrival: Arrival): Came[] {
  const lines = new Map<string, Came>();
  for (const { sku, quantity, supply_id } of arrival.lines) {
    const line = lines.get(sku) ?? { sku, expected: 0, quantity: 0, damaged: 0, supplies: [] };
    const supplies = supply_id == null ? line.supplies : [...line.supplies, supply_id];
    lines.set(sku, { ...line, expected: line.expected + quantity, supplies });
  }
  return [...lines.values()];
}

/** One more unit of a SKU; one that nobody announced gets a line of its own. */
export function addUnit(lines: readonly Came[], sku: string): Came[] {
  if (!lines.some((line) => line.sku === sku))
    return [...lines, { sku, expected: 0, quantity: 1, damaged: 0, supplies: [] }];
  return lines.map((line) => (line.sku === sku ? { ...line, quantity: line.quantity + 1 } : line));
}

/** What is other than announced. */
export function differences(
  lines: readonly Came[],
): { sku: string; kind: "short" | "over" | "not_expected"; units: number }[] {
  return lines
    .filter((line) => line.quantity !== line.expected)
    .map(({ sku, expected, quantity }) => ({
      sku,
      kind: kindOf(expected, quantity),
      units: Math.abs(quantity - expected),
    }));
}

function kindOf(expected: number, quantity: number): "short" | "over" | "not_expected" {
  if (expected === 0) return "not_expected";
  return quantity < expected ? "short" : "over";
}

/** What is told to the server. */
export function receiptBody(
  arrival: Arrival,
  node: string,
  lines: readonly Came[],
  note: string,
  isFinal: boolean,
): Body<"/v1/warehouse/receipts"> {
  return {
    node,
    ...(arrival.id === "" ? {} : { arrival: arrival.id }),
    lines: lines
      .filter((line) => line.quantity > 0)
      .map(({ sku, quantity, damaged, supplies }) => ({
        sku,
        quantity,
        ...(damaged > 0 ? { damaged } : {}),
        ...(supplies.length === 1 ? { supply_id: supplies[0] ?? null } : {}),
      })),
    ...(note.trim() === "" ? {} : { note: note.trim() }),
    final: arrival.id !== "" && isFinal,
  };
}
