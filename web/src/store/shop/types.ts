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
export type ReturnReason = Schema<"ReturnReason">;
export type SoldOrder = Schema<"SoldOrder">;
export type Count = Schema<"Count">;
export type CountLine = Schema<"CountedLine">;
export type Arrival = Schema<"Arrival">;

/** What is known of a SKU where it is worked with. */
export type Sku = Pick<Schema<"PickLine">, "sku" | "name" | "category" | "shelf"> & { gtins: string[] };
