/** The states of orders and fulfillment orders, and the colors that tell them apart at a glance. */
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
