/** The control tower's one stream of events, and how it keeps what is shown fresh. */
import { type FeedEvent, LiveFeed } from "@shared/api/live";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { nameOf } from "./parts/saying";

/** All events; pages choose. */
export const feed = new LiveFeed();

const AGAIN_MS = 1_500;

/** Which of the kept answers an event makes old, by the first word of its name. */
const AFFECTED: Record<string, readonly string[]> = {
  order: ["tiles", "orders", "exceptions"],
  fulfillment: ["tiles", "orders", "network", "exceptions", "node"],
  stock: ["positions", "availability", "tiles"],
  hold: ["positions", "availability"],
  shortfall: ["exceptions"],
  sourcing: ["policies"],
  webhook: ["health"],
  reconciliation: ["exceptions"],
  return: ["returns"],
  refund: ["returns"],
  exchange: ["returns"],
};

/** The keys of what an event makes old; of orders only the one that it is about. */
export function madeOld({ type, data }: Pick<FeedEvent, "type" | "data">): string[][] {
  const keys = (AFFECTED[nameOf(type).split(".")[0] ?? ""] ?? []).map((key) => [key]);
  return typeof data.order_id === "string" ? [...keys, ["order", data.order_id]] : keys;
}

/** Reads again what events made old, together and not more often than every second and a half. */
export function useFreshness(): void {
  const client = useQueryClient();
  const old = useRef(new Map<string, string[]>());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const readAgain = () => {
      timer = undefined;
      for (const queryKey of old.current.values()) void client.invalidateQueries({ queryKey });
      old.current.clear();
    };
    const deaf = feed.hear((event) => {
      for (const key of madeOld(event)) old.current.set(key.join("/"), key);
      timer ??= setTimeout(readAgain, AGAIN_MS);
    });
    const gapless = feed.onGap(() => void client.invalidateQueries());
    return () => {
      deaf();
      gapless();
      clearTimeout(timer);
    };
  }, [client]);
}
