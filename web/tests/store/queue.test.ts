/** The queue as it is shown: by promise, with what is not sent yet. */
import { expect, test } from "vitest";
import type { Action } from "../../src/store/offline/actions";
import { toneOf } from "../../src/store/parts/TaskCard";
import { firstTasks, NODE } from "../../src/store/practice/goods";
import { linesToCount } from "../../src/store/rules/counting";
import { deadlineOf, grouped, groupOf, isOver, titleOf } from "../../src/store/rules/queue";
import { type ShownTask, thingOf, withActions } from "../../src/store/rules/steps";
import type { Task } from "../../src/store/shop/types";

const READ_AT = 1_000;
const [first, second, third] = firstTasks(0) as [Task, Task, Task];

function action(task: Task, kind: Action["kind"], changes: Partial<Action> = {}): Action {
  const place = { place: 0, key: kind, user: "anna", madeAt: 0, attempts: 0, title: "", path: "" };
  return { ...place, kind, thing: thingOf(task.id), state: "waiting", ...changes };
}

const statusOf = (actions: Action[]) => withActions([first], READ_AT, actions)[0]?.status;

test("what is promised first stands first, in the groups of the work", () => {
  const shown = withActions([third, second, first], READ_AT, [action(second, "accept")]);
  expect(grouped(shown, NODE.id).map(([group, tasks]) => [group, tasks.map((task) => task.reference)])).toEqual([
    ["new", ["P-1001", "P-1003"]],
    ["pick", ["P-1002"]],
  ]);
});

test("what was done and not sent is shown as done, one step behind the other", () => {
  expect(statusOf([action(first, "accept"), action(first, "start-picking"), action(first, "pick")])).toBe("picked");
});

test("a step that is not possible changes nothing", () => {
  expect(statusOf([action(first, "pack")])).toBe("released");
});

test("what was sent counts until the queue is read anew, and what was refused does not", () => {
  expect(statusOf([action(first, "accept", { state: "done", doneAt: READ_AT + 1 })])).toBe("accepted");
  expect(statusOf([action(first, "accept", { state: "done", doneAt: READ_AT - 1 })])).toBe("released");
  expect(statusOf([action(first, "accept", { state: "refused" })])).toBe("released");
});

test("goods on the way here are the store's that gets them", () => {
  const [coming] = withActions([{ ...first, status: "shipped", node: "FAR", pickup_node: NODE.id }], READ_AT, []);
  expect([coming && groupOf(coming, NODE.id), coming && groupOf(coming, "FAR")]).toEqual(["coming", undefined]);
});

test("orders have a name that can be said", () => {
  expect(titleOf({ id: "0190b3a0-0000-7000-8000-0000000000af-2", reference: "W-7" })).toBe("W-7-2");
  expect(titleOf({ id: "0190b3a0-0000-7000-8000-0000000000af-1" })).toBe("0000af-1");
});

test("a line that was counted and not sent is not asked for again, one that differs is", () => {
  const lines = [
    { sku: "A", status: "open" as const },
    { sku: "B", status: "open" as const },
    { sku: "C", status: "recorded" as const },
  ];
  const sent = (sku: string, changes: Partial<Action>) =>
    action(first, "count", { body: { lines: [{ sku }] }, ...changes });
  const again = { results: [{ sku: "B", outcome: "recount" }] };
  const actions = [sent("A", {}), sent("B", { state: "done", doneAt: READ_AT + 1, reply: again })];
  expect(linesToCount(lines, actions, READ_AT)).toEqual([{ sku: "B", status: "recount" }]);
});

test("what was handed over is promised no more, and what is set aside still is", () => {
  expect([isOver({ status: "handed_over" }), isOver({ status: "ready_for_pickup" })]).toEqual([true, false]);
});

test("an order promised for a time before it must be accepted shows the promise, stands there, and is late by it", () => {
  const at = (minutes: number) => new Date(minutes * 60_000).toISOString();
  const due = (id: string, accept: number, promise: number) =>
    withActions([{ ...first, id, accept_by: at(accept), promised_until: at(promise) }], READ_AT, []) as [ShownTask];
  const [promisedFirst] = due("00000000-0000-7000-8000-00000000000b-1", 42, 37);
  const [acceptedFirst] = due("00000000-0000-7000-8000-00000000000c-1", 36, 90);
  expect([promisedFirst, acceptedFirst].map(deadlineOf)).toEqual([
    { what: "promise", at: at(37) },
    { what: "accept", at: at(36) },
  ]);
  expect(grouped([promisedFirst, acceptedFirst], NODE.id)[0]?.[1]).toEqual([acceptedFirst, promisedFirst]);
  expect([36, 38].map((minute) => toneOf(promisedFirst, minute * 60_000))).toEqual(["soon", "late"]);
});
