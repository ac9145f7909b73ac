/** What each person chooses for this device: language, and light or dark. */
import { NativeSelect, Switch, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { LANGUAGES, type Language, speak } from "../i18n";

const NAMES: Record<Language, string> = { en: "English", de: "Deutsch", es: "Español" };

/** Chooses the language. */
export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  return (
    <NativeSelect
      label={t("app.language")}
      value={i18n.language}
      onChange={(event) => void speak(event.currentTarget.value as Language)}
      data={LANGUAGES.map((each) => ({ value: each, label: NAMES[each] }))}
    />
  );
}

/** Chooses dark or light colors. */
export function ColorSwitch() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  return (
    <Switch
      label={t("app.dark")}
      checked={scheme === "dark"}
      onChange={(event) => setColorScheme(event.currentTarget.checked ? "dark" : "light")}
    />
  );
}
