/** Words in three languages, and numbers, times and money as each writes them. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";

export const LANGUAGES = ["en", "de", "es"] as const;
export type Language = (typeof LANGUAGES)[number];

const KEPT_AS = "stockpool.language";

/** Loads the catalogs of one language: the shared one and the app's own. */
export type LoadWords = (language: Language) => Promise<Record<string, unknown>>;

const shared: Record<Language, () => Promise<{ default: Record<string, unknown> }>> = {
  en: () => import("./en.json"),
  de: () => import("./de.json"),
  es: () => import("./es.json"),
};

let loadOwn: LoadWords = async () => ({});

/** Begins with the language that was chosen before, or the browser's. */
export async function startWords(load: LoadWords): Promise<void> {
  loadOwn = load;
  const language = firstLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: await wordsOf(language) } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
}

/** Changes the language and remembers it on this device. */
export async function speak(language: Language): Promise<void> {
  i18next.addResourceBundle(language, "translation", await wordsOf(language), true, true);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(KEPT_AS, language);
}

async function wordsOf(language: Language): Promise<Record<string, unknown>> {
  return { ...(await shared[language]()).default, ...(await loadOwn(language)) };
}

function firstLanguage(): Language {
  const wanted = [localStorage.getItem(KEPT_AS) ?? "", ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wanted.find(isLanguage) ?? "en";
}

function isLanguage(tag: string): tag is Language {
  return (LANGUAGES as readonly string[]).includes(tag);
}
