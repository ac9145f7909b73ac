/** Every word is there in every language, with the same places for values. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const SRC = join(import.meta.dirname, "../src");
const CATALOGS = ["shared/i18n", "tower/words", "store/words"];

type Words = { [key: string]: string | Words };

function flat(words: Words, path = ""): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === "string" ? [[`${path}${key}`, value] as const] : [...flat(value, `${path}${key}.`)],
    ),
  );
}

function read(catalog: string, language: string): Map<string, string> {
  return flat(JSON.parse(readFileSync(join(SRC, catalog, `${language}.json`), "utf8")) as Words);
}

const places = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]).sort();

/** Forms for numbers differ between languages (`_one`, `_many`); they are compared without them. */
const formless = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, "");

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe.each(CATALOGS)("%s", (catalog) => {
  const english = read(catalog, "en");
  test.each(["de", "es"])("has the same words in %s", (language) => {
    const other = read(catalog, language);
    expect(new Set([...other.keys()].map(formless))).toEqual(new Set([...english.keys()].map(formless)));
    for (const [key, text] of other) {
      expect(text.trim(), key).not.toBe("");
      const original = english.get(key);
      if (original !== undefined) expect(places(text), key).toEqual(places(original));
    }
  });
});

test("every word that a page asks for is in a catalog", () => {
  const known = new Set(CATALOGS.flatMap((catalog) => [...read(catalog, "en").keys()].map(formless)));
  const asked = sourceFiles(SRC).flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/\bt\(\s*"([\w.-]+)"/g)].map((match) => match[1] ?? ""),
  );
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter((key) => !known.has(formless(key)))).toEqual([]);
});

/** Said with a number, and the same for one and many. */
const ALIKE = new Set(["exclusion.other_node_named", "pick.more", "pick.left", "waiting.others"]);

test.each(CATALOGS)("what is counted in %s has a form for one and for several", (catalog) => {
  for (const language of ["en", "de", "es"]) {
    const words = read(catalog, language);
    for (const [key, text] of words) {
      const counts = /\{\{\s*count\b/.test(text) && !ALIKE.has(key);
      if (counts) expect(formless(key), `${language} ${key}`).not.toBe(key);
      if (formless(key) === key) continue;
      const forms = language === "es" ? ["one", "many", "other"] : ["one", "other"];
      for (const form of forms) expect(words.has(`${formless(key)}_${form}`), `${language} ${key}: ${form}`).toBe(true);
    }
  }
});
