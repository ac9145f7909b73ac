/** The figures and cases of the control tower. */
import { send } from "@shared/api/client";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

export type Tile = {
  figure: string;
  unit: string;
  value: number | null;
  before: number | null;
  entries: string;
  parts?: Record<string, number>;
  money?: { currency: string; amount: number; before: number }[];
  since?: string;
};

export type Tiles = { from: string; until: string; lag_s: number | null; tiles: Tile[] };

export type Action = {
  label: string;
  method: string;
  path: string;
  body: Record<string, unknown>;
  keyed?: boolean;
  needs?: string[];
};

export type Case = {
  id: string;
  kind: string;
  key: string;
  cause: string;
  said: string;
  severity: number;
  since: string;
  units: number;
  actions: Action[];
  node?: string;
  sku?: string;
  order_id?: string;
  money_at_risk?: { amount: number; currency: string };
  snoozed_until?: string;
  note?: string;
};

export type CasePage = {
  exceptions: Case[];
  next: string | null;
  counts: Record<string, number>;
  lag_s: number | null;
};

export type NodeLoad = {
  node: string;
  open: number;
  capacity: number | null;
  used: number;
  on_hand: number;
  exceptions: number;
};

export type FlowRow = {
  from_node: string;
  to_node: string | null;
  region: string | null;
  latitude: number | null;
  longitude: number | null;
  orders: number;
};

export type Network = { nodes: NodeLoad[]; flows: FlowRow[]; lag_s: number | null };

const query = (values: Record<string, string | number | undefined>) => {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(values))
    if (value !== undefined && value !== "") parameters.set(key, String(value));
  return parameters.size === 0 ? "" : `?${parameters}`;
};

/** The figures of the last hours. */
export const tilesRead = (hours: number, node?: string) =>
  queryOptions({
    queryKey: ["tiles", hours, node ?? ""],
    refetchInterval: 15_000,
    queryFn: () => {
      const from = new Date(Date.now() - hours * 3_600_000);
      from.setUTCMinutes(0, 0, 0);
      return send<Tiles>("GET", `/v1/insights/tiles${query({ from: from.toISOString(), node })}`);
    },
  });

/** A figure over time. */
export const seriesRead = (measure: string, hours: number, node?: string) =>
  queryOptions({
    queryKey: ["tiles", "series", measure, hours, node ?? ""],
    queryFn: () => {
      const from = new Date(Date.now() - hours * 3_600_000);
      from.setUTCMinutes(0, 0, 0);
      const by = hours > 72 ? "day" : "hour";
      return send<{ unit: string; points: { at: string; value: number | null }[] }>(
        "GET",
        `/v1/insights/series${query({ measure, by, from: from.toISOString(), node })}`,
      );
    },
  });

/** What needs a person. */
export type CaseFilter = { kind?: string; node?: string };

/** Cases, the worst first, page by page. */
export const casesRead = (filter: CaseFilter, limit = 100) =>
  infiniteQueryOptions({
    queryKey: ["exceptions", filter, limit],
    initialPageParam: "",
    refetchInterval: 15_000,
    queryFn: ({ pageParam }) =>
      send<CasePage>("GET", `/v1/exceptions${query({ ...filter, limit, cursor: pageParam })}`),
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** What each node has to do, and what goes where. */
export const networkRead = queryOptions({
  queryKey: ["network"],
  refetchInterval: 30_000,
  queryFn: () => send<Network>("GET", "/v1/insights/network"),
});

export type NodeFigures = {
  node: string;
  backlog: { status: string; count: number; oldest: string | null }[];
  capacity: number | null;
  used: number;
  acceptance: number | null;
  pick_minutes: number | null;
  shorts: number;
  count_accuracy: number | null;
};

/** The figures of one node. */
export const nodeFiguresRead = (node: string) =>
  queryOptions({
    queryKey: ["node", node],
    queryFn: () => send<NodeFigures>("GET", `/v1/insights/nodes/${encodeURIComponent(node)}`),
  });

export type SkuDay = { day: string; on_hand: number; available: number; sold: number; received: number };

/** A SKU's stock at the end of each day. */
export const skuHistoryRead = (sku: string, node?: string) =>
  queryOptions({
    queryKey: ["positions", "history", sku, node ?? ""],
    queryFn: () =>
      send<{ days: SkuDay[] }>("GET", `/v1/insights/skus/${encodeURIComponent(sku)}/history${query({ node })}`),
  });

export type Found = {
  orders: { order_id: string; reference?: string; status: string }[];
  skus: { id: string; name: string }[];
  nodes: { id: string; name: string }[];
};

/** What a few letters can mean. */
export const searchRead = (text: string) =>
  queryOptions({
    queryKey: ["search", text],
    enabled: text.trim().length >= 2,
    queryFn: () => send<Found>("GET", `/v1/search${query({ q: text.trim() })}`),
  });

export type LifeEvent = { id: string; type: string; time: string; text: string };

/** What happened to an order. */
export const lifeRead = (id: string) =>
  queryOptions({
    queryKey: ["order", id, "life"],
    queryFn: async () => (await send<{ events: LifeEvent[] }>("GET", `/v1/orders/${id}/events`)).events,
  });
