/** From what a customer shows to a return. */
import { Refused } from "@shared/api/client";
import { type Backend, read } from "../shop/backend";
import { type Body, reading } from "../shop/calls";
import type { Disposition, ReturnReason, SoldOrder } from "../shop/types";

/** What is given back of a line: at most what left and is not back. */
export type Given = {
  line?: number;
  sku: string;
  most: number;
  quantity: number;
  reason: ReturnReason;
  disposition: Disposition;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** The order of a receipt, whichever node it is of: by its id, or by the reference in its channel. */
export async function findOrder(
  backend: Backend,
  shown: string,
  channel: string | undefined,
): Promise<SoldOrder | null> {
  const id = UUID.exec(shown)?.[0].toLowerCase();
  if (id === undefined && channel === undefined) return null;
  const query = id === undefined ? { channel: channel ?? null, reference: shown } : { order_id: id };
  try {
    return await read(backend, reading("/v1/returns/order", { query }));
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
}

/** The lines of which something can come back. */
export function givenLines(order: SoldOrder): Given[] {
  return order.lines.map(({ line, sku, returnable }) => ({ ...blind(sku), line, most: returnable, quantity: 0 }));
}

/** A unit of no order. */
export function blind(sku: string): Given {
  return { sku, most: Number.POSITIVE_INFINITY, quantity: 1, reason: "unwanted", disposition: "restock" };
}

/** The return as it is asked for: the goods are here and were looked at. */
export function returnBody(
  node: string,
  order: SoldOrder | null,
  shown: { receipt: string; channel: string | undefined },
  given: readonly Given[],
): Body<"/v1/returns"> {
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

function soldAs(order: SoldOrder | null, { receipt, channel }: { receipt: string; channel: string | undefined }) {
  if (order) return { order_id: order.order_id };
  return receipt.trim() === "" || !channel ? {} : { channel, receipt: receipt.trim() };
}
