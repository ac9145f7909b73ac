/** The states of orders, fulfillment orders, returns and holds, and the colors that tell them apart at a glance. */
import type { Schema } from "@shared/api/client";

type OrderStatus = Schema<"OrderStatus">;
type FulfillmentStatus = Schema<"FulfillmentStatus">;

export const ORDER_COLORS: Record<OrderStatus, string> = {
  payment_pending: "gray",
  backordered: "red",
  partly_backordered: "orange",
  allocated: "blue",
  in_fulfillment: "indigo",
  shipped: "cyan",
  completed: "teal",
  cancelled: "gray",
};

export const ORDER_STATUSES = Object.keys(ORDER_COLORS) as OrderStatus[];

export const FULFILLMENT_COLORS: Record<FulfillmentStatus, string> = {
  open: "gray",
  released: "blue",
  accepted: "indigo",
  picking: "violet",
  picked: "violet",
  packed: "grape",
  shipped: "cyan",
  ready_for_pickup: "lime",
  handed_over: "teal",
  delivered: "teal",
  rejected: "red",
  expired: "orange",
  cancelled: "gray",
};

export const RETURN_COLORS: Record<Schema<"ReturnStatus">, string> = {
  requested: "blue",
  received: "orange",
  inspected: "indigo",
  closed: "teal",
  cancelled: "gray",
  expired: "gray",
};

export const RETURN_STATUSES = Object.keys(RETURN_COLORS) as Schema<"ReturnStatus">[];

export const HOLD_COLORS: Record<Schema<"HoldReading">["status"], string> = {
  open: "blue",
  committed: "teal",
  shipped: "cyan",
  moved: "indigo",
  expired: "gray",
  released: "gray",
};
