/** Which lines of a count are still to be counted on this device. */
import type { Schema } from "@shared/api/client";
import type { Action } from "../offline/actions";
import type { Count, CountLine } from "../shop/types";

type Reply = Partial<Schema<"CountedReply">>;

/** Lines that nobody has counted yet, or that are to be counted again; what waits to be sent is counted. */
export function linesToCount(lines: readonly CountLine[], actions: readonly Action[], askedAt: number): CountLine[] {
  const open = new Map(lines.map((line) => [line.sku, line]));
  for (const action of actions) {
    if (action.state === "waiting")
      for (const { sku } of (action.body as Schema<"CountedBatch">).lines) open.delete(sku);
    if (action.state === "done" && (action.doneAt ?? 0) > askedAt) follow(action.reply as Reply, open);
  }
  return [...open.values()].filter(isToCount);
}

function follow(reply: Reply, open: Map<string, CountLine>): void {
  for (const { sku, outcome } of reply.results ?? []) {
    const line = open.get(sku);
    if (outcome === "recorded") open.delete(sku);
    else if (line && outcome === "recount") open.set(sku, { ...line, status: "recount" });
  }
}

/** Other counts that short picks asked for, with what of them these lines answer too. */
export function alsoAsked<Line extends { sku: string }>(
  others: readonly Count[],
  counted: readonly Line[],
): [Count, Line[]][] {
  const asked = others.map((other): [Count, Line[]] => {
    const open = new Set(other.lines.filter(isToCount).map((line) => line.sku));
    return [other, counted.filter(({ sku }) => other.reason === "short_pick" && open.has(sku))];
  });
  return asked.filter(([, lines]) => lines.length > 0);
}

function isToCount(line: CountLine): boolean {
  return line.status === "open" || line.status === "recount";
}
