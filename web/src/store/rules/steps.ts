/** What a step makes of a fulfillment order, so that it can be shown before the server has said so. */
import type { Action } from "../offline/actions";
import type { Status, Step, Task } from "../shop/types";

const LEADS_TO: Partial<Record<Step, Status>> = {
  accept: "accepted",
  reject: "rejected",
  "start-picking": "picking",
  pick: "picked",
  pack: "packed",
  ready: "ready_for_pickup",
  ship: "shipped",
  arrive: "ready_for_pickup",
  "hand-over": "handed_over",
};

/** Whether the customer fetches it from the node that has it. */
export function isCollectedHere(task: Pick<Task, "method" | "node" | "pickup_node">): boolean {
  return task.method === "pickup" || (task.method === "ship_to_store" && task.pickup_node === task.node);
}

function stepsFrom(status: Status, leaves: Step): Step[] {
  const after: Partial<Record<Status, Step[]>> = {
    released: ["accept", "reject"],
    accepted: ["start-picking", "pick", "reject"],
    picking: ["pick", "reject"],
    picked: ["pack", leaves],
    packed: [leaves],
    ready_for_pickup: leaves === "ready" ? ["hand-over", "reject"] : ["hand-over"],
  };
  return after[status] ?? [];
}

/** A task as it stands when a step has been taken; the same where the step is not possible any more. */
export function afterStep(task: Task, step: Step): Task {
  const status = LEADS_TO[step];
  if (status === undefined || !task.possible?.includes(step)) return task;
  return { ...task, status, possible: stepsFrom(status, isCollectedHere(task) ? "ready" : "ship") };
}

/** Where the actions of a fulfillment order are kept together. */
export function thingOf(id: string): string {
  return `fulfillment-order/${id}`;
}

/** A task with what was done on this device and the server had not yet said when it was read. */
export type ShownTask = Task & { waiting: number; isRefused: boolean };

/** Tasks as they are when what waits will have been done. `askedAt` is when they were read. */
export function withActions(tasks: readonly Task[], askedAt: number, actions: readonly Action[]): ShownTask[] {
  return tasks.map((task) => {
    const own = actions.filter((each) => each.thing === thingOf(task.id));
    const refusedTo = new Set(own.filter((each) => each.state === "refused").map((each) => each.user));
    const news = own.filter(
      (each) => !refusedTo.has(each.user) && (each.state === "waiting" || (each.doneAt ?? 0) > askedAt),
    );
    const shown = news.reduce((now, action) => afterStep(now, action.kind as Step), task);
    return { ...shown, waiting: own.filter((each) => each.state === "waiting").length, isRefused: refusedTo.size > 0 };
  });
}
