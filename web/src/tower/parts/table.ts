/** What a table does with its rows: order, search, page, and a file for a spreadsheet. Pure. */

export type Cell = string | number | null;

/** A column: how its cells are named, compared, searched and written to a file. */
export type Column<Row> = {
  key: string;
  title: string;
  value: (row: Row) => Cell;
  numeric?: boolean;
  /** What cells are compared by, where their values leave some alike that have an order. */
  compared?: (row: Row) => Cell;
};

export type Order = { key: string; descending: boolean };

/** Rows of which a cell holds each of the words. */
export function searched<Row>(rows: readonly Row[], columns: readonly Column<Row>[], text: string): Row[] {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...rows];
  return rows.filter((row) => {
    const all = columns
      .map((column) => String(column.value(row) ?? ""))
      .join(" ")
      .toLocaleLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** Rows in the order of a column; empty cells last, whichever way. */
export function ordered<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: Order | null): Row[] {
  const column = columns.find((each) => each.key === order?.key);
  if (order === null || column === undefined) return [...rows];
  const compare = new Intl.Collator(undefined, { numeric: true }).compare;
  const sign = order.descending ? -1 : 1;
  return rows
    .map((row) => ({ row, cell: (column.compared ?? column.value)(row) }))
    .sort((a, b) => {
      if (a.cell === null || b.cell === null) return Number(a.cell === null) - Number(b.cell === null);
      const both = typeof a.cell === "number" && typeof b.cell === "number";
      return sign * (both ? Number(a.cell) - Number(b.cell) : compare(String(a.cell), String(b.cell)));
    })
    .map(({ row }) => row);
}

const RISKY_START = /^[=+\-@\t\r]/;

/** Rows as CSV (RFC 4180). What a spreadsheet would take for a formula is written as text. */
export function toCsv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const line = (cells: Cell[]) => cells.map(csvCell).join(",");
  return [columns.map((column) => column.title), ...rows.map((row) => columns.map((column) => column.value(row)))]
    .map(line)
    .join("\r\n")
    .concat("\r\n");
}

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = RISKY_START.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** How somebody looks at a table: its order, the words that are searched for, the page. */
export type Look = { order: Order | null; text: string; page: number };

/** What stands in an address of that: `units,down,2,mug`; nothing for a table as it is at first. */
export function lookAsText({ order, text, page }: Look, first: Order | null): string | undefined {
  const same = order?.key === first?.key && order?.descending === first?.descending;
  if (same && text === "" && page === 1) return undefined;
  return [order?.key ?? "", order?.descending ? "down" : "up", page, text].join(",");
}

/** The look that an address tells; the first one where it tells none, or nothing that can be meant. */
export function lookOfText(told: unknown, columns: readonly { key: string }[], first: Order | null): Look {
  const [key = "", direction = "", page = "", ...words] = typeof told === "string" ? told.split(",") : [];
  const order = columns.some((column) => column.key === key) ? { key, descending: direction === "down" } : first;
  return { order, text: words.join(","), page: Math.max(1, Number.parseInt(page, 10) || 1) };
}
