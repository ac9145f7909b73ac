/** Which lines of a count are still to be counted on this device. */
import type { Schema } from "@shared/api/client";
import type { Action } from "../offline/actions";
import type { CountLine } from "../shop/types";

type Reply = Partial<Schema<"CountedReply">>;

/** Lines that nobody has counted yet, or that are to be counted again; what waits to be sent is counted. */
export function linesToCount(lines: readonly CountLine[], actions: readonly Action[], askedAt: number): CountLine[] {
  const open = new Map(lines.map((line) => [line.sku, line]));
  for (const action of actions) {
    if (action.state === "waiting")
      for (const { sku } of (action.body as Schema<"CountedBatch">).lines) open.delete(sku);
    if (action.state === "done" && (action.doneAt ?? 0) > askedAt) follow(action.reply as Reply, open);
  }
  return [...open.values()].filter((line) => line.status === "open" || line.status === "recount");
}

function follow(reply: Reply, open: Map<string, CountLine>): void {
  for (const { sku, outcome } of reply.results ?? []) {
    const line = open.get(sku);
    if (outcome === "recorded") open.delete(sku);
    else if (line && outcome === "recount") open.set(sku, { ...line, status: "recount" });
  }
}
