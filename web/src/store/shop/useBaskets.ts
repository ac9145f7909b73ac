/** The baskets of a walk, as a page shows and changes them. */
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { Baskets } from "../offline/baskets";
import { useShop } from "./Shop";

/** The baskets of some fulfillment orders, once all of them are known; how to change some; what is in them now. */
export function useBaskets(ids: readonly string[]) {
  const { store } = useShop();
  const kept = useMemo(() => new Baskets(store), [store]);
  const known = useSyncExternalStore(kept.watch, kept.now);
  useEffect(() => void kept.learn(ids));
  return { baskets: kept.has(ids) ? known : undefined, change: kept.change, now: kept.now };
}
