/** What this store has to do, by the time it was promised for. */
import { Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** The first page. */
export function Queue() {
  const { t } = useTranslation();
  return <Title order={1}>{t("store.queue")}</Title>;
}
