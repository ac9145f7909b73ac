/** One SKU: where it is and in which state, what each channel can promise of it, and how that came about. */

import { Anchor, Card, Grid, NativeSelect, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import type { Schema } from "@shared/api/client";
import { formatMoment, formatNumber } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { skuHistoryRead } from "../insights";
import { AnchorLink } from "../parts/AnchorLink";
import { Chart } from "../parts/Chart";
import { DataTable, type ShownColumn } from "../parts/DataTable";
import { availabilityRead, channelsRead, entriesRead, positionsRead, skuRead } from "../reads";

type Position = Schema<"PositionReading">;
type Entry = Schema<"EntryReading">;

const here = getRouteApi("/skus/$sku");

/** The page. */
export function Sku() {
  const { t } = useTranslation();
  const { sku } = here.useParams();
  const known = useQuery(skuRead(sku));
  const positions = useQuery(positionsRead({ sku }));
  const [node, setNode] = useState("");
  if (known.error) return <Trouble error={known.error} />;
  return (
    <Stack>
      <div>
        <Title order={1}>{known.data?.name ?? sku}</Title>
        <Text c="dimmed">{[sku, known.data?.category, ...(known.data?.gtins ?? [])].filter(Boolean).join(" · ")}</Text>
      </div>
      <Grid>
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Card withBorder>
            <Title order={2} size="h4" mb="xs">
              {t("sku.stock")}
            </Title>
            {positions.data ? (
              <Positions sku={sku} rows={positions.data} onNode={setNode} />
            ) : (
              <Skeleton height={300} />
            )}
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Atp sku={sku} />
        </Grid.Col>
      </Grid>
      <NativeSelect
        label={t("sku.node")}
        value={node}
        onChange={(event) => setNode(event.currentTarget.value)}
        data={[{ value: "", label: t("orders.all") }, ...(positions.data ?? []).map((each) => each.node)]}
        maw={320}
      />
      <Card withBorder>
        <History sku={sku} node={node} />
      </Card>
      {node !== "" && <Entries sku={sku} node={node} />}
    </Stack>
  );
}

const STATES = [
  "on_hand",
  "available",
  "held",
  "committed",
  "damaged",
  "quality_control",
  "other",
  "safety_stock",
] as const;

/** Those that are shown where nothing is in them too. */
const ALWAYS: ReadonlySet<string> = new Set(["on_hand", "available", "held", "committed"]);

function Positions({ sku, rows, onNode }: { sku: string; rows: readonly Position[]; onNode: (node: string) => void }) {
  const { t } = useTranslation();
  const columns: ShownColumn<Position>[] = [
    {
      key: "node",
      title: t("orders.node"),
      value: (row) => row.node,
      show: (row) => (
        <AnchorLink to="/nodes/$id" params={{ id: row.node }}>
          {row.node}
        </AnchorLink>
      ),
    },
    ...STATES.filter((state) => ALWAYS.has(state) || rows.some((row) => row[state] !== 0)).map(
      (state): ShownColumn<Position> => ({
        key: state,
        title: t(`stock.${state}`),
        numeric: true,
        value: (row) => row[state],
        ...(state === "on_hand"
          ? {
              show: (row: Position) => (
                <Anchor component="button" type="button" onClick={() => onNode(row.node)} title={t("sku.showEntries")}>
                  {formatNumber(row.on_hand, 3)}
                </Anchor>
              ),
            }
          : { show: (row: Position) => <Units units={row[state]} /> }),
      }),
    ),
  ];
  return (
    <DataTable
      label={t("sku.stock")}
      rows={rows}
      columns={columns}
      keyOf={(row) => row.node}
      order={{ key: "on_hand", descending: true }}
      fileName={`stock-${sku}`}
      pageRows={12}
    />
  );
}

/** Nothing is told more quietly than something. */
function Units({ units }: { units: number }) {
  return (
    <Text span size="sm" {...(units === 0 ? { c: "dimmed" } : {})}>
      {formatNumber(units, 3)}
    </Text>
  );
}

function Atp({ sku }: { sku: string }) {
  const { t } = useTranslation();
  const channels = useQuery(channelsRead).data ?? [];
  const found = useQueries({ queries: channels.map((channel) => availabilityRead(sku, channel.id)) });
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="xs">
        {t("sku.atp")}
      </Title>
      <Table>
        <Table.Tbody>
          {channels.map((channel, place) => {
            const item = found[place]?.data?.items[0];
            return (
              <Table.Tr key={channel.id}>
                <Table.Td>{channel.name}</Table.Td>
                <Table.Td ta="right" fw={700}>
                  {item ? formatNumber(item.available, 3) : "–"}
                </Table.Td>
                <Table.Td c="dimmed">
                  {item
                    ? t("sku.fromNodes", { count: (item.nodes ?? []).filter((each) => each.available > 0).length })
                    : ""}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Card>
  );
}

function History({ sku, node }: { sku: string; node: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(skuHistoryRead(sku, node));
  const option = useMemo(() => {
    const days = data?.days ?? [];
    return {
      grid: { left: 8, right: 16, top: 16, bottom: 40, containLabel: true },
      tooltip: { trigger: "axis" },
      legend: { bottom: 0 },
      xAxis: { type: "time" },
      yAxis: { type: "value" },
      series: [
        {
          name: t("stock.on_hand"),
          type: "line",
          step: "end",
          showSymbol: false,
          data: days.map((day) => [day.day, day.on_hand]),
        },
        {
          name: t("stock.available"),
          type: "line",
          step: "end",
          showSymbol: false,
          data: days.map((day) => [day.day, day.available]),
        },
        { name: t("sku.sold"), type: "bar", data: days.map((day) => [day.day, day.sold]) },
      ],
    };
  }, [data, t]);
  return <Chart label={t("sku.history")} option={option} fileName={`history-${sku}`} />;
}

/** The balances that an entry left, each with its account; accounts outside the position have none. */
function balancesAfter(row: Entry): string {
  const sides = [
    [row.from_account, row.from_after],
    [row.to_account, row.to_after],
  ];
  return sides.flatMap(([account, after]) => (after == null ? [] : `${account}: ${after}`)).join(", ");
}

function Entries({ sku, node }: { sku: string; node: string }) {
  const { t } = useTranslation();
  const found = useInfiniteQuery(entriesRead(sku, node));
  const rows = found.data?.pages.flatMap((page) => page.entries) ?? [];
  const names: Record<string, string> = Object.assign({}, ...(found.data?.pages ?? []).map((page) => page.names));
  const columns: ShownColumn<Entry>[] = [
    {
      key: "occurred",
      title: t("entries.occurred"),
      value: (row) => row.occurred_at,
      // Entries of one commit have one time.
      compared: (row) => `${row.occurred_at} ${row.movement} ${row.line}`,
      show: (row) => formatMoment(row.occurred_at),
    },
    { key: "kind", title: t("entries.kind"), value: (row) => row.kind },
    { key: "quantity", title: t("order.quantity"), numeric: true, value: (row) => row.quantity },
    {
      key: "from",
      title: t("entries.from"),
      value: (row) => [row.from_account, row.from_reference].filter(Boolean).join(" "),
    },
    { key: "to", title: t("entries.to"), value: (row) => [row.to_account, row.to_reference].filter(Boolean).join(" ") },
    { key: "after", title: t("entries.after"), value: balancesAfter },
    { key: "actor", title: t("entries.actor"), value: (row) => names[row.actor] ?? row.actor },
  ];
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="xs">
        {t("entries.title", { node })}
      </Title>
      <DataTable
        label={t("entries.title", { node })}
        rows={rows}
        columns={columns}
        keyOf={(row) => `${row.movement}-${row.line}-${row.from_account}`}
        fileName={`entries-${sku}-${node}`}
        onMore={found.hasNextPage ? () => void found.fetchNextPage() : undefined}
      />
    </Card>
  );
}
