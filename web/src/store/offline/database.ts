/** What this device keeps: actions that were taken, what was read last, and how far picking is. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Action } from "./actions";

/** Something that was read, and when it was asked for. */
export type Kept = { name: string; user: string; value: unknown; askedAt: number };

/** How many units of each SKU of a fulfillment order are in the basket, and how many were not found. */
export type Basket = {
  id: string;
  picked: Record<string, number>;
  missing: Record<string, number>;
  /** Picking began on this device. */
  begun?: boolean;
};

interface Schema extends DBSchema {
  actions: { key: number; value: Action };
  kept: { key: string; value: Kept };
  baskets: { key: string; value: Basket };
}

export type Store = IDBPDatabase<Schema>;

/** Opens the store of the app, or the one for practice. */
export function openStore(name = "stockpool-store"): Promise<Store> {
  return openDB<Schema>(name, 1, {
    upgrade(database) {
      database.createObjectStore("actions", { keyPath: "place", autoIncrement: true });
      database.createObjectStore("kept", { keyPath: "name" });
      database.createObjectStore("baskets", { keyPath: "id" });
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
    },
  });
}
