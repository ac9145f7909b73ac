/** What a scanned code can be, as far as it can be told without the server. */

/** What must be known of a SKU to know its code. */
export type Coded = { sku: string; gtins: readonly string[] };

const GTIN_LENGTHS = new Set([8, 12, 13, 14]);
const GROUP_SEPARATOR = "\u001d";
/** GTIN behind the application identifiers 01 and 02, with brackets, bare, or in a GS1 Digital Link. */
const GS1 = [/^\(0[12]\)(\d{14})/, /^0[12](\d{14})(?=\D|\d{2}|$)/, /\/01\/(\d{8,14})(?:[/?]|$)/];
const SYMBOLOGY = /^\](?:C1|d2|Q3|e0|E0|E4|A0)/;

/** A GTIN in its longest form: 14 digits. */
export function gtin14(digits: string): string {
  return digits.padStart(14, "0");
}

/** Whether the last digit of a GTIN is the one that its others ask for. */
export function isGtin(digits: string): boolean {
  if (!/^\d+$/.test(digits) || !GTIN_LENGTHS.has(digits.length)) return false;
  const sum = [...gtin14(digits)].reduce((all, digit, place) => all + Number(digit) * (place % 2 === 0 ? 3 : 1), 0);
  return sum % 10 === 0;
}

/** The GTIN in what was read, 14 digits long; nothing where there is none. */
export function gtinIn(code: string): string | undefined {
  const bare = code
    .replace(SYMBOLOGY, "")
    .replace(new RegExp(`^${GROUP_SEPARATOR}`), "")
    .trim();
  if (isGtin(bare)) return gtin14(bare);
  const found = GS1.map((form) => form.exec(bare)?.[1]).find((digits) => digits !== undefined && isGtin(digits));
  return found && gtin14(found);
}

/** The thing that a code names, by GTIN or by the SKU itself. */
export function named<Thing extends Coded>(code: string, things: readonly Thing[]): Thing | undefined {
  const plain = code.trim().toLowerCase();
  const gtin = gtinIn(code);
  return (
    things.find((each) => each.sku.toLowerCase() === plain) ??
    (gtin === undefined ? undefined : things.find((each) => each.gtins.some((known) => gtin14(known) === gtin)))
  );
}

const FULFILLMENT_ORDER = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}-\d+/i;

/** The fulfillment order that a label names. */
export function fulfillmentOrderIn(code: string): string | undefined {
  return FULFILLMENT_ORDER.exec(code)?.[0].toLowerCase();
}

/** The pickup code in what a customer shows: six digits, alone or behind a colon or a slash. */
export function pickupCodeIn(code: string): string | undefined {
  return /(?:^|[:/=\s])(\d{6})$/.exec(code.trim())?.[1];
}
