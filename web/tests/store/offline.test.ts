/** What is done without a network is done once, in order, by whom it was done, and nobody loses it. */
import "fake-indexeddb/auto";
import { Refused, Unreachable } from "@shared/api/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Action, Deed } from "../../src/store/offline/actions";
import { openStore, type Store } from "../../src/store/offline/database";
import { forgetOthers, Keeper } from "../../src/store/offline/kept";
import { Outbox } from "../../src/store/offline/outbox";
import { Sender } from "../../src/store/offline/sender";

/** A server that does each key once, and may be away, or lose its answers. */
class Server {
  readonly done: string[] = [];
  readonly keys = new Map<string, unknown>();
  user: string | null = "anna";
  isAway = false;
  losesAnswers = 0;
  knowsKeys = true;
  refusals = new Map<string, { status: number; reason: string; details?: Record<string, unknown> }>();

  who = async () => {
    if (this.isAway) throw new Unreachable();
    return this.user;
  };

  send = async (action: Action) => {
    if (this.isAway) throw new Unreachable();
    const refusal = this.refusals.get(action.path);
    if (refusal) {
      const { status, reason, details = {} } = refusal;
      throw new Refused({ type: `/problems/${reason}`, title: reason, status, details });
    }
    if (!this.knowsKeys || !this.keys.has(action.key)) this.done.push(action.path);
    this.keys.set(action.key, {});
    if (this.losesAnswers-- > 0) throw new Unreachable();
    return { pickup_code: "482913", repairs: [] };
  };
}

const deed = (path: string, thing = "order/1", kind: Deed["kind"] = "pack"): Deed => ({
  kind,
  thing,
  title: path,
  path,
});

let names = 0;
let store: Store;
let outbox: Outbox;
let server: Server;
let sender: Sender;

beforeEach(async () => {
  store = await openStore(`test-${names++}`);
  outbox = await Outbox.open(store);
  server = new Server();
  sender = new Sender(outbox, server, "anna");
});

afterEach(() => {
  vi.useRealTimers();
  sender.close();
  outbox.close();
  store.close();
});

const states = () => outbox.all().map((each) => each.state);

