/** Names, codes and shelves of SKUs: learned while there is a connection, known without one. */
import { useQuery } from "@tanstack/react-query";
import { read } from "./backend";
import { reading } from "./calls";
import { soon } from "./patience";
import type { Shop } from "./Shop";
import { useShop } from "./Shop";
import type { Sku, Task } from "./types";

const FRESH_MS = 600_000;
const TASKS_AT_ONCE = 30;
const CALLS_AT_ONCE = 6;
const NEWS_MS = 1_500;

type Catalog = { skus: Record<string, Sku & { at: number }> };

const nameOf = (node: string) => `skus/${node}`;

/** What is known of these SKUs at a node; of what nobody knows, its id. */
export function useSkus(node: string, ids: readonly string[], tasks: readonly Task[] = []): ReadonlyMap<string, Sku> {
  return useCatalog(node, ids, tasks).skus;
}

/** The same, and whether it is still being asked for what nobody knew yet. */
export function useCatalog(
  node: string,
  ids: readonly string[],
  tasks: readonly Task[] = [],
): { skus: ReadonlyMap<string, Sku>; isLearning: boolean } {
  const shop = useShop();
  const wanted = [...new Set(ids)].sort();
  const { data, isPending, isPlaceholderData } = useQuery({
    queryKey: ["skus", shop.isPractice, node, wanted],
    queryFn: () => learn(shop, node, wanted, tasks),
    networkMode: "always",
    placeholderData: (before) => before,
    staleTime: FRESH_MS,
  });
  return { skus: data ?? new Map(), isLearning: isPending || isPlaceholderData };
}

async function learn(shop: Shop, node: string, ids: readonly string[], tasks: readonly Task[]) {
  const known = (await shop.keeper.last<Catalog>(nameOf(node)))?.skus ?? {};
  const lacks = new Set(ids.filter((id) => (known[id]?.at ?? 0) < Date.now() - FRESH_MS));
  const learned = learnMore(shop, node, lacks, tasks, known);
  if (ids.some((id) => !known[id])) return learned;
  // What is known is good enough where news of it are slow to come.
  return soon(learned, NEWS_MS).catch(() => new Map(Object.entries(known)));
}

async function learnMore(
  shop: Shop,
  node: string,
  lacks: Set<string>,
  tasks: readonly Task[],
  known: Catalog["skus"],
): Promise<Map<string, Sku>> {
  const learned = [
    ...(await fromPickLists(
      shop,
      tasks.filter((task) => task.lines.some((line) => lacks.has(line.sku))),
    )),
  ];
  for (const { sku } of learned) lacks.delete(sku);
  learned.push(...(await fromCatalog(shop, node, [...lacks])));
  if (learned.length > 0) {
    const latest = (await shop.keeper.last<Catalog>(nameOf(node)))?.skus ?? {};
    const skus = { ...latest, ...Object.fromEntries(learned.map((each) => [each.sku, { ...each, at: Date.now() }])) };
    await shop.keeper.keep(nameOf(node), { skus } satisfies Catalog);
    return new Map(Object.entries(skus));
  }
  return new Map(Object.entries(known));
}

async function fromPickLists(shop: Shop, tasks: readonly Task[]): Promise<Sku[]> {
  const open = tasks.filter((task) => task.status === "accepted" || task.status === "picking");
  const found: Sku[] = [];
  for (let at = 0; at < open.length; at += TASKS_AT_ONCE) {
    const ids = open.slice(at, at + TASKS_AT_ONCE).map((task) => task.id);
    const asked = reading("/v1/warehouse/pick-list", { query: { fulfillment_order: ids } });
    const list = await orNothing(read(shop.backend, asked));
    for (const { sku, name, gtins = [], category, shelf } of list?.lines ?? []) {
      found.push({ sku, name, gtins, category: category ?? null, shelf: shelf ?? null });
    }
  }
  return found;
}

async function fromCatalog(shop: Shop, node: string, ids: string[]): Promise<Sku[]> {
  const found: Sku[] = [];
  for (let at = 0; at < ids.length; at += CALLS_AT_ONCE) {
    const rows = await Promise.all(
      ids
        .slice(at, at + CALLS_AT_ONCE)
        .map((id) => orNothing(read(shop.backend, reading("/v1/catalog/skus/{id}", { path: { id } })))),
    );
    for (const row of rows) {
      if (row) found.push({ sku: row.id, name: row.name, gtins: row.gtins ?? [], category: row.category ?? null });
    }
  }
  return found.length === 0 ? found : withShelves(shop, node, found);
}

async function withShelves(shop: Shop, node: string, skus: Sku[]): Promise<Sku[]> {
  const ids = skus.map((each) => each.sku);
  const asked = reading("/v1/warehouse/shelves", { query: { node: [node], sku: ids, limit: 1_000 } });
  const found = await orNothing(read(shop.backend, asked));
  const first = new Map(found?.shelves.map((each) => [each.sku, each.shelves[0]]));
  return skus.map((each) => ({ ...each, shelf: first.get(each.sku) ?? null }));
}

/** What cannot be learned now is learned another time: a page does not stop for a name. */
async function orNothing<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asked;
  } catch {
    return undefined;
  }
}
