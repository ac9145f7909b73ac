/** The control tower's one stream of events, and how it keeps what is shown fresh. */
import { LiveFeed } from "@shared/api/live";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

/** All events; pages choose. */
export const feed = new LiveFeed();

const AGAIN_MS = 1_500;

/** Which of the kept answers an event makes old, by the first word of its type. */
const AFFECTED: Record<string, readonly string[]> = {
  order: ["tiles", "orders", "exceptions", "order"],
  fulfillment: ["tiles", "network", "exceptions", "order", "node"],
  return: ["order"],
  stock: ["positions", "availability", "tiles"],
  hold: ["positions", "availability"],
  shortfall: ["exceptions"],
  sourcing: ["policies"],
  webhook: ["health"],
  reconciliation: ["exceptions"],
};

/** Reads again what events made old, together and not more often than every second and a half. */
export function useFreshness(): void {
  const client = useQueryClient();
  const old = useRef(new Set<string>());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const readAgain = () => {
      timer = undefined;
      for (const key of old.current) void client.invalidateQueries({ queryKey: [key] });
      old.current.clear();
    };
    const later = (keys: readonly string[]) => {
      for (const key of keys) old.current.add(key);
      timer ??= setTimeout(readAgain, AGAIN_MS);
    };
    const deaf = feed.hear((event) => later(AFFECTED[event.type.split(".")[0] ?? ""] ?? []));
    const gapless = feed.onGap(() => void client.invalidateQueries());
    return () => {
      deaf();
      gapless();
      clearTimeout(timer);
    };
  }, [client]);
}
