/** Picking begins once; whoever comes second is told so. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Basket } from "../../offline/database";
import { type ShownTask, thingOf } from "../../rules/steps";
import { step } from "../../shop/deeds";
import { useShop } from "../../shop/Shop";

type Trouble = { words: string; takeOver: () => void };

/** Tells the server that picking begins; gives what stands against it, and how to go on nevertheless. */
export function useBeginning(
  tasks: readonly ShownTask[],
  baskets: ReadonlyMap<string, Basket> | undefined,
  change: (baskets: Basket[]) => Promise<unknown>,
): Trouble | undefined {
  const { t } = useTranslation();
  const shop = useShop();
  const begun = useRef(new Set<string>());
  const [taken, setTaken] = useState<string[]>([]);
  useEffect(() => {
    if (!baskets) return;
    for (const task of tasks) {
      const basket = baskets.get(task.id);
      if (basket?.begun || begun.current.has(task.id)) continue;
      begun.current.add(task.id);
      void begin(task, basket ?? { id: task.id, picked: {}, missing: {} });
    }
  });
  const begin = async (task: ShownTask, basket: Basket) => {
    if (task.status === "picking") return setTaken((now) => [...now, task.id]);
    await change([{ ...basket, begun: true }]);
    const action = await shop.doAndWait(step(task, "start-picking"));
    if (action?.state === "refused") setTaken((now) => [...now, task.id]);
  };
  if (taken.length === 0 || !baskets) return undefined;
  const takeOver = () => {
    for (const id of taken) {
      void shop.outbox.dismiss(thingOf(id), shop.session.user);
      void change([{ ...(baskets.get(id) ?? { id, picked: {}, missing: {} }), begun: true }]);
    }
    setTaken([]);
  };
  return { words: t("pick.taken"), takeOver };
}
