/** In practice there are no goods to scan: these stand for them. One of them is not there. */
import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { scanned } from "../scan/useScans";
import { NOT_THERE, SKUS } from "./goods";

/** The shelf of the practice store, as buttons. */
export function PracticeGoods() {
  const { t } = useTranslation();
  return (
    <section aria-label={t("practice.goods")} className="card" style={{ flexWrap: "wrap" }}>
      <Text fw={600} w="100%">
        {t("practice.goods")}
      </Text>
      {SKUS.filter(({ sku }) => sku !== NOT_THERE).map(({ sku, name, gtins }) => (
        <Button key={sku} size="md" variant="default" onClick={() => scanned(gtins[0] ?? sku)}>
          {t("practice.scan", { name })}
        </Button>
      ))}
    </section>
  );
}
