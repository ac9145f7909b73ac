/** What was read last, for when the server cannot be reached. Each user sees only what was read for them. */
import { Unreachable } from "@shared/api/client";
import type { Store } from "./database";

/** An answer: of now, or the last one that this device has. */
export type Read<Value> = { value: Value; askedAt: number; isKept: boolean };

/** Reads by way of the store. */
export class Keeper {
  private readonly store: Store;
  private readonly user: string;
  private readonly heard: (connection: "online" | "offline") => void;

  constructor(store: Store, user: string, heard: (connection: "online" | "offline") => void) {
    this.store = store;
    this.user = user;
    this.heard = heard;
  }

  /** What the server says, which is kept; or what it said last. */
  async read<Value>(name: string, ask: () => Promise<Value>): Promise<Read<Value>> {
    const askedAt = Date.now();
    try {
      const value = await ask();
      this.heard("online");
      await this.keep(name, value, askedAt);
      return { value, askedAt, isKept: false };
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.heard("offline");
      const kept = await this.store.get("kept", name);
      if (kept?.user !== this.user) throw error;
      return { value: kept.value as Value, askedAt: kept.askedAt, isKept: true };
    }
  }

  /** Keeps something that came with something else. */
  async keep(name: string, value: unknown, askedAt = Date.now()): Promise<void> {
    await this.store.put("kept", { name, user: this.user, value, askedAt });
  }

  /** What was kept under a name. */
  async last<Value>(name: string): Promise<Value | undefined> {
    const kept = await this.store.get("kept", name);
    return kept?.user === this.user ? (kept.value as Value) : undefined;
  }
}

/** Forgets what was read for anybody else: addresses of customers are among it. */
export async function forgetOthers(store: Store, user: string | null): Promise<void> {
  const transaction = store.transaction("kept", "readwrite");
  for (const kept of await transaction.store.getAll()) {
    if (kept.user !== user) await transaction.store.delete(kept.name);
  }
  await transaction.done;
}
