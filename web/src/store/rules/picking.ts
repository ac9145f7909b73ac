/** One walk through the shelves for one or several fulfillment orders, unit by unit. */
import type { Basket } from "../offline/database";
import { type Coded, named } from "../scan/codes";
import type { Sku, Task } from "../shop/types";

/** What is to be taken of a SKU, for whom, and how far it is. */
export type PickLine = Sku & {
  quantity: number;
  picked: number;
  missing: number;
  parts: { id: string; quantity: number; picked: number; missing: number }[];
};

const COLLATOR = new Intl.Collator("en", { numeric: true });

/** The lines of a walk in the order of shelves; what lies nobody knows where comes last, by category and name. */
export function pickLines(
  tasks: readonly Pick<Task, "id" | "lines">[],
  skus: ReadonlyMap<string, Sku>,
  baskets: ReadonlyMap<string, Basket>,
): PickLine[] {
  const lines = new Map<string, PickLine>();
  for (const task of tasks) {
    const basket = baskets.get(task.id);
    for (const { sku, quantity } of task.lines) {
      const line = lines.get(sku) ?? { ...known(sku, skus), quantity: 0, picked: 0, missing: 0, parts: [] };
      const part = { id: task.id, quantity, picked: basket?.picked[sku] ?? 0, missing: basket?.missing[sku] ?? 0 };
      lines.set(sku, {
        ...line,
        quantity: line.quantity + quantity,
        picked: line.picked + part.picked,
        missing: line.missing + part.missing,
        parts: [...line.parts, part],
      });
    }
  }
  return [...lines.values()].sort(byShelf);
}

function known(sku: string, skus: ReadonlyMap<string, Sku>): Sku {
  return skus.get(sku) ?? { sku, name: sku, gtins: [] };
}

function byShelf(one: PickLine, other: PickLine): number {
  if (Boolean(one.shelf) !== Boolean(other.shelf)) return one.shelf ? -1 : 1;
  return (
    COLLATOR.compare(one.shelf ?? "", other.shelf ?? "") ||
    COLLATOR.compare(one.category ?? "", other.category ?? "") ||
    COLLATOR.compare(one.name, other.name) ||
    COLLATOR.compare(one.sku, other.sku)
  );
}

/** How much of a line is still to be found. */
export function left(line: PickLine): number {
  return line.quantity - line.picked - line.missing;
}

/** What a scan means for a walk. */
export type Scanned =
  | { kind: "picked"; line: PickLine; for: string; units: number }
  | { kind: "too-many"; line: PickLine }
  | { kind: "wrong"; code: string };

/** Judges a scan; one unit is taken, or less where less is left of what is measured. */
export function scan(code: string, lines: readonly PickLine[]): Scanned {
  const line = named(code, lines satisfies readonly Coded[]);
  if (!line) return { kind: "wrong", code };
  const part = line.parts.find((each) => each.picked + each.missing < each.quantity);
  if (!part) return { kind: "too-many", line };
  return { kind: "picked", line, for: part.id, units: Math.min(1, part.quantity - part.picked - part.missing) };
}

/** The basket of a fulfillment order of which nothing was taken yet. */
export function emptyBasket(id: string): Basket {
  return { id, picked: {}, missing: {} };
}

/** A basket with more units of a SKU in it. */
export function put(basket: Basket, sku: string, units: number): Basket {
  return { ...basket, picked: { ...basket.picked, [sku]: rounded((basket.picked[sku] ?? 0) + units) } };
}

/** What of a line is not found is missing, in each basket that still wants some of it. */
export function markMissing(line: PickLine, baskets: ReadonlyMap<string, Basket>): Basket[] {
  return line.parts
    .map((part) => ({ part, lacks: rounded(part.quantity - part.picked - part.missing) }))
    .filter(({ lacks }) => lacks > 0)
    .map(({ part, lacks }) => {
      const basket = baskets.get(part.id) ?? emptyBasket(part.id);
      return { ...basket, missing: { ...basket.missing, [line.sku]: rounded(part.missing + lacks) } };
    });
}

/** What the step `pick` says of a task: what was found, or nothing where all was. */
export function pickBody(task: Pick<Task, "lines">, basket: Basket): { picked?: { sku: string; quantity: number }[] } {
  const isShort = task.lines.some(({ sku, quantity }) => (basket.picked[sku] ?? 0) < quantity);
  if (!isShort) return {};
  return {
    picked: Object.entries(basket.picked)
      .filter(([, quantity]) => quantity > 0)
      .map(([sku, quantity]) => ({ sku, quantity })),
  };
}

function rounded(quantity: number): number {
  return Math.round(quantity * 1e6) / 1e6;
}
