/** The actions of this device, in the order in which they were taken. They are on the disk before anything else happens. */
import type { ProblemDocument } from "@shared/api/client";
import { newKey } from "@shared/api/keys";
import type { Action, Deed } from "./actions";
import type { Store } from "./database";

const DONE_KEPT_MS = 600_000;

/** Keeps actions, and tells whoever watches, in every tab. */
export class Outbox {
  private actions: readonly Action[] = [];
  private isClosed = false;
  private readonly watchers = new Set<() => void>();
  private readonly tabs: BroadcastChannel;
  private readonly store: Store;

  private constructor(store: Store) {
    this.store = store;
    this.tabs = new BroadcastChannel(`${store.name}-actions`);
    this.tabs.onmessage = () => void this.reload();
  }

  /** Opens it with all that waited when the device was last used. */
  static async open(store: Store): Promise<Outbox> {
    const outbox = new Outbox(store);
    await outbox.reload();
    return outbox;
  }

  /** All actions as they are now. */
  readonly all = (): readonly Action[] => this.actions;

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Writes an action down. */
  async put(deed: Deed, user: string): Promise<Action> {
    const action = { ...deed, key: newKey(), user, madeAt: Date.now(), state: "waiting", attempts: 0 } as const;
    const transaction = this.store.transaction("actions", "readwrite", { durability: "strict" });
    const place = await transaction.store.add(action as unknown as Action);
    await transaction.done;
    await this.changed();
    return { ...action, place };
  }

  /** The first waiting action of each thing, of one user; a refused one holds back what came behind it. */
  due(user: string): Action[] {
    const seen = new Set<string>();
    return this.actions.filter((each) => {
      if (each.user !== user || each.state === "done" || seen.has(each.thing)) return false;
      seen.add(each.thing);
      return each.state === "waiting";
    });
  }

  /** The server did it. */
  done(action: Action, reply: unknown): Promise<void> {
    return this.write({ ...action, state: "done", doneAt: Date.now(), reply });
  }

  /** The server refused it for good; a person has to know. */
  refused(action: Action, problem: ProblemDocument): Promise<void> {
    return this.write({ ...action, state: "refused", problem });
  }

  /** It was tried, and is to be tried again. */
  tried(action: Action): Promise<void> {
    return this.write({ ...action, attempts: action.attempts + 1 });
  }

  /** A person has seen what was refused to them: it and what of theirs waited behind it are forgotten. */
  async dismiss(thing: string, user: string): Promise<void> {
    await this.remove((each) => each.thing === thing && each.user === user && each.state !== "done");
  }

  /** Forgets what was done a while ago. */
  async prune(now = Date.now()): Promise<void> {
    await this.remove((each) => each.state === "done" && (each.doneAt ?? 0) < now - DONE_KEPT_MS);
  }

  /** Resolves with an action that is not waiting any more, or as it is when the time is over. */
  settled(key: string, withinMs: number): Promise<Action | undefined> {
    const find = () => this.actions.find((each) => each.key === key);
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        stop();
        resolve(find());
      };
      const stop = this.watch(() => find()?.state !== "waiting" && finish());
      const timer = setTimeout(finish, withinMs);
      if (find()?.state !== "waiting") finish();
    });
  }

  close(): void {
    this.isClosed = true;
    this.tabs.close();
    this.watchers.clear();
  }

  private async write(action: Action): Promise<void> {
    const transaction = this.store.transaction("actions", "readwrite", { durability: "strict" });
    // What was dismissed meanwhile stays so.
    if (await transaction.store.get(action.place)) await transaction.store.put(action);
    await transaction.done;
    await this.changed();
  }

  private async remove(which: (action: Action) => boolean): Promise<void> {
    const gone = this.actions.filter(which);
    if (gone.length === 0) return;
    const transaction = this.store.transaction("actions", "readwrite");
    await Promise.all(gone.map((each) => transaction.store.delete(each.place)));
    await transaction.done;
    await this.changed();
  }

  private async changed(): Promise<void> {
    await this.reload();
    this.tabs.postMessage("changed");
  }

  private async reload(): Promise<void> {
    if (this.isClosed) return;
    this.actions = await this.store.getAll("actions");
    for (const watcher of this.watchers) watcher();
  }
}
