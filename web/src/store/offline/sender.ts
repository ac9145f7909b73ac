/** Sends what waits, in order, from one tab at a time, until nothing waits or nobody answers. */
import { type ProblemDocument, Refused, Unreachable } from "@shared/api/client";
import { type Action, isSoAnyway, judge, type Outcome, WAIT_MS_MAX, waitMs } from "./actions";
import type { Outbox } from "./outbox";

/** How the app stands to the server. */
export type Connection = "online" | "offline" | "signed-out" | "locked";

/** What a sender needs of the server; practice has one of its own. */
export type Line = {
  /** Sends an action under its key. */
  send(action: Action): Promise<unknown>;
  /** Who is signed in, by name; nobody: null. It also learns the session's token. */
  who(): Promise<string | null>;
};

const LOCK = "stockpool-sender";
const CHECK_MS = 15_000;

/** One for each user of each tab. */
export class Sender {
  connection: Connection = "online";
  private readonly watchers = new Set<() => void>();
  private readonly notBefore = new Map<string, number>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private failures = 0;
  private isStuck = false;
  private isClosed = false;
  private readonly outbox: Outbox;
  private readonly line: Line;
  private readonly user: string;

  constructor(outbox: Outbox, line: Line, user: string) {
    this.outbox = outbox;
    this.line = line;
    this.user = user;
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Something new waits, or the server may be there again. */
  readonly wake = (): Promise<void> => {
    if (this.isClosed) return Promise.resolve();
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = this.run().finally(() => {
      this.running = undefined;
      if (this.again) {
        this.again = false;
        void this.wake();
      }
    });
    return this.running;
  };

  /** A page has heard, or not heard, from the server. */
  heard(connection: Connection): void {
    const isBack = connection === "online" && this.connection !== "online";
    this.become(connection);
    if (isBack) void this.wake();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.watchers.clear();
  }

  private async run(): Promise<void> {
    clearTimeout(this.timer);
    this.isStuck = false;
    try {
      await alone(() => this.drain());
    } catch (error) {
      // The device cannot write: what was sent and not noted is sent again, and done once.
      this.isStuck = true;
      this.failures += 1;
      console.error("what waits cannot be sent", error);
    }
    if (!this.isClosed) this.wakeLater();
  }

  private async drain(): Promise<void> {
    await this.outbox.prune();
    if (this.outbox.due(this.user).length === 0 && this.connection === "online") return;
    if (!(await this.isMine())) return;
    for (let next = this.next(); next && !this.isClosed; next = this.next()) {
      if (!(await this.take(next))) return;
    }
  }

  /** Whether the session is still that of the user whose actions these are. */
  private async isMine(): Promise<boolean> {
    try {
      const who = await this.line.who();
      this.failures = 0;
      this.become(who === this.user ? "online" : "signed-out");
      return who === this.user;
    } catch (error) {
      this.failures += 1;
      this.become(error instanceof Refused && error.status === 423 ? "locked" : "offline");
      return false;
    }
  }

  private next(): Action | undefined {
    const now = Date.now();
    return this.outbox.due(this.user).find((each) => {
      const waitMs = (this.notBefore.get(each.thing) ?? 0) - now;
      // Nothing waits for so long: the clock of the device was set back.
      return waitMs <= 0 || waitMs > WAIT_MS_MAX;
    });
  }

  /** Sends one action; whether others may follow. */
  private async take(action: Action): Promise<boolean> {
    const outcome = await this.attempt(action);
    switch (outcome.kind) {
      case "done":
        await this.outbox.done(action, outcome.reply);
        return true;
      case "refused":
        await this.outbox.refused(action, outcome.problem);
        return true;
      case "later":
        this.notBefore.set(action.thing, Date.now() + outcome.afterMs);
        await this.outbox.tried(action);
        return true;
      case "stop":
        if (outcome.why === "csrf") {
          this.notBefore.set(action.thing, Date.now() + waitMs(0));
          return this.isMine();
        }
        this.failures += 1;
        this.become(outcome.why);
        return false;
    }
  }

  private async attempt(action: Action): Promise<Outcome> {
    try {
      return { kind: "done", reply: withoutSecrets(await this.line.send(action)) };
    } catch (error) {
      if (error instanceof Unreachable) return { kind: "stop", why: "offline" };
      if (!(error instanceof Refused)) throw error;
      if (isSoAnyway(action.kind, error.problem)) return { kind: "done", reply: undefined };
      return judge(error.problem satisfies ProblemDocument, action);
    }
  }

  private wakeLater(): void {
    const due = this.outbox.due(this.user);
    if (due.length === 0 && this.connection === "online") return;
    const soonest = Math.min(...due.map((each) => this.notBefore.get(each.thing) ?? 0));
    const pause =
      this.connection === "online" && !this.isStuck ? Math.max(soonest - Date.now(), 200) : waitMs(this.failures);
    this.timer = setTimeout(() => void this.wake(), Math.min(pause, CHECK_MS));
  }

  private become(connection: Connection): void {
    if (this.connection === connection) return;
    this.connection = connection;
    for (const watcher of this.watchers) watcher();
  }
}

/** The customer's code is for the customer: it is not kept on the device of the store. */
function withoutSecrets(reply: unknown): unknown {
  if (typeof reply !== "object" || reply === null) return reply;
  const { pickup_code: _forTheCustomer, ...rest } = reply as Record<string, unknown>;
  return rest;
}

/** Runs while no other tab does; they may all send, but not at once. */
async function alone(work: () => Promise<void>): Promise<void> {
  const locks = globalThis.navigator?.locks;
  await (locks ? locks.request(LOCK, work) : work());
}
