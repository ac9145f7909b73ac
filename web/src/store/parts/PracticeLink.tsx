/** The way to practice, for those who have not signed in. */
import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Below the form of the door. */
export function PracticeLink() {
  const { t } = useTranslation();
  return (
    <Anchor href="/store/?practice" py="sm" ta="center">
      {t("practice.enter")}
    </Anchor>
  );
}
