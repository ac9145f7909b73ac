/** The addresses of the store app; each page beside the queue is loaded when it is opened, or when there is time. */
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from "@tanstack/react-router";
import { Queue } from "./pages/Queue";
import { Frame } from "./parts/Frame";

const root = createRootRoute({
  component: () => (
    <Frame>
      <Outlet />
    </Frame>
  ),
});

const at = () => root;
type Ids = { ids: string };
type Code = { code?: string };
const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

const IDLE_MS = 1_500;
const camera = async () => (await import("./scan/camera")).keepReader();
const work = () => import("./pages/work");
const desk = () => import("./pages/desk");

const routes = root.addChildren([
  createRoute({ getParentRoute: at, path: "/", component: Queue }),
  createRoute({ getParentRoute: at, path: "/order/$id", component: lazyRouteComponent(work, "TaskAt") }),
  createRoute({
    getParentRoute: at,
    path: "/pick",
    validateSearch: (search): Ids => ({ ids: textOf(search.ids) }),
    component: lazyRouteComponent(work, "PickAt"),
  }),
  createRoute({ getParentRoute: at, path: "/waiting", component: lazyRouteComponent(work, "Waiting") }),
  createRoute({ getParentRoute: at, path: "/counts", component: lazyRouteComponent(desk, "Counts") }),
  createRoute({ getParentRoute: at, path: "/counts/$id", component: lazyRouteComponent(desk, "CountAt") }),
  createRoute({ getParentRoute: at, path: "/arrivals", component: lazyRouteComponent(desk, "Arrivals") }),
  createRoute({ getParentRoute: at, path: "/arrivals/$id", component: lazyRouteComponent(desk, "ArrivalAt") }),
  createRoute({ getParentRoute: at, path: "/returns", component: lazyRouteComponent(desk, "Returns") }),
  createRoute({
    getParentRoute: at,
    path: "/returns/new",
    validateSearch: (search): Code => (search.code === undefined ? {} : { code: textOf(search.code) }),
    component: lazyRouteComponent(desk, "ReturnNewAt"),
  }),
  createRoute({ getParentRoute: at, path: "/returns/$id", component: lazyRouteComponent(desk, "ReturnAt") }),
  createRoute({ getParentRoute: at, path: "/stock", component: lazyRouteComponent(desk, "Stock") }),
  createRoute({ getParentRoute: at, path: "/me", component: lazyRouteComponent(desk, "Me") }),
  createRoute({
    getParentRoute: at,
    path: "/practice",
    component: lazyRouteComponent(() => import("./practice/PracticePage"), "PracticePage"),
  }),
]);

/** A router; practice has a history of its own, for its orders are nowhere after a reload. */
export function makeRouter(practice: boolean) {
  const history = practice ? { history: createMemoryHistory({ initialEntries: ["/practice"] }) } : {};
  return createRouter({ routeTree: routes, basepath: practice ? "/" : "/store", defaultPreload: false, ...history });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}

/** Fetches the other pages while nobody waits, so that they are there without a network. */
export function fetchPages(): void {
  setTimeout(() => void Promise.allSettled([work(), desk(), camera()]), IDLE_MS);
}
