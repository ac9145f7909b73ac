/** Tables: what is ordered, found and written to a file. */
import { describe, expect, test } from "vitest";
import { type Column, lookAsText, lookOfText, ordered, searched, toCsv } from "../../src/tower/parts/table";

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
  test("cells that look alike are in the order that their column knows", () => {
    const counted: Column<Row> = { key: "all", title: "All", value: () => "same", compared: (row) => row.units };
    const units = (descending: boolean) => ordered(rows, [counted], { key: "all", descending }).map((row) => row.units);
    expect([units(true), units(false)]).toEqual([
      [10, 2, null],
      [2, 10, null],
    ]);
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

test("how somebody looks at a table is told by its address, and nothing is told of a table as it is at first", () => {
  const first = { key: "name", descending: false };
  const look = { order: { key: "units", descending: true }, text: "blue, tall", page: 3 };
  const told = lookAsText(look, first);
  expect(told).toBe("units,down,3,blue, tall");
  const columns = [{ key: "name" }, { key: "units" }];
  expect(lookOfText(told, columns, first)).toEqual(look);
  expect(lookAsText({ order: first, text: "", page: 1 }, first)).toBeUndefined();
  for (const strange of [undefined, 7, "moon,down,x"])
    expect(lookOfText(strange, columns, first)).toEqual({ order: first, text: "", page: 1 });
});
