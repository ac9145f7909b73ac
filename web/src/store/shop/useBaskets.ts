/** Baskets of fulfillment orders: on the disk with each unit, so that an empty battery costs nothing. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { Basket } from "../offline/database";
import { useShop } from "./Shop";

/** The baskets of some fulfillment orders, how to change one, and how to read what is in them now. */
export function useBaskets(ids: readonly string[]) {
  const shop = useShop();
  const [baskets, setBaskets] = useState<ReadonlyMap<string, Basket>>();
  const latest = useRef<ReadonlyMap<string, Basket>>(new Map());
  const all = ids.join(",");
  useEffect(() => {
    let isGone = false;
    void Promise.all(all.split(",").map((id) => shop.basket(id))).then((found) => {
      if (isGone) return;
      latest.current = new Map(found.map((each) => [each.id, each]));
      setBaskets(latest.current);
    });
    return () => {
      isGone = true;
    };
  }, [shop, all]);
  const change = useCallback(
    (changed: readonly Basket[]) => {
      latest.current = new Map([...latest.current, ...changed.map((each) => [each.id, each] as const)]);
      setBaskets(latest.current);
      return Promise.all(changed.map((each) => shop.store.put("baskets", each)));
    },
    [shop],
  );
  return { baskets, change, now: () => latest.current };
}
