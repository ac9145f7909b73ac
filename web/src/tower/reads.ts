/** What the control tower reads, each under the key by which events make it old. */
import { answered, api, type Schema } from "@shared/api/client";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

const MINUTE_MS = 60_000;

/** All nodes by their ids; they are few and change seldom. */
export const nodesRead = queryOptions({
  queryKey: ["nodes"],
  staleTime: 5 * MINUTE_MS,
  queryFn: async () => {
    const nodes = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 500, ...(cursor === undefined ? {} : { cursor }) };
      const page = await answered(api.GET("/v1/network/nodes", { params: { query } }));
      nodes.push(...page.nodes);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    return nodes;
  },
});

/** The channels. */
export const channelsRead = queryOptions({
  queryKey: ["channels"],
  staleTime: 5 * MINUTE_MS,
  queryFn: async () =>
    (await answered(api.GET("/v1/network/channels", { params: { query: { limit: 200 } } }))).channels,
});

/** One order. */
export const orderRead = (id: string) =>
  queryOptions({
    queryKey: ["order", id],
    queryFn: () => answered(api.GET("/v1/orders/{order_id}", { params: { path: { order_id: id } } })),
  });

/** Why an order went where it went. */
export const explanationRead = (id: string) =>
  queryOptions({
    queryKey: ["order", id, "explanation"],
    queryFn: async () =>
      (await answered(
        api.GET("/v1/orders/{order_id}/explanation", { params: { path: { order_id: id } } }),
      )) as Schema<"ToldOrder">,
  });

/** Which orders are looked for. */
export type OrderFilter = {
  status?: string;
  node?: string;
  channel?: string;
  placed_from?: string;
  placed_until?: string;
};

