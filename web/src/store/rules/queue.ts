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

/** By when something has to be done: accepted, then kept as promised; what has no time stands behind. */
export function dueAt(task: ShownTask): string | undefined {
  if (task.status === "released") return task.accept_by ?? task.promised_until ?? undefined;
  if (task.status === "ready_for_pickup") return task.ready_until ?? undefined;
  return task.promised_until ?? undefined;
}

/** What was promised for earlier stands first; then what is urgent; then what came first. */
export function byPromise(one: ShownTask, other: ShownTask): number {
  return (
    compared(one.promised_until ?? "9", other.promised_until ?? "9") ||
    other.priority - one.priority ||
    compared(one.placed_at, other.placed_at) ||
    compared(one.id, other.id)
  );
}

function compared(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** The groups that have something, in the order of the work. */
export function grouped(tasks: readonly ShownTask[], node: string): [Group, ShownTask[]][] {
  const sorted = [...tasks].sort(byPromise);
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
