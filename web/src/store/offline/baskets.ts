/** What is in the baskets of one walk: on the disk with each unit, so that an empty battery costs nothing. */
import { emptyBasket } from "../rules/picking";
import type { Basket, Store } from "./database";

/** The baskets as this page knows them. What it knows is never read again: a unit may be on its way to the disk. */
export class Baskets {
  private known: ReadonlyMap<string, Basket> = new Map();
  private readonly watchers = new Set<() => void>();
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  /** All of them as they are now. */
  readonly now = (): ReadonlyMap<string, Basket> => this.known;

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Whether the baskets of all these fulfillment orders are known. */
  has(ids: readonly string[]): boolean {
    return ids.every((id) => this.known.has(id));
  }

  /** Learns from the disk what is in the baskets that are not known yet. */
  async learn(ids: readonly string[]): Promise<void> {
    const unknown = ids.filter((id) => !this.known.has(id));
    const found = await Promise.all(
      unknown.map(async (id) => (await this.store.get("baskets", id)) ?? emptyBasket(id)),
    );
    if (found.length > 0) this.tell(new Map([...found.map(named), ...this.known]));
  }

  /** Changes baskets here at once; gives back when the disk has them too. */
  readonly change = (changed: readonly Basket[]): Promise<unknown> => {
    this.tell(new Map([...this.known, ...changed.map(named)]));
    return Promise.all(changed.map((each) => this.store.put("baskets", each)));
  };

  private tell(known: ReadonlyMap<string, Basket>): void {
    this.known = known;
    for (const watcher of this.watchers) watcher();
  }
}

function named(basket: Basket): readonly [string, Basket] {
  return [basket.id, basket];
}
