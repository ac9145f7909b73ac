/** The pages of everything but orders, which are loaded together. */
import { getRouteApi } from "@tanstack/react-router";
import { ArrivalPage } from "./ArrivalPage";
import { CountPage } from "./CountPage";
import { ReturnNew } from "./ReturnNew";
import { ReturnPage } from "./ReturnPage";

export { Arrivals } from "./Arrivals";
export { Counts } from "./Counts";
export { Me } from "./Me";
export { Returns } from "./Returns";
export { Stock } from "./Stock";

const count = getRouteApi("/counts/$id");
const arrival = getRouteApi("/arrivals/$id");
const given = getRouteApi("/returns/$id");
const fresh = getRouteApi("/returns/new");

/** The count of the address. */
export function CountAt() {
  return <CountPage id={count.useParams().id} />;
}

/** The delivery of the address. */
export function ArrivalAt() {
  return <ArrivalPage id={arrival.useParams().id} />;
}

/** The return of the address. */
export function ReturnAt() {
  return <ReturnPage id={given.useParams().id} />;
}

/** A new return, perhaps of a code that was scanned. */
export function ReturnNewAt() {
  return <ReturnNew code={fresh.useSearch().code ?? ""} />;
}
