/** The pages of orders, which are loaded together. */
import { getRouteApi } from "@tanstack/react-router";
import { PickPage } from "./Pick";
import { TaskPage } from "./Task";

export { Waiting } from "./Waiting";

const order = getRouteApi("/order/$id");
const pick = getRouteApi("/pick");

/** The fulfillment order of the address. */
export function TaskAt() {
  return <TaskPage id={order.useParams().id} />;
}

/** The walk of the address. */
export function PickAt() {
  return <PickPage ids={pick.useSearch().ids.split(",").filter(Boolean)} />;
}
