/** A place for a picture: the category's color, and the first letters of the name. */

const HUES = 360;

function hueOf(words: string): number {
  return [...words].reduce((hue, letter) => (hue * 31 + (letter.codePointAt(0) ?? 0)) % HUES, 7);
}

function initialsOf(name: string): string {
  const [first = "?", second = ""] = name.split(/[\s_-]+/).filter((word) => word !== "");
  return (first.slice(0, second ? 1 : 2) + second.slice(0, 1)).toUpperCase();
}

/** What a SKU looks like, as far as is known. */
export function Picture({ name, category }: { name: string; category?: string | null | undefined }) {
  return (
    <span className="picture" aria-hidden="true" style={{ background: `hsl(${hueOf(category ?? name)} 55% 32%)` }}>
      {initialsOf(name)}
    </span>
  );
}
