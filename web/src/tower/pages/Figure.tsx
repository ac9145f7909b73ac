/** One figure: its course, what it is made of, and the entries that were counted. */
import { Button, Card, Group, SegmentedControl, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { Schema } from "@shared/api/client";
import { formatMoment, formatMoney, formatNumber } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { entriesOfFigureRead, type Tile, tilesRead } from "../insights";
import { AnchorLink } from "../parts/AnchorLink";
import { DataTable, type ShownColumn } from "../parts/DataTable";
import { Course, shownFigure } from "../parts/figures";
import { nameOf, sayEvent } from "../parts/saying";

type Entry = Schema<"CloudEvent">;

const here = getRouteApi("/figures/$figure");
const SPANS = [1, 24, 168];
const ROWS_MIN = 100;

/** The page; the span stands in its address. */
export function Figure() {
  const { t } = useTranslation();
  const { figure } = here.useParams();
  const { hours = 24 } = here.useSearch();
  const navigate = useNavigate();
  const tiles = useQuery(tilesRead(hours));
  const tile = tiles.data?.tiles.find((each) => each.figure === figure);
  if (tiles.error) return <Trouble error={tiles.error} onRetry={() => void tiles.refetch()} />;
  if (!tiles.data) return <Skeleton height={500} />;
  if (!tile) return <Text>{t("trouble.notFound")}</Text>;
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1}>{t(`figure.${tile.figure}`)}</Title>
        <SegmentedControl
          aria-label={t("overview.span")}
          value={String(hours)}
          onChange={(value) =>
            void navigate({ to: "/figures/$figure", params: { figure }, search: { hours: Number(value) } })
          }
          data={SPANS.map((each) => ({ value: String(each), label: t(`overview.span${each}`) }))}
        />
      </Group>
      <Text c="dimmed">{t(`figureMeans.${tile.figure}`)}</Text>
      <SimpleGrid cols={{ base: 2, md: 5 }}>
        <Part name={t("figures.value")} value={shownFigure(tile.value, tile.unit)} />
        <Part name={t("figures.before")} value={shownFigure(tile.before, tile.unit)} />
        {Object.entries(tile.parts ?? {}).map(([part, value]) => (
          <Part key={part} name={t(`figurePart.${part}`, { defaultValue: part })} value={formatNumber(value, 2)} />
        ))}
        {(tile.money ?? []).map((each) => (
          <Part key={each.currency} name={each.currency} value={formatMoney(each.amount, each.currency)} />
        ))}
      </SimpleGrid>
      <Card withBorder>
        <Course figure={tile.figure} hours={hours} />
      </Card>
      <Behind tile={tile} />
    </Stack>
  );
}

function Part({ name, value }: { name: string; value: string }) {
  return (
    <Card withBorder padding="sm">
      <Text size="sm">{name}</Text>
      <Text fw={700} fz="xl">
        {value}
      </Text>
    </Card>
  );
}

/** The entries themselves, or the page on which they are. */
function Behind({ tile }: { tile: Tile }) {
  const { t } = useTranslation();
  const entries = new URL(tile.entries, location.origin);
  if (entries.pathname === "/v1/orders")
    return (
      <Group>
        <Button component={Link} to="/orders" search={Object.fromEntries(entries.searchParams) as never}>
          {t("figures.showOrders")}
        </Button>
      </Group>
    );
  if (entries.pathname !== "/v1/events")
    return (
      <Group>
        <Button component={Link} to="/health">
          {t("health.title")}
        </Button>
      </Group>
    );
  return <Events tile={tile} />;
}

function Events({ tile }: { tile: Tile }) {
  const { t } = useTranslation();
  const found = useInfiniteQuery(entriesOfFigureRead(tile.figure, tile.entries));
  const rows = found.data?.pages.flatMap((page) => page.events) ?? [];
  const { hasNextPage, isFetching, fetchNextPage } = found;
  const enough = rows.length >= ROWS_MIN;
  useEffect(() => {
    // A page of the feed can be without any entry of this figure.
    if (!enough && hasNextPage && !isFetching) void fetchNextPage();
  }, [enough, hasNextPage, isFetching, fetchNextPage]);
  const columns: ShownColumn<Entry>[] = [
    { key: "at", title: t("entries.occurred"), value: (row) => row.time, show: (row) => formatMoment(row.time) },
    { key: "about", title: t("figures.about"), value: (row) => row.subject, show: (row) => <About entry={row} /> },
    {
      key: "what",
      title: t("entries.kind"),
      value: (row) => sayEvent({ type: nameOf(row.type), data: row.data, said: nameOf(row.type) }, t),
    },
  ];
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="xs">
        {t("figures.entries")}
      </Title>
      {found.error && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
      <DataTable
        label={t("figures.entries")}
        rows={rows}
        columns={columns}
        keyOf={(row) => row.id}
        fileName={tile.figure}
        order={{ key: "at", descending: true }}
        onMore={found.hasNextPage ? () => void found.fetchNextPage() : undefined}
      />
    </Card>
  );
}

/** Whom an entry is about. */
function About({ entry }: { entry: Entry }) {
  const data = entry.data as { order_id?: string; reference?: string; sku?: string; node?: string };
  if (data.order_id)
    return (
      <AnchorLink to="/orders/$id" params={{ id: data.order_id }}>
        {data.reference ?? data.order_id.slice(0, 13)}
      </AnchorLink>
    );
  if (data.sku)
    return (
      <AnchorLink to="/skus/$sku" params={{ sku: data.sku }}>
        {data.sku} {data.node ? `@ ${data.node}` : ""}
      </AnchorLink>
    );
  return <>{entry.subject}</>;
}
