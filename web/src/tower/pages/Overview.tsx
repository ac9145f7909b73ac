/** The figures of now, where the work is, and what needs a person first. */

import { Alert, Card, Grid, Group, SegmentedControl, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { formatMoment, formatMoney, formatNumber, formatShare } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { casesRead, networkRead, seriesRead, type Tile, tilesRead } from "../insights";
import { AnchorLink } from "../parts/AnchorLink";
import { CaseList } from "../parts/CaseList";
import { Chart } from "../parts/Chart";
import { type Flow, type MapNode, NodeMap } from "../parts/NodeMap";
import { nodesRead } from "../reads";

const SPANS = [1, 24, 168];
const LAG_S_SHOWN = 60;

/** The first page. */
export function Overview() {
  const { t } = useTranslation();
  const [hours, setHours] = useState(24);
  const [figure, setFigure] = useState("orders");
  const tiles = useQuery(tilesRead(hours));
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1}>{t("tower.overview")}</Title>
        <SegmentedControl
          aria-label={t("overview.span")}
          value={String(hours)}
          onChange={(value) => setHours(Number(value))}
          data={SPANS.map((each) => ({ value: String(each), label: t(`overview.span${each}`) }))}
        />
      </Group>
      {tiles.error && <Trouble error={tiles.error} onRetry={() => void tiles.refetch()} />}
      {tiles.data?.lag_s != null && tiles.data.lag_s > LAG_S_SHOWN && (
        <Alert color="orange">{t("overview.lag", { seconds: formatNumber(tiles.data.lag_s) })}</Alert>
      )}
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }}>
        {tiles.data
          ? tiles.data.tiles.map((tile) => (
              <TileCard
                key={tile.figure}
                tile={tile}
                active={tile.figure === figure}
                onChoose={() => setFigure(tile.figure)}
              />
            ))
          : Array.from({ length: 10 }, (_, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: they only hold places
              <Skeleton key={place} height={110} />
            ))}
      </SimpleGrid>
      <Card withBorder>
        <Course figure={figure} hours={hours} />
      </Card>
      <Grid>
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Title order={2} size="h4" mb="xs">
            {t("overview.map")}
          </Title>
          <NetworkMap />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Group justify="space-between" mb="xs">
            <Title order={2} size="h4">
              {t("exceptions.title")}
            </Title>
            <AnchorLink to="/exceptions">{t("overview.allExceptions")}</AnchorLink>
          </Group>
          <FirstCases />
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function TileCard({ tile, active, onChoose }: { tile: Tile; active: boolean; onChoose: () => void }) {
  const { t } = useTranslation();
  const to = pageOf(tile.figure);
  return (
    <Card
      withBorder
      padding="sm"
      data-figure={tile.figure}
      style={active ? { borderColor: "var(--mantine-primary-color-filled)" } : {}}
    >
      <Text
        component="button"
        type="button"
        size="sm"
        ta="left"
        bg="transparent"
        bd="none"
        p={0}
        style={{ cursor: "pointer" }}
        onClick={onChoose}
        aria-pressed={active}
      >
        {t(`figure.${tile.figure}`)}
      </Text>
      <AnchorLink to={to} fw={700} fz="xl" title={t("overview.entries")}>
        {shown(tile.value, tile.unit)}
      </AnchorLink>
      {(tile.money ?? []).map((each) => (
        <Text key={each.currency} size="sm">
          {formatMoney(each.amount, each.currency)}
        </Text>
      ))}
      <Text size="xs" c="dimmed">
        {t("overview.before", { value: shown(tile.before, tile.unit) })}
      </Text>
      {tile.since && (
        <Text size="xs" c="dimmed">
          {t("overview.since", { moment: formatMoment(tile.since) })}
        </Text>
      )}
    </Card>
  );
}

