/** A small table without sorting: numbers to the right, and nothing where there is nothing. */
import { Card, Table, Title } from "@mantine/core";
import { formatNumber } from "@shared/i18n/formats";
import type { ReactNode } from "react";

/** A heading, and whether what is below it are numbers. */
export type Heading = { title: string; numeric?: boolean };

type Props = {
  title: string;
  headings: readonly Heading[];
  rows: readonly { key: string; cells: ReactNode[] }[];
  /** Below the title. */
  children?: ReactNode;
};

/** A card with it. */
export function TableCard({ title, headings, rows, children }: Props) {
  const side = (column: number) => (headings[column]?.numeric ? "right" : "left");
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
      <Table.ScrollContainer minWidth={400}>
        <Table aria-label={title}>
          <Table.Thead>
            <Table.Tr>
              {headings.map((heading, column) => (
                <Table.Th key={heading.title} ta={side(column)}>
                  {heading.title}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.key}>
                {row.cells.map((cell, column) => (
                  <Table.Td key={headings[column]?.title ?? column} ta={side(column)}>
                    {typeof cell === "number" ? (cell === 0 ? "" : formatNumber(cell, 3)) : cell}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}
