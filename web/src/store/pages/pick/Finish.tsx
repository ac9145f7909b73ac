/** The end of a walk: what is missing is confirmed once more, then each order is told. */
import { Button, Text } from "@mantine/core";
import { formatNumber } from "@shared/i18n/formats";
import { notify } from "@shared/ui/Notices";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Basket } from "../../offline/database";
import { Sheet } from "../../parts/Sheet";
import { emptyBasket, type PickLine, pickBody } from "../../rules/picking";
import type { ShownTask } from "../../rules/steps";
import { step } from "../../shop/deeds";
import { useShop } from "../../shop/Shop";
import type { StepReply } from "../../shop/types";

type Props = {
  tasks: ShownTask[];
  lines: PickLine[];
  baskets: ReadonlyMap<string, Basket>;
  onClose: () => void;
  onDone: () => void;
};

/** Asks once more, and tells the server. */
export function Finish({ tasks, lines, baskets, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const shop = useShop();
  const [isBusy, setBusy] = useState(false);
  const missing = lines.filter((line) => line.missing > 0);
  const finish = async () => {
    setBusy(true);
    for (const task of tasks) {
      const body = pickBody(task, baskets.get(task.id) ?? emptyBasket(task.id));
      const action = await (body.picked ? shop.doAndWait(step(task, "pick", body)) : shop.do(step(task, "pick", body)));
      for (const words of repairWords(action?.reply, t)) notify({ kind: "good", text: words });
      await shop.store.delete("baskets", task.id);
    }
    onDone();
  };
  return (
    <Sheet title={t(missing.length > 0 ? "pick.confirmShort" : "pick.confirm")} onClose={onClose}>
      {missing.map((line) => (
        <Text key={line.sku} fw={600}>
          {t("pick.shortLine", { units: formatNumber(line.missing, 3), name: line.name })}
        </Text>
      ))}
      <Text>{t(missing.length > 0 ? "pick.confirmShortMore" : "pick.confirmMore")}</Text>
      <Button size="lg" loading={isBusy} color={missing.length > 0 ? "red" : "blue"} onClick={() => void finish()}>
        {t("pick.finish")}
      </Button>
    </Sheet>
  );
}

/** What became of units that were not found. */
export function repairWords(reply: StepReply | undefined, t: TFunction): string[] {
  const repairs = reply?.repairs ?? [];
  return repairs.map((repair) =>
    t(`repair.${repair.outcome}`, {
      units: formatNumber(repair.quantity, 3),
      sku: repair.sku,
      node: repair.to_node ?? "",
    }),
  );
}
