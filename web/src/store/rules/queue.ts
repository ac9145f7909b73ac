/** The queue of a store: what is due first stands first, in the groups in which it is worked. */
import type { ShownTask } from "./steps";

export const GROUPS = ["new", "pick", "pack", "counter", "coming"] as const;
export type Group = (typeof GROUPS)[number];

/** In which group a task is; none where there is nothing to do. */
export function groupOf(task: ShownTask, node: string): Group | undefined {
  if (task.status === "released") return "new";
  if (task.status === "accepted" || task.status === "picking") return "pick";
  if (task.status === "picked" || task.status === "packed") return "pack";
  if (task.status === "ready_for_pickup") return "counter";
  if (task.status === "shipped" && task.pickup_node === node && task.node !== node) return "coming";
  return undefined;
}

const OVER: ReadonlySet<ShownTask["status"]> = new Set([
  "handed_over",
  "delivered",
  "rejected",
  "expired",
  "cancelled",
]);

/** Whether nobody waits for it any more: then no time says anything. */
export function isOver(task: Pick<ShownTask, "status">): boolean {
  return OVER.has(task.status);
}

/** What has to be done next with an order, and by when. */
export type Deadline = { what: "accept" | "promise" | "keep"; at: string };

/** The deadline that comes first: an order can be promised for a time before it would have to be accepted. */
export function deadlineOf(task: ShownTask): Deadline | undefined {
  if (task.status === "ready_for_pickup") return task.ready_until ? { what: "keep", at: task.ready_until } : undefined;
  const { accept_by, promised_until } = task;
  const promise: Deadline | undefined = promised_until ? { what: "promise", at: promised_until } : undefined;
  if (task.status !== "released" || !accept_by) return promise;
  const accept: Deadline = { what: "accept", at: accept_by };
  return promise && Date.parse(promise.at) < Date.parse(accept.at) ? promise : accept;
}

/** What is due earlier stands first, by the time that is shown; then what is urgent; then what came first. */
export function byDeadline(one: ShownTask, other: ShownTask): number {
  return (
    momentOf(deadlineOf(one)) - momentOf(deadlineOf(other)) ||
    other.priority - one.priority ||
    compared(one.placed_at, other.placed_at) ||
    compared(one.id, other.id)
  );
}

/** What has no time stands behind; a finite number, for the difference of two. */
function momentOf(due: Deadline | undefined): number {
  return due === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(due.at);
}

function compared(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** The groups that have something, in the order of the work. */
export function grouped(tasks: readonly ShownTask[], node: string): [Group, ShownTask[]][] {
  const sorted = [...tasks].sort(byDeadline);
  return GROUPS.map((group): [Group, ShownTask[]] => [
    group,
    sorted.filter((task) => groupOf(task, node) === group),
  ]).filter(([, found]) => found.length > 0);
}

/** A short name that people can say: the shop's own reference, or the end of the id. */
export function titleOf(task: { id: string; reference?: string | null }): string {
  const [order = "", number = ""] = [task.id.slice(0, task.id.lastIndexOf("-")), task.id.split("-").pop()];
  return task.reference ? `${task.reference}${number === "1" ? "" : `-${number}`}` : `${order.slice(-6)}-${number}`;
}
