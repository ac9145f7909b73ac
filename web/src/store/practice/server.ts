/** A server in memory that answers the calls of the store app about made-up orders. Nothing leaves the device. */
import { Refused } from "@shared/api/client";
import { afterStep } from "../rules/steps";
import type { Backend } from "../shop/backend";
import type { Arrival, Count, Status, Step, Task } from "../shop/types";
import { CODE, firstArrival, firstCount, firstTasks, NODE, SKUS } from "./goods";

/** What of the practice is done. */
export const MISSIONS = ["accept", "pick", "short", "ready", "handOver", "ship", "count", "receive"] as const;
export type Mission = (typeof MISSIONS)[number];

export const PERSON = "practice";
const BOOK = 7;

type Body = Record<string, unknown>;
type Route = [method: string, path: RegExp, answer: (found: string[], body: Body, query: URLSearchParams) => unknown];

/** The state of one practice, and its answers. */
export class PracticeServer implements Backend {
  readonly done = new Set<Mission>();
  readonly beganAt: number;
  mistakes = 0;
  private tasks: Task[];
  private count: Count;
  private arrivals: Arrival[];
  private readonly replies = new Map<string, unknown>();
  private readonly watchers = new Set<() => void>();
  private countings: number[] = [];

  constructor(now = Date.now()) {
    this.beganAt = now;
    this.tasks = firstTasks(now);
    this.count = firstCount(now);
    this.arrivals = [firstArrival(now)];
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Somebody scanned what is not wanted, or was refused. */
  readonly mistake = (): void => {
    this.mistakes += 1;
    this.tell();
  };

  /** How well it went, from 0 to 100; the mistakes are taken from what was done. */
  readonly score = (): number => {
    const full = (this.done.size / MISSIONS.length) * 100;
    return Math.max(0, Math.round(full - 5 * this.mistakes));
  };

  who(): Promise<string> {
    return Promise.resolve(PERSON);
  }

  async send<Data>(method: "GET" | "POST", path: string, body?: unknown, key?: string): Promise<Data> {
    if (key !== undefined && this.replies.has(key)) return this.replies.get(key) as Data;
    const { pathname, searchParams } = new URL(path, "http://practice");
    for (const [wanted, form, answer] of this.routes) {
      const found = form.exec(pathname);
      if (wanted !== method || !found) continue;
      const reply = structuredClone(answer(found.slice(1), (body ?? {}) as Body, searchParams)) as Data;
      if (key !== undefined) this.replies.set(key, reply);
      this.tell();
      return reply;
    }
    throw refusal(404, "not-found", `${method} ${pathname}`);
  }

  private readonly routes: Route[] = [
    ["GET", /^\/v1\/network\/nodes$/, () => ({ nodes: [NODE], next: null })],
    ["GET", /^\/v1\/network\/channels$/, () => ({ channels: [{ id: "web", name: "Web", kind: "web" }], next: null })],
    ["GET", /^\/v1\/fulfillment-orders$/, () => ({ items: this.tasks.filter(isInQueue), next: null })],
    ["GET", /^\/v1\/fulfillment-orders\/([^/]+)$/, ([id = ""]) => this.task(id)],
    [
      "POST",
      /^\/v1\/fulfillment-orders\/([^/]+)\/([a-z-]+)$/,
      ([id = "", step = ""], body) => this.take(id, step as Step, body),
    ],
    ["GET", /^\/v1\/warehouse\/pick-list$/, () => ({ lines: SKUS.map((sku) => ({ ...sku, quantity: 1 })) })],
    ["GET", /^\/v1\/catalog\/skus\/([^/]+)$/, ([id = ""]) => ({ ...this.sku(id), id })],
    [
      "GET",
      /^\/v1\/warehouse\/shelves$/,
      () => ({ shelves: SKUS.map(({ sku, shelf }) => ({ sku, shelves: [shelf] })) }),
    ],
    ["GET", /^\/v1\/warehouse\/scan$/, (_found, _body, query) => this.scan(query.get("code") ?? "")],
    ["GET", /^\/v1\/warehouse\/counts$/, () => ({ counts: this.count.status === "open" ? [this.count] : [] })],
    ["POST", /^\/v1\/warehouse\/counts\/([^/]+)\/lines$/, (_found, body) => this.countLines(body)],
    ["GET", /^\/v1\/warehouse\/arrivals$/, () => ({ arrivals: this.arrivals })],
    ["POST", /^\/v1\/warehouse\/receipts$/, () => this.receive()],
    ["GET", /^\/v1\/returns$/, () => ({ items: [], next: null })],
    ["GET", /^\/v1\/tills\/view$/, (_found, _body, query) => this.view(query)],
  ];

  private task(id: string): Task {
    const found = this.tasks.find((task) => task.id === id);
    if (!found) throw refusal(404, "unknown-fulfillment-order", id);
    return found;
  }

  private sku(code: string) {
    const found = SKUS.find(({ sku, gtins }) => sku === code || gtins.includes(code));
    if (!found) throw refusal(404, "unknown-sku", code);
    return found;
  }

  private scan(code: string) {
    const { sku, name } = this.sku(code);
    return { kind: "sku", code, sku: { id: sku, name } };
  }

  private take(id: string, step: Step, body: Body) {
    const task = this.task(id);
    if (!task.possible?.includes(step)) {
      throw refusal(409, "order-state", `${task.status}`, { status: task.status, possible: task.possible ?? [] });
    }
    if (step === "hand-over" && body.code !== CODE) {
      this.mistakes += 1;
      throw refusal(409, "wrong-pickup-code", "this is not the code of the order");
    }
    const picked = body.picked as { sku: string; quantity: number }[] | undefined;
    const after = afterStep(picked ? { ...task, lines: picked } : task, step);
    const next: Task =
      step === "ready" ? { ...after, ready_until: new Date(this.beganAt + 7 * 86_400_000).toISOString() } : after;
    this.tasks = this.tasks.map((each) => (each.id === id ? next : each));
    const mission: Partial<Record<Step, Mission>> = {
      accept: "accept",
      pick: picked ? "short" : "pick",
      ready: "ready",
      "hand-over": "handOver",
      ship: "ship",
    };
    if (mission[step]) this.done.add(mission[step]);
    return {
      fulfillment_order: next,
      order_id: task.order_id,
      order_status: "in_fulfillment",
      repairs: picked ? missing(task, picked) : [],
    };
  }

  private countLines(body: Body) {
    const [line] = body.lines as { sku: string; quantity: number }[];
    if (!line) throw refusal(400, "invalid-input", "lines");
    const agrees = line.quantity === BOOK || this.countings.includes(line.quantity) || this.countings.length >= 2;
    this.countings.push(line.quantity);
    const outcome = agrees ? "recorded" : "recount";
    this.count = { ...this.count, status: agrees ? "counted" : "open", lines: [{ sku: line.sku, status: outcome }] };
    if (agrees) this.done.add("count");
    return { results: [{ sku: line.sku, outcome }] };
  }

  private receive() {
    this.arrivals = [];
    this.done.add("receive");
    return { differences: [] };
  }

  private view(query: URLSearchParams) {
    const { sku } = this.sku(query.get("sku") ?? query.get("barcode") ?? "");
    const here = { on_hand: 8, available: 6, held: 0, committed: 2, ready_for_pickup: 0 };
    const near = [{ node: "NEXT", name: "Next door", distance_km: 2.5, available: 4 }];
    return { node: NODE.id, channel: "web", sku, here, near, pool: 10, promises: [] };
  }

  private tell(): void {
    for (const watcher of this.watchers) watcher();
  }
}

const QUEUED = new Set<Status>(["released", "accepted", "picking", "picked", "packed", "ready_for_pickup"]);

function isInQueue(task: Task): boolean {
  return QUEUED.has(task.status);
}

function missing(task: Task, picked: readonly { sku: string; quantity: number }[]) {
  const found = new Map(picked.map((each) => [each.sku, each.quantity]));
  return task.lines
    .map(({ sku, quantity }) => ({ sku, quantity: quantity - (found.get(sku) ?? 0) }))
    .filter(({ quantity }) => quantity > 0)
    .map((each) => ({ ...each, cause: "short_pick", from_node: NODE.id, outcome: "moved", to_node: "NEXT" }));
}

function refusal(status: number, reason: string, detail: string, details: Record<string, unknown> = {}): Refused {
  return new Refused({ type: `/problems/${reason}`, title: reason, status, detail, details });
}
