/** A unit that was scanned stays in its basket, whatever is read, drawn or written at the same moment. */
import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";
import { Baskets } from "../../src/store/offline/baskets";
import { openStore, type Store } from "../../src/store/offline/database";
import { emptyBasket, put } from "../../src/store/rules/picking";

let names = 0;
let store: Store;
let baskets: Baskets;

beforeEach(async () => {
  store = await openStore(`baskets-${names++}`);
  baskets = new Baskets(store);
});

const picked = (id: string) => baskets.now().get(id)?.picked;

test("baskets come from the disk, and are empty where nothing was taken", async () => {
  await store.put("baskets", put(emptyBasket("one"), "MUG", 2));
  expect(baskets.has(["one"])).toBe(false);
  await baskets.learn(["one", "two"]);
  expect(baskets.has(["one", "two"])).toBe(true);
  expect([picked("one"), picked("two")]).toEqual([{ MUG: 2 }, {}]);
});

test("a unit that is scanned while the disk is read stays", async () => {
  await baskets.learn(["one"]);
  const again = baskets.learn(["two", "one"]);
  void baskets.change([put(emptyBasket("one"), "MUG", 1)]);
  await again;
  expect(picked("one")).toEqual({ MUG: 1 });
});

test("of two that read at once none takes what was scanned between them", async () => {
  const [first, second] = [baskets.learn(["one"]), baskets.learn(["one"])];
  await first;
  void baskets.change([put(emptyBasket("one"), "MUG", 1)]);
  await second;
  expect(picked("one")).toEqual({ MUG: 1 });
});

test("another walk finds on the disk what this one has changed last", async () => {
  void baskets.change([put(emptyBasket("one"), "MUG", 1)]);
  void baskets.change([put(emptyBasket("one"), "MUG", 2)]);
  const next = new Baskets(store);
  await next.learn(["one"]);
  expect(next.now().get("one")?.picked).toEqual({ MUG: 2 });
});

test("whoever watches hears of each change, and of nothing where nothing was to be learned", async () => {
  const heard = vi.fn();
  const stop = baskets.watch(heard);
  await baskets.learn(["one"]);
  await baskets.learn(["one"]);
  await baskets.change([put(emptyBasket("one"), "MUG", 1)]);
  expect(heard).toHaveBeenCalledTimes(2);
  stop();
  await baskets.change([put(emptyBasket("one"), "MUG", 2)]);
  expect(heard).toHaveBeenCalledTimes(2);
});
