/** Label and packing slip, to open or to send to a printer. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ShownTask } from "../../rules/steps";
import { useShop } from "../../shop/Shop";

/** Links to what is printed. */
export function Papers({ task }: { task: ShownTask }) {
  const { t, i18n } = useTranslation();
  const { isPractice } = useShop();
  if (isPractice) return null;
  const paper = (name: string, format: string) =>
    `/v1/fulfillment-orders/${task.id}/${name}?format=${format}&lang=${i18n.language}`;
  return (
    <div className="row">
      <Button component="a" size="md" variant="default" href={paper("label", "pdf")} target="_blank" rel="noreferrer">
        {t("papers.label")}
      </Button>
      <Button component="a" size="md" variant="default" href={paper("label", "zpl")} download={`${task.id}.zpl`}>
        {t("papers.labelZpl")}
      </Button>
      <Button
        component="a"
        size="md"
        variant="default"
        href={paper("packing-slip", "pdf")}
        target="_blank"
        rel="noreferrer"
      >
        {t("papers.slip")}
      </Button>
    </div>
  );
}
