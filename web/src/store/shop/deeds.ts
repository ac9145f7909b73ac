/** The deeds of the store, as calls. */
import type { ActionKind, Deed } from "../offline/actions";
import { titleOf } from "../rules/queue";
import { thingOf } from "../rules/steps";
import { type Body, type DeedPath, posting, type Replied } from "./calls";
import type { Step, Task } from "./types";

type Meant<Path extends DeedPath> = Omit<Deed, "path" | "body"> & { body: Body<Path> | undefined };

/** A deed, with the body that its path takes. */
export function deed<Path extends DeedPath>(
  path: Path,
  asked: Parameters<typeof posting<Path>>[1],
  { body, ...meant }: Meant<Path>,
): Deed<Replied<Path>> {
  const made = { ...meant, path: posting(path, asked) };
  return body === undefined ? made : { ...made, body };
}

type Taken = Step & ActionKind;
type StepPath<Name extends Taken> = `/v1/fulfillment-orders/{fulfillment_order_id}/${Name}`;

/** A step of a fulfillment order. */
export function step<Name extends Taken>(
  task: Pick<Task, "id" | "reference">,
  name: Name,
  body?: Body<StepPath<Name>>,
): Deed<Replied<StepPath<Name>>> {
  return deed(
    `/v1/fulfillment-orders/{fulfillment_order_id}/${name}`,
    // All steps are called alike; of a name that is not yet known the compiler cannot see it.
    { path: { fulfillment_order_id: task.id } } as Parameters<typeof posting<StepPath<Name>>>[1],
    { kind: name, thing: thingOf(task.id), title: titleOf({ id: task.id, reference: task.reference ?? null }), body },
  );
}
