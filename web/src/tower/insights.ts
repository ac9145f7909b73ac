/** The figures and cases of the control tower. */
import { answered, api, type Schema, send } from "@shared/api/client";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

export type Tile = Schema<"Tile">;
export type Figure = Schema<"Measure">;
export type Case = Schema<"Case">;
export type Action = Schema<"Action">;
export type CaseKind = Schema<"ExceptionKind">;
export type NodeSeen = Schema<"NodeSeen">;
export type LifeEvent = Schema<"LifeEvent">;

const HOUR_MS = 3_600_000;
const HOURS_BY_HOUR_MAX = 72;

/** Cases are found some seconds behind the event that made them, and no event tells of them. */
const LOOK_MS = 5_000;

/** The beginning of the hour so many hours ago; whole hours, so that what was read is found again. */
function hoursAgo(hours: number): string {
  const from = new Date(Date.now() - hours * HOUR_MS);
  from.setUTCMinutes(0, 0, 0);
  return from.toISOString();
}

/** The figures of the last hours. */
export const tilesRead = (hours: number) =>
  queryOptions({
    queryKey: ["tiles", hours],
    refetchInterval: 15_000,
    queryFn: () => answered(api.GET("/v1/insights/tiles", { params: { query: { from: hoursAgo(hours) } } })),
  });

/** A figure over time. */
export const seriesRead = (measure: Figure, hours: number) =>
  queryOptions({
    queryKey: ["tiles", "series", measure, hours],
    queryFn: () =>
      answered(
        api.GET("/v1/insights/series", {
          params: { query: { measure, by: hours > HOURS_BY_HOUR_MAX ? "day" : "hour", from: hoursAgo(hours) } },
        }),
      ),
  });

/** The events that a figure was counted from, in their order, page by page; `entries` is the call that the figure told. */
export const entriesOfFigureRead = (figure: Figure, entries: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ["figure", figure, entries ?? ""],
    enabled: entries !== undefined,
    initialPageParam: "",
    queryFn: ({ pageParam }) => {
      // As text: lists in an address are told apart by commas that are not encoded.
      const address = pageParam === "" ? entries : entries?.replace(/([?&])after=\d+/, `$1after=${pageParam}`);
      return send<Schema<"EventPage">>("GET", `${address}&limit=200`);
    },
    getNextPageParam: (page) => (page.next < page.latest ? String(page.next) : undefined),
  });

/** Which cases are looked for. */
export type CaseFilter = { kind?: CaseKind; node?: string; snoozed?: boolean };

/** Cases, the worst first, page by page. */
export const casesRead = ({ kind, node, snoozed }: CaseFilter, limit = 100) =>
  infiniteQueryOptions({
    queryKey: ["exceptions", kind ?? "", node ?? "", snoozed ?? false, limit],
    initialPageParam: "",
    refetchInterval: LOOK_MS,
    queryFn: ({ pageParam }) =>
      answered(
        api.GET("/v1/exceptions", {
          params: {
            query: {
              limit,
              ...(kind ? { kind: [kind] } : {}),
              ...(node ? { node: [node] } : {}),
              ...(snoozed ? { snoozed } : {}),
              ...(pageParam === "" ? {} : { cursor: pageParam }),
            },
          },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** What each node has to do, and what goes where. */
export const networkRead = queryOptions({
  queryKey: ["network"],
  refetchInterval: 30_000,
  queryFn: () => answered(api.GET("/v1/insights/network", { params: { query: {} } })),
});

/** The figures of one node. */
export const nodeFiguresRead = (node: string) =>
  queryOptions({
    queryKey: ["node", node],
    queryFn: () => answered(api.GET("/v1/insights/nodes/{node}", { params: { path: { node }, query: {} } })),
  });

/** How people at a node work. */
export const peopleRead = (node: string) =>
  queryOptions({
    queryKey: ["node", node, "people"],
    queryFn: () => answered(api.GET("/v1/insights/people", { params: { query: { node: [node] } } })),
  });

/** A SKU's stock at the end of each day. */
export const skuHistoryRead = (sku: string, node?: string) =>
  queryOptions({
    queryKey: ["positions", "history", sku, node ?? ""],
    queryFn: () =>
      answered(
        api.GET("/v1/insights/skus/{sku}/history", {
          params: { path: { sku }, query: node ? { node: [node] } : {} },
        }),
      ),
  });

/** What a few letters can mean. */
export const searchRead = (text: string) =>
  queryOptions({
    queryKey: ["search", text],
    enabled: text.trim().length >= 2,
    queryFn: () => answered(api.GET("/v1/search", { params: { query: { q: text.trim() } } })),
  });

/** What happened to an order. */
export const lifeRead = (id: string) =>
  queryOptions({
    queryKey: ["order", id, "life"],
    queryFn: () => answered(api.GET("/v1/orders/{order_id}/events", { params: { path: { order_id: id } } })),
  });