/** Orders, the newest first, page by page. */
export const ordersRead = ({ status, node, channel, placed_from, placed_until }: OrderFilter) =>
  infiniteQueryOptions({
    queryKey: ["orders", status, node, channel, placed_from, placed_until],
    initialPageParam: "",
    queryFn: ({ pageParam }) => {
      const query = {
        limit: 200,
        order: "newest",
        ...(channel === undefined ? {} : { channel }),
        ...(placed_from === undefined ? {} : { placed_from }),
        ...(placed_until === undefined ? {} : { placed_until }),
        ...(status === undefined ? {} : { status: status.split(",") }),
        ...(node === undefined ? {} : { node: node.split(",") }),
        ...(pageParam === "" ? {} : { cursor: pageParam }),
      };
      return answered(api.GET("/v1/orders", { params: { query: query as never } }));
    },
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** Which returns are looked for. */
export type ReturnFilter = { status?: string; node?: string };

/** Returns, the newest first, page by page. */
export const returnsRead = ({ status, node }: ReturnFilter) =>
  infiniteQueryOptions({
    queryKey: ["returns", status ?? "", node ?? ""],
    initialPageParam: "",
    queryFn: ({ pageParam }) => {
      const query = {
        limit: 200,
        order: "newest",
        ...(status ? { status: [status] } : {}),
        ...(node ? { node: node.split(",") } : {}),
        ...(pageParam === "" ? {} : { cursor: pageParam }),
      };
      return answered(api.GET("/v1/returns", { params: { query: query as never } }));
    },
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** The returns of an order, as far as they are at these nodes. */
export const returnsOfOrderRead = (order: string, nodes: string | undefined) =>
  queryOptions({
    queryKey: ["returns", "of", order],
    queryFn: async () => {
      const query = { order_id: order, ...(nodes === undefined ? {} : { node: nodes.split(",") }) };
      return (await answered(api.GET("/v1/returns", { params: { query } }))).items;
    },
  });

/** One return. */
export const returnRead = (id: string) =>
  queryOptions({
    queryKey: ["returns", "one", id],
    queryFn: () => answered(api.GET("/v1/returns/{return_id}", { params: { path: { return_id: id } } })),
  });

/** One hold, open or not. */
export const holdRead = (id: string) =>
  queryOptions({
    queryKey: ["positions", "hold", id],
    queryFn: () => answered(api.GET("/v1/holds/{hold_id}", { params: { path: { hold_id: id } } })),
  });

/** Where a SKU is. */
export const positionsRead = (query: { sku?: string; node?: string }) =>
  queryOptions({
    queryKey: ["positions", query],
    queryFn: async () =>
      (await answered(api.GET("/v1/positions", { params: { query: { ...query, limit: 500 } as never } }))).positions,
  });

/** The entries of a position, the newest first. */
export const entriesRead = (sku: string, node: string) =>
  infiniteQueryOptions({
    queryKey: ["positions", "entries", sku, node],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      answered(
        api.GET("/v1/positions/{sku}/{node}/entries", {
          params: {
            path: { sku, node },
            query: { limit: 100, order: "newest", ...(pageParam === "" ? {} : { cursor: pageParam }) } as never,
          },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** What a channel can promise of a SKU. */
export const availabilityRead = (sku: string, channel: string) =>
  queryOptions({
    queryKey: ["availability", sku, channel],
    queryFn: () =>
      answered(api.GET("/v1/availability", { params: { query: { sku: [sku], channel, by_node: true } as never } })),
  });

/** A SKU as the catalog has it. */
export const skuRead = (sku: string) =>
  queryOptions({
    queryKey: ["sku", sku],
    staleTime: MINUTE_MS,
    queryFn: () => answered(api.GET("/v1/catalog/skus/{id}", { params: { path: { id: sku } } })),
  });

/** The policies, and which one acts. */
export const policiesRead = queryOptions({
  queryKey: ["policies"],
  queryFn: async () => {
    const [page, active, steps] = await Promise.all([
      answered(api.GET("/v1/sourcing/policies", { params: { query: { limit: 200 } } })),
      answered(api.GET("/v1/sourcing/active")),
      answered(api.GET("/v1/sourcing/steps", { params: { query: { limit: 50 } } })),
    ]);
    return { policies: page.policies, active, steps: steps.steps, names: { ...page.names, ...steps.names } };
  },
});

/** One version of a policy with its text and English. */
export const policyRead = (name: string, version?: number) =>
  queryOptions({
    queryKey: ["policies", name, version ?? "latest"],
    queryFn: () =>
      answered(
        api.GET("/v1/sourcing/policies/{name}", {
          params: { path: { name }, query: version === undefined ? {} : { version } },
        }),
      ),
  });

/** What the newest backtests of a policy came to. */
export const backtestsRead = (name: string) =>
  queryOptions({
    queryKey: ["policies", name, "backtests"],
    queryFn: () => answered(api.GET("/v1/sourcing/policies/{name}/backtests", { params: { path: { name } } })),
  });

/** What the policy in the shadow would have done on a day. */
export const shadowRead = queryOptions({
  queryKey: ["policies", "shadow"],
  queryFn: () => answered(api.GET("/v1/sourcing/shadow", { params: { query: {} } })),
});

/** How late the sources of facts are. */
export const feedsRead = queryOptions({
  queryKey: ["health", "feeds"],
  refetchInterval: 30_000,
  queryFn: async () => (await answered(api.GET("/v1/feeds", { params: { query: {} } }))).feeds,
});

/** Where events are brought, for those who may see it. */
export const webhooksRead = queryOptions({
  queryKey: ["health", "webhooks"],
  refetchInterval: 30_000,
  queryFn: async () => (await answered(api.GET("/v1/webhooks", { params: { query: { limit: 200 } } }))).webhooks,
});

/** Who may sign in, for administrators. */
export const usersRead = queryOptions({
  queryKey: ["users"],
  queryFn: async () => {
    const users = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
      const page = await answered(api.GET("/v1/users", { params: { query } }));
      users.push(...page.users);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    return users;
  },
});

/** What people did, or one of them, the newest first. */
export const auditRead = (user: string) =>
  infiniteQueryOptions({
    queryKey: ["audit", user],
    initialPageParam: "",
    queryFn: ({ pageParam }) => {
      const query = {
        limit: 200,
        ...(user === "" ? {} : { user }),
        ...(pageParam === "" ? {} : { cursor: pageParam }),
      };
      return answered(api.GET("/v1/audit", { params: { query } }));
    },
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** Letters that a webhook gave up. */
export const deadLettersRead = (id: string) =>
  queryOptions({
    queryKey: ["health", "letters", id],
    queryFn: async () =>
      (await answered(api.GET("/v1/webhooks/{id}/dead-letters", { params: { path: { id }, query: { limit: 200 } } })))
        .dead_letters,
  });
