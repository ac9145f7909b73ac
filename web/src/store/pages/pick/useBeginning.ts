/** Picking begins once; whoever comes second is told so. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Basket } from "../../offline/database";
import { emptyBasket } from "../../rules/picking";
import { type ShownTask, thingOf } from "../../rules/steps";
import { step } from "../../shop/deeds";
import { useShop } from "../../shop/Shop";

type Trouble = { words: string; takeOver: () => void };

/** Tells the server that picking begins; gives what stands against it, and how to go on nevertheless. */
export function useBeginning(
  tasks: readonly ShownTask[],
  baskets: ReadonlyMap<string, Basket> | undefined,
  change: (baskets: Basket[]) => Promise<unknown>,
  now: () => ReadonlyMap<string, Basket>,
): Trouble | undefined {
  const { t } = useTranslation();
  const shop = useShop();
  const begun = useRef(new Set<string>());
  const [taken, setTaken] = useState<string[]>([]);
  useEffect(() => {
    if (!baskets) return;
    for (const task of tasks) {
      if (baskets.get(task.id)?.begun || begun.current.has(task.id)) continue;
      begun.current.add(task.id);
      void begin(task);
    }
  });
  // A unit may have been scanned since the page was drawn, so what is in the basket is read when it is marked.
  const mark = (id: string) => change([{ ...(now().get(id) ?? emptyBasket(id)), begun: true }]);
  const begin = async (task: ShownTask) => {
    if (task.status === "picking") return setTaken((ids) => [...ids, task.id]);
    await mark(task.id);
    const action = await shop.doAndWait(step(task, "start-picking"));
    if (action?.state === "refused") setTaken((ids) => [...ids, task.id]);
  };
  if (taken.length === 0 || !baskets) return undefined;
  const takeOver = () => {
    for (const id of taken) {
      void shop.outbox.dismiss(thingOf(id), shop.session.user);
      void mark(id);
    }
    setTaken([]);
  };
  return { words: t("pick.taken"), takeOver };
}
