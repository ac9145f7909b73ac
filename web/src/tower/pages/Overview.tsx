/** The figures of now. */
import { Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** The first page. */
export function Overview() {
  const { t } = useTranslation();
  return <Title order={1}>{t("tower.overview")}</Title>;
}
