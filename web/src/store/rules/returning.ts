/** From what a customer shows to a return. */
import { Refused } from "@shared/api/client";
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

/** The order of a receipt, as far as it is there for this person: by its id, or the reference on the receipt. */
export async function findOrder(backend: Backend, shown: string): Promise<Order | null> {
  try {
    return await readOrder(backend, shown);
  } catch (error) {
    // The server knows more orders than this person may read: it finds the order when the goods are taken.
    if (error instanceof Refused && (error.status === 403 || error.status === 404)) return null;
    throw error;
  }
}

async function readOrder(backend: Backend, shown: string): Promise<Order | null> {
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
export function returnBody(
  node: string,
  order: Order | null,
  shown: { receipt: string; channel: string | undefined },
  given: readonly Given[],
) {
  return {
    node,
    received: true,
    ...soldAs(order, shown),
    lines: given.map(({ line, sku, quantity, reason, disposition }) => ({
      ...(line === undefined ? { sku } : { line }),
      quantity,
      reason,
      disposition,
    })),
  };
}

function soldAs(order: Order | null, { receipt, channel }: { receipt: string; channel: string | undefined }) {
  const id = order?.order_id ?? UUID.exec(receipt)?.[0];
  if (id) return { order_id: id.toLowerCase() };
  return receipt.trim() === "" || !channel ? {} : { channel, receipt: receipt.trim() };
}
