/** What the server says, by the names that the store app uses. */
import type { Schema } from "@shared/api/client";

export type Task = Schema<"FulfillmentTask">;
export type Step = Schema<"FulfillmentStep">;
export type Status = Schema<"FulfillmentStatus">;
export type StepReply = Schema<"StepReply">;
export type Node = Schema<"NodeInput">;
export type Channel = Schema<"Channel">;
export type TillView = Schema<"TillView">;
export type ReturnDetails = Schema<"ReturnDetails">;
export type Disposition = Schema<"Disposition">;
export type Order = Schema<"OrderDetails">;

/** What is known of a SKU where it is worked with. */
export type Sku = { sku: string; name: string; gtins: string[]; category?: string | null; shelf?: string | null };

/** A line of a pick list as the server writes it. */
export type PickListLine = {
  sku: string;
  name: string;
  gtins: string[];
  category?: string | null;
  shelf?: string | null;
  quantity: number;
};

export type CountLine = {
  sku: string;
  status: "open" | "recount" | "recording" | "recorded";
  shelves?: string[];
  countings?: number;
  quantity?: number;
  expected?: number;
  difference?: number;
  disputed?: boolean;
};

export type Count = {
  id: string;
  node: string;
  reason: "cycle" | "short_pick" | "exception" | "manager";
  status: "open" | "counted" | "cancelled";
  requested_at: string;
  requested_by: string;
  lines: CountLine[];
  shelf?: string | null;
  note?: string | null;
};

export type Arrival = {
  id: string;
  kind: "purchase_order" | "transfer" | "pickup" | "return";
  node: string;
  lines: { sku: string; quantity: number; supply_id?: string }[];
  expected_at?: string;
  from_node?: string;
  carrier?: string;
  tracking?: string;
};