/** Lets time pass until nothing waits, or for a minute. */
async function sent(): Promise<void> {
  for (let tries = 0; tries < 30 && outbox.all().some((each) => each.state === "waiting"); tries++) {
    await sender.wake();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("steps of one order arrive in their order", async () => {
  for (const path of ["accept", "pick", "pack"]) await outbox.put(deed(path), "anna");
  await sent();
  expect(server.done).toEqual(["accept", "pick", "pack"]);
});

test("what was done while the server was away is there after the device was off, and is done once", async () => {
  server.isAway = true;
  for (const path of ["accept", "pick"]) await outbox.put(deed(path), "anna");
  await sender.wake();
  expect([sender.connection, states()]).toEqual(["offline", ["waiting", "waiting"]]);
  sender.close();
  outbox.close();
  outbox = await Outbox.open(store);
  sender = new Sender(outbox, server, "anna");
  server.isAway = false;
  await sent();
  expect([server.done, states()]).toEqual([
    ["accept", "pick"],
    ["done", "done"],
  ]);
});

async function withLostAnswer(): Promise<string[]> {
  server.losesAnswers = 1;
  await outbox.put(deed("pick"), "anna");
  await sent();
  return server.done;
}

test("an answer that was lost is asked for again under the same key, and nothing is done twice", async () => {
  expect(await withLostAnswer()).toEqual(["pick"]);
});

test("at a server that forgets keys the same would be done twice", async () => {
  server.knowsKeys = false;
  expect(await withLostAnswer()).toEqual(["pick", "pick"]);
});

test("two tabs send each action once", async () => {
  const tab = await Outbox.open(store);
  const other = new Sender(tab, server, "anna");
  for (let number = 0; number < 6; number++) await outbox.put(deed(`${number}`, `order/${number}`), "anna");
  await Promise.all([sender.wake(), other.wake()]);
  await sent();
  other.close();
  tab.close();
  expect(new Set(server.done).size).toBe(6);
  expect(server.done.length).toBe(6);
});

test("what is refused holds back what follows on the same thing, and nothing else", async () => {
  server.refusals.set("pick", { status: 409, reason: "order-state" });
  await outbox.put(deed("pick"), "anna");
  await outbox.put(deed("pack"), "anna");
  await outbox.put(deed("other", "order/2"), "anna");
  await sender.wake();
  expect(states()).toEqual(["refused", "waiting", "done"]);
  await outbox.dismiss("order/1", "anna");
  expect(states()).toEqual(["done"]);
});

test.each([429, 500, 503])("%d passes: it is sent again, and the others go on meanwhile", async (status) => {
  server.refusals.set("pick", { status, reason: "busy" });
  await outbox.put(deed("pick"), "anna");
  await outbox.put(deed("other", "order/2"), "anna");
  await sender.wake();
  expect([states(), outbox.all()[0]?.attempts]).toEqual([["waiting", "done"], 1]);
});

test.each([403, 409, 422])("%d is for good: a person has to know", async (status) => {
  server.refusals.set("pick", { status, reason: "no" });
  await outbox.put(deed("pick"), "anna");
  await sender.wake();
  expect(states()).toEqual(["refused"]);
});

test("whoever accepts what somebody else accepted is not troubled", async () => {
  server.refusals.set("accept", {
    status: 409,
    reason: "order-state",
    details: { possible: ["start-picking", "pick"] },
  });
  await outbox.put(deed("accept", "order/1", "accept"), "anna");
  await sender.wake();
  expect(states()).toEqual(["done"]);
});

test("nothing is sent for anybody but the one who did it", async () => {
  server.user = "ben";
  await outbox.put(deed("pick"), "anna");
  await sender.wake();
  expect([sender.connection, server.done]).toEqual(["signed-out", []]);
  const bens = new Sender(outbox, server, "ben");
  await bens.wake();
  bens.close();
  expect(server.done).toEqual([]);
  server.user = "anna";
  await sent();
  expect(server.done).toEqual(["pick"]);
});

test("whoever looks into a refusal of their own loses nobody else's work", async () => {
  await outbox.put(deed("pick"), "anna");
  server.refusals.set("pack", { status: 409, reason: "order-state" });
  server.user = "ben";
  const bens = new Sender(outbox, server, "ben");
  await outbox.put(deed("pack"), "ben");
  await bens.wake();
  bens.close();
  await outbox.dismiss("order/1", "ben");
  server.user = "anna";
  await sent();
  expect([server.done, states()]).toEqual([["pick"], ["done"]]);
});

test("where the device cannot note what was done, it is tried again and done once", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  vi.spyOn(outbox, "done").mockRejectedValueOnce(new DOMException("full", "QuotaExceededError"));
  await outbox.put(deed("pick"), "anna");
  await sender.wake();
  expect([server.done, states()]).toEqual([["pick"], ["waiting"]]);
  await vi.advanceTimersByTimeAsync(3_000);
  vi.useRealTimers();
  await vi.waitFor(() => expect(states()).toEqual(["done"]));
  expect(server.done).toEqual(["pick"]);
});

test("a clock that is set back holds nothing back", async () => {
  server.refusals.set("pick", { status: 503, reason: "busy" });
  await outbox.put(deed("pick"), "anna");
  await sender.wake();
  server.refusals.clear();
  vi.setSystemTime(Date.now() - 86_400_000);
  await sender.wake();
  vi.useRealTimers();
  expect(states()).toEqual(["done"]);
});

test("a session that ends meanwhile keeps its actions", async () => {
  server.refusals.set("pick", { status: 401, reason: "unauthenticated" });
  await outbox.put(deed("pick"), "anna");
  await sender.wake();
  expect([sender.connection, states()]).toEqual(["signed-out", ["waiting"]]);
});

test("the code of the customer is not kept", async () => {
  await outbox.put(deed("ready", "order/1", "ready"), "anna");
  await sent();
  expect(outbox.all()[0]?.reply).toEqual({ repairs: [] });
});

test("what was read last is there without a network, for the one who read it", async () => {
  const heard = vi.fn();
  const keeper = new Keeper(store, "anna", heard);
  await keeper.read("queue", async () => [1]);
  const away = async () => {
    throw new Unreachable();
  };
  expect(await keeper.read("queue", away)).toMatchObject({ value: [1], isKept: true });
  expect(heard.mock.calls).toEqual([["online"], ["offline"]]);
  await expect(new Keeper(store, "ben", heard).read("queue", away)).rejects.toThrow(Unreachable);
  await forgetOthers(store, "ben");
  await expect(keeper.read("queue", away)).rejects.toThrow(Unreachable);
});
