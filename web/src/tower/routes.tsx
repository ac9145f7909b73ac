/** The addresses of the control tower. Pages with charts come when they are needed. */
import type { Session } from "@shared/api/session";
import { createRootRouteWithContext, createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { Frame } from "./Frame";
import type { CaseFilter } from "./insights";
import type { OrderFilter, ReturnFilter } from "./reads";

const root = createRootRouteWithContext<{ session: Session }>()({ component: Frame });

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

/** Only what is there, so that addresses stay short. */
function given(values: Record<string, unknown>, ...keys: string[]): Record<string, string> {
  return Object.fromEntries(
    keys.flatMap((key) => (text(values[key]) === undefined ? [] : [[key, String(values[key])]])),
  );
}

const under = { getParentRoute: () => root };

export const routes = root.addChildren([
  createRoute({ ...under, path: "/", component: lazyRouteComponent(() => import("./pages/Overview"), "Overview") }),
  createRoute({
    ...under,
    path: "/exceptions",
    validateSearch: (search): CaseFilter => ({
      ...given(search, "kind", "node"),
      ...(search.snoozed === true ? { snoozed: true } : {}),
    }),
    component: lazyRouteComponent(() => import("./pages/Exceptions"), "Exceptions"),
  }),
  createRoute({
    ...under,
    path: "/orders",
    validateSearch: (search): OrderFilter => given(search, "status", "node", "channel", "placed_from", "placed_until"),
    component: lazyRouteComponent(() => import("./pages/Orders"), "Orders"),
  }),
  createRoute({ ...under, path: "/orders/$id", component: lazyRouteComponent(() => import("./pages/Order"), "Order") }),
  createRoute({
    ...under,
    path: "/returns",
    validateSearch: (search): ReturnFilter => given(search, "status", "node"),
    component: lazyRouteComponent(() => import("./pages/Returns"), "Returns"),
  }),
  createRoute({
    ...under,
    path: "/returns/$id",
    component: lazyRouteComponent(() => import("./pages/Return"), "Return"),
  }),
  createRoute({ ...under, path: "/holds/$id", component: lazyRouteComponent(() => import("./pages/Hold"), "Hold") }),
  createRoute({ ...under, path: "/skus/$sku", component: lazyRouteComponent(() => import("./pages/Sku"), "Sku") }),
  createRoute({ ...under, path: "/nodes", component: lazyRouteComponent(() => import("./pages/Nodes"), "Nodes") }),
  createRoute({ ...under, path: "/nodes/$id", component: lazyRouteComponent(() => import("./pages/Node"), "Node") }),
  createRoute({
    ...under,
    path: "/policies",
    component: lazyRouteComponent(() => import("./pages/Policies"), "Policies"),
  }),
  createRoute({
    ...under,
    path: "/policies/new",
    component: lazyRouteComponent(() => import("./pages/Policy"), "NewPolicy"),
  }),
  createRoute({
    ...under,
    path: "/policies/$name",
    component: lazyRouteComponent(() => import("./pages/Policy"), "Policy"),
  }),
  createRoute({
    ...under,
    path: "/figures/$figure",
    validateSearch: (search): { hours?: number } => (Number(search.hours) > 0 ? { hours: Number(search.hours) } : {}),
    component: lazyRouteComponent(() => import("./pages/Figure"), "Figure"),
  }),
  createRoute({ ...under, path: "/users", component: lazyRouteComponent(() => import("./pages/Users"), "Users") }),
  createRoute({
    ...under,
    path: "/audit",
    validateSearch: (search): { user?: string; call?: string } => given(search, "user", "call"),
    component: lazyRouteComponent(() => import("./pages/Audit"), "Audit"),
  }),
  createRoute({ ...under, path: "/health", component: lazyRouteComponent(() => import("./pages/Health"), "Health") }),
]);
