/** The deeds of the store, as calls. */
import type { ActionKind, Deed } from "../offline/actions";
import { titleOf } from "../rules/queue";
import { thingOf } from "../rules/steps";
import type { Step, Task } from "./types";

/** A step of a fulfillment order. */
export function step(task: Pick<Task, "id" | "reference">, name: Step & ActionKind, body?: unknown): Deed {
  const deed = {
    kind: name,
    thing: thingOf(task.id),
    title: titleOf({ id: task.id, reference: task.reference ?? null }),
    path: `/v1/fulfillment-orders/${task.id}/${name}`,
  };
  return body === undefined ? deed : { ...deed, body };
}
