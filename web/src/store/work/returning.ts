/** From what a customer shows to a return. */
import type { Backend } from "../shop/backend";
import type { Order } from "../shop/types";

/** What is given back of a line: at most what left and is not back. */
export type Given = {
  line?: number;
  sku: string;
  most: number;
  quantity: number;
  reason: string;
  disposition: string;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** The order of a receipt: by its id, that of one of its fulfillment orders, or the reference on the receipt. */
export async function findOrder(backend: Backend, shown: string): Promise<Order | null> {
  const id = UUID.exec(shown)?.[0];
  if (id) return backend.send<Order>("GET", `/v1/orders/${id.toLowerCase()}`);
  const { items } = await backend.send<{ items: Order[] }>(
    "GET",
    `/v1/orders?${new URLSearchParams({ reference: shown })}`,
  );
  return items[0] ?? null;
}

/** The lines of which something can come back. */
export function givenLines(order: Order): Given[] {
  return order.lines
    .map(({ line, sku, fulfilled = 0, returned = 0 }) => ({ line, sku, most: fulfilled - returned }))
    .filter(({ most }) => most > 0)
    .map((each) => ({ ...each, quantity: 0, reason: "unwanted", disposition: "restock" }));
}

/** The return as it is asked for: the goods are here and were looked at. */
export function returnBody(node: string, order: Order | null, receipt: string, given: readonly Given[]) {
  return {
    node,
    received: true,
    ...(order ? { order_id: order.order_id } : {}),
    ...(order || receipt.trim() === "" ? {} : { receipt: receipt.trim() }),
    lines: given.map(({ line, sku, quantity, reason, disposition }) => ({
      ...(line === undefined ? { sku } : { line }),
      quantity,
      reason,
      disposition,
    })),
  };
}
