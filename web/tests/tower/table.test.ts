/** Tables: what is ordered, found and written to a file. */
import { describe, expect, test } from "vitest";
import { type Column, ordered, searched, toCsv } from "../../src/tower/parts/table";

type Row = { name: string; units: number | null };

const columns: Column<Row>[] = [
  { key: "name", title: "Name", value: (row) => row.name },
  { key: "units", title: "Units", value: (row) => row.units, numeric: true },
];
const rows: Row[] = [
  { name: "A-10", units: 2 },
  { name: "A-2", units: null },
  { name: 'b, "x"', units: 10 },
];

describe("order", () => {
  test("numbers within names count as numbers", () => {
    expect(ordered(rows, columns, { key: "name", descending: false }).map((row) => row.name)).toEqual([
      "A-2",
      "A-10",
      'b, "x"',
    ]);
  });
  test.each([true, false])("empty cells are last (descending %s)", (descending) => {
    expect(ordered(rows, columns, { key: "units", descending }).at(-1)?.units).toBeNull();
  });
  test("an unknown column leaves the order", () => {
    expect(ordered(rows, columns, { key: "none", descending: true })).toEqual(rows);
  });
});

test("each word has to be in a row, in any cell", () => {
  expect(searched(rows, columns, "a 2")).toEqual([rows[0], rows[1]]);
  expect(searched(rows, columns, "a 3")).toEqual([]);
});

describe("CSV", () => {
  test("quotes what has to be quoted", () => {
    expect(toCsv(rows, columns)).toBe('Name,Units\r\nA-10,2\r\nA-2,\r\n"b, ""x""",10\r\n');
  });
  test.each(["=1+1", "+1", "-1", "@x"])("writes %s as text", (name) => {
    expect(toCsv([{ name, units: -1 }], columns)).toBe(`Name,Units\r\n'${name},-1\r\n`);
  });
});
