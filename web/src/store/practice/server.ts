/** A server in memory that answers the calls of the store app about made-up orders. Nothing leaves the device. */
import { Refused, type Schema } from "@shared/api/client";
import { afterStep } from "../rules/steps";
import type { Backend } from "../shop/backend";
import type { Body, DeedPath, Got, ReadPath, Replied } from "../shop/calls";
import type { Arrival, Count, Sku, Status, Step, StepReply, Task } from "../shop/types";
import { CODE, firstArrival, firstCount, firstTasks, NODE, SKUS } from "./goods";

/** What of the practice is done. */
export const MISSIONS = ["accept", "pick", "short", "ready", "handOver", "ship", "count", "receive"] as const;
export type Mission = (typeof MISSIONS)[number];

export const PERSON = "practice";
const BOOK = 7;

type Given = Record<string, unknown>;
type Route = [method: string, path: RegExp, answer: (found: string[], body: Given, query: URLSearchParams) => unknown];

/** What is read is answered as the document says, and what is posted is what it says. */
function get<Path extends ReadPath>(path: Path, answer: (found: string[], query: URLSearchParams) => Got<Path>): Route {
  return ["GET", formOf(path), (found, _body, query) => answer(found, query)];
}

function post<Path extends DeedPath>(path: Path, answer: (found: string[], body: Body<Path>) => Replied<Path>): Route {
  return ["POST", formOf(path), (found, body) => answer(found, body as Body<Path>)];
}

function formOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\}/g, "([^/]+)")}$`);
}

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
      const reply = structuredClone(answer(found.slice(1), (body ?? {}) as Given, searchParams)) as Data;
      if (key !== undefined) this.replies.set(key, reply);
      this.tell();
      return reply;
    }
    throw refusal(404, "not-found", `${method} ${pathname}`);
  }

  private readonly routes: Route[] = [
    get("/v1/network/nodes", () => ({ nodes: [NODE], next: null })),
    get("/v1/network/channels", () => ({ channels: [{ id: "web", name: "Web", kind: "web" as const }], next: null })),
    get("/v1/fulfillment-orders", () => ({ items: this.tasks.filter(isInQueue) })),
    get("/v1/fulfillment-orders/{fulfillment_order_id}", ([id = ""]) => this.task(id)),
    [
      "POST",
      /^\/v1\/fulfillment-orders\/([^/]+)\/([a-z-]+)$/,
      ([id = "", step = ""], body) => this.take(id, step, body),
    ],
    get("/v1/warehouse/pick-list", () => ({
      node: NODE.id,
      fulfillment_orders: [],
      done: [],
      lines: SKUS.map(asLine),
    })),
    get("/v1/catalog/skus/{id}", ([id = ""]) => ({ ...this.sku(id), id })),
    get("/v1/warehouse/shelves", () => ({ shelves: SKUS.map(asShelved), next: null })),
    get("/v1/warehouse/scan", (_found, query) => this.scan(query.get("code") ?? "")),
    get("/v1/warehouse/counts", () => ({ counts: this.count.status === "open" ? [this.count] : [], next: null })),
    post("/v1/warehouse/counts/{count_id}/lines", (_found, body) => this.countLines(body)),
    get("/v1/warehouse/arrivals", () => ({ arrivals: this.arrivals })),
    post("/v1/warehouse/receipts", () => this.receive()),
    get("/v1/returns", () => ({ items: [] })),
    get("/v1/tills/view", (_found, query) => this.view(query)),
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

  private scan(code: string): Got<"/v1/warehouse/scan"> {
    const { sku, name } = this.sku(code);
    return { kind: "sku", code, sku: { id: sku, name } };
  }

  private take(id: string, name: string, body: Given): StepReply {
    const task = this.task(id);
    const step = task.possible?.find((each) => each === name);
    if (!step) {
      throw refusal(409, "order-state", `${task.status}`, { status: task.status, possible: task.possible ?? [] });
    }
    if (step === "hand-over" && body.code !== CODE) {
      this.mistakes += 1;
      throw refusal(409, "wrong-pickup-code", "this is not the code of the order");
    }
    const { picked } = body as Body<"/v1/fulfillment-orders/{fulfillment_order_id}/pick">;
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

  private countLines(body: Schema<"CountedBatch">): Schema<"CountedReply"> {
    const [line] = body.lines;
    if (!line) throw refusal(400, "invalid-input", "lines");
    const agrees = line.quantity === BOOK || this.countings.includes(line.quantity) || this.countings.length >= 2;
    this.countings.push(line.quantity);
    const outcome = agrees ? ("recorded" as const) : ("recount" as const);
    this.count = { ...this.count, status: agrees ? "counted" : "open", lines: [{ sku: line.sku, status: outcome }] };
    if (agrees) this.done.add("count");
    return { results: [{ sku: line.sku, outcome }] };
  }

  private receive(): Replied<"/v1/warehouse/receipts"> {
    this.arrivals = [];
    this.done.add("receive");
    const receipt = { receipt_id: "practice-receipt", node: NODE.id, received_by: PERSON };
    return { type: "receipt.recorded", ...receipt, lines: [], differences: [] };
  }

  private view(query: URLSearchParams): Got<"/v1/tills/view"> {
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

function asLine({ sku, name, gtins, category = null, shelf = null }: Sku) {
  return { sku, name, gtins, category, shelf, quantity: 1, orders: [] };
}

function asShelved({ sku, shelf }: Sku) {
  return { node: NODE.id, sku, shelves: shelf ? [shelf] : [] };
}

function missing(task: Task, picked: readonly Schema<"PickedInput">[]): Schema<"Repair">[] {
  const found = new Map(picked.map((each) => [each.sku, each.quantity]));
  return task.lines
    .map(({ sku, quantity }) => ({ sku, quantity: quantity - (found.get(sku) ?? 0) }))
    .filter(({ quantity }) => quantity > 0)
    .map((each) => ({
      ...each,
      cause: "short_pick" as const,
      from_node: NODE.id,
      outcome: "moved" as const,
      to_node: "NEXT",
    }));
}

function refusal(status: number, reason: string, detail: string, details: Record<string, unknown> = {}): Refused {
  return new Refused({ type: `/problems/${reason}`, title: reason, status, detail, details });
}