/** Where the entries behind a figure are shown. */
function pageOf(figure: string): string {
  return ["open_promises", "on_time", "store_acceptance", "order_accuracy"].includes(figure)
    ? "/exceptions"
    : figure === "atp_lag_ms"
      ? "/health"
      : "/orders";
}

function shown(value: number | null, unit: string): string {
  if (value === null) return "–";
  if (unit === "share") return formatShare(value);
  return unit === "ms" ? `${formatNumber(value)} ms` : formatNumber(value, 1);
}

function Course({ figure, hours }: { figure: string; hours: number }) {
  const { t } = useTranslation();
  const { data } = useQuery(seriesRead(figure, Math.max(hours, 24)));
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
      tooltip: { trigger: "axis" },
      xAxis: { type: "time" },
      yAxis: { type: "value", min: 0 },
      series: [
        {
          name: t(`figure.${figure}`),
          type: "line",
          areaStyle: { opacity: 0.15 },
          showSymbol: false,
          data: (data?.points ?? []).map((point) => [point.at, point.value]),
        },
      ],
    }),
    [data, figure, t],
  );
  return <Chart label={t(`figure.${figure}`)} option={option} height={200} fileName={figure} />;
}

function NetworkMap() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const nodes = useQuery(nodesRead).data;
  const network = useQuery(networkRead);
  const picture = useMemo(() => {
    const loads = new Map((network.data?.nodes ?? []).map((each) => [each.node, each]));
    const shownNodes: MapNode[] = [];
    for (const node of nodes ?? []) {
      if (node.latitude == null || node.longitude == null) continue;
      const load = loads.get(node.id);
      shownNodes.push({
        id: node.id,
        name: node.name,
        latitude: node.latitude,
        longitude: node.longitude,
        square: node.kind === "distribution_center",
        load: load ? load.used / (load.capacity ?? Math.max(load.used * 2, 20)) : 0,
        says: t("map.says", {
          open: formatNumber(load?.open ?? 0),
          units: formatNumber(load?.on_hand ?? 0),
          exceptions: formatNumber(load?.exceptions ?? 0),
        }),
      });
    }
    return { nodes: shownNodes, flows: flowsOf(network.data?.flows ?? [], shownNodes, t) };
  }, [nodes, network.data, t]);
  if (network.error) return <Trouble error={network.error} onRetry={() => void network.refetch()} />;
  if (!nodes || !network.data) return <Skeleton height={420} />;
  return (
    <NodeMap
      label={t("overview.map")}
      nodes={picture.nodes}
      flows={picture.flows}
      onNode={(id) => void navigate({ to: "/nodes/$id", params: { id } })}
    />
  );
}

const FLOWS_MAX = 60;

function flowsOf(
  rows: readonly {
    from_node: string;
    to_node: string | null;
    region: string | null;
    latitude: number | null;
    longitude: number | null;
    orders: number;
  }[],
  nodes: readonly MapNode[],
  t: TFunction,
): Flow[] {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const most = Math.max(1, ...rows.map((row) => row.orders));
  const flows: Flow[] = [];
  for (const row of [...rows].sort((a, b) => b.orders - a.orders).slice(0, FLOWS_MAX)) {
    const from = known.get(row.from_node);
    const to = row.to_node === null ? place(row) : known.get(row.to_node);
    if (!from || !to) continue;
    const where = row.to_node ?? row.region ?? "";
    flows.push({
      from,
      to,
      share: row.orders / most,
      says: t("map.flow", { from: from.name, to: where, orders: formatNumber(row.orders) }),
    });
  }
  return flows;
}

function place(row: { latitude: number | null; longitude: number | null }) {
  return row.latitude === null || row.longitude === null
    ? undefined
    : { latitude: row.latitude, longitude: row.longitude };
}

function FirstCases() {
  const { data, error, refetch } = useInfiniteQuery(casesRead({}, 8));
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={400} />;
  return <CaseList cases={data.pages[0]?.exceptions ?? []} />;
}
