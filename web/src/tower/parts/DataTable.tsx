/** A table that sorts, searches, pages and is given away as CSV; rows lead to their page. */
import { Button, Group, Pagination, Table, Text, TextInput, UnstyledButton } from "@mantine/core";
import { formatNumber } from "@shared/i18n/formats";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { saveFile } from "./saving";
import { type Column, type Look, lookAsText, lookOfText, type Order, ordered, searched, toCsv } from "./table";

const PAGE_ROWS = 25;

/** A column with what its cells show, where that is more than their value. */
export type ShownColumn<Row> = Column<Row> & { show?: (row: Row) => ReactNode };

type Props<Row> = {
  label: string;
  rows: readonly Row[];
  columns: readonly ShownColumn<Row>[];
  keyOf: (row: Row) => string;
  order?: Order;
  /** Where there are more rows on the server: asks for them. */
  onMore?: (() => void) | undefined;
  /** Beside the search field. */
  filters?: ReactNode;
  fileName: string;
  pageRows?: number;
  /** Under which name the page's address keeps how somebody looks at it. */
  address?: string;
};

/** How somebody looks at the table; a reload and a link find it again where the address keeps it. */
function useLook(address: string | undefined, columns: readonly { key: string }[], first: Order | null) {
  const told = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const [look, setLook] = useState(() => lookOfText(address && told[address], columns, first));
  const change = (next: Partial<Look>) => {
    const now = { ...look, ...next };
    setLook(now);
    if (address === undefined) return;
    const search = (before: Record<string, unknown>) => ({ ...before, [address]: lookAsText(now, first) });
    void navigate({ to: ".", search: search as never, replace: true });
  };
  return [look, change] as const;
}

/** The table. */
export function DataTable<Row>({
  label,
  rows,
  columns,
  keyOf,
  order: first,
  onMore,
  filters,
  fileName,
  pageRows = PAGE_ROWS,
  address,
}: Props<Row>) {
  const { t } = useTranslation();
  const [{ order, text, page }, look] = useLook(address, columns, first ?? null);
  const found = useMemo(() => ordered(searched(rows, columns, text), columns, order), [rows, columns, text, order]);
  const pages = Math.max(1, Math.ceil(found.length / pageRows));
  const place = Math.min(page, pages);
  const shown = found.slice((place - 1) * pageRows, place * pageRows);
  return (
    <section aria-label={label}>
      <Group mb="xs" align="end">
        <TextInput
          label={t("table.search")}
          value={text}
          onChange={(event) => look({ text: event.currentTarget.value, page: 1 })}
        />
        {filters}
        <Button variant="default" onClick={() => saveFile(`${fileName}.csv`, "text/csv", toCsv(found, columns))}>
          {t("table.csv")}
        </Button>
      </Group>
      <Table.ScrollContainer minWidth={500}>
        <Table striped highlightOnHover stickyHeader aria-label={label}>
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Heading key={column.key} column={column} order={order} onOrder={(next) => look({ order: next })} />
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((row) => (
              <Table.Tr key={keyOf(row)}>
                {columns.map((column) => (
                  <Table.Td key={column.key} ta={column.numeric ? "right" : "left"}>
                    {column.show ? column.show(row) : shownCell(column.value(row))}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {found.length === 0 && (
        <Text c="dimmed" p="md">
          {t("app.nothing")}
        </Text>
      )}
      <Group mt="xs" justify="space-between">
        <Text size="sm" c="dimmed">
          {t("table.rows", { count: found.length, shown: formatNumber(found.length) })}
        </Text>
        {pages > 1 && (
          <Pagination
            total={pages}
            value={place}
            onChange={(next) => look({ page: next })}
            getControlProps={(control) => ({ "aria-label": t(`table.${control}`) })}
            getItemProps={(item) => ({ "aria-label": t("table.page", { page: item }) })}
          />
        )}
        {onMore && (
          <Button variant="default" onClick={onMore}>
            {t("app.more")}
          </Button>
        )}
      </Group>
    </section>
  );
}

function shownCell(cell: string | number | null): string {
  return typeof cell === "number" ? formatNumber(cell, 2) : (cell ?? "");
}

type HeadingProps<Row> = { column: Column<Row>; order: Order | null; onOrder: (order: Order) => void };

function Heading<Row>({ column, order, onOrder }: HeadingProps<Row>) {
  const active = order?.key === column.key;
  const direction = active ? (order.descending ? "descending" : "ascending") : "none";
  return (
    <Table.Th aria-sort={direction} ta={column.numeric ? "right" : "left"}>
      <UnstyledButton
        fw={600}
        fz="sm"
        onClick={() => onOrder({ key: column.key, descending: active ? !order.descending : Boolean(column.numeric) })}
      >
        {column.title}
        <span aria-hidden="true">{active ? (order.descending ? " ↓" : " ↑") : ""}</span>
      </UnstyledButton>
    </Table.Th>
  );
}
