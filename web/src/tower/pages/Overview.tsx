/** The figures of now, where the work is, and what needs a person first. */

import { Alert, Card, Grid, Group, SegmentedControl, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { formatMoment, formatMoney, formatNumber } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { casesRead, type Figure, type Tile, tilesRead } from "../insights";
import { AnchorLink } from "../parts/AnchorLink";
import { CaseList } from "../parts/CaseList";
import { Course, shownFigure } from "../parts/figures";
import { NetworkMap } from "../parts/NetworkMap";

const SPANS = [1, 24, 168];
const LAG_S_SHOWN = 60;

/** The first page. */
export function Overview() {
  const { t } = useTranslation();
  const [hours, setHours] = useState(24);
  const [figure, setFigure] = useState<Figure>("orders");
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
                hours={hours}
                active={tile.figure === figure}
                onChoose={() => setFigure(tile.figure)}
              />
            ))
          : !tiles.error &&
            Array.from({ length: 10 }, (_, place) => (
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

type TileProps = { tile: Tile; hours: number; active: boolean; onChoose: () => void };

function TileCard({ tile, hours, active, onChoose }: TileProps) {
  const { t } = useTranslation();
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
      <AnchorLink
        to="/figures/$figure"
        params={{ figure: tile.figure }}
        search={{ hours }}
        fw={700}
        fz="xl"
        title={t("overview.entries")}
        aria-label={`${t(`figure.${tile.figure}`)}: ${shownFigure(tile.value, tile.unit)}`}
      >
        {shownFigure(tile.value, tile.unit)}
      </AnchorLink>
      {(tile.money ?? []).map((each) => (
        <Text key={each.currency} size="sm">
          {formatMoney(each.amount, each.currency)}
        </Text>
      ))}
      <Text size="xs" c="dimmed">
        {t("overview.before", { value: shownFigure(tile.before, tile.unit) })}
      </Text>
      {tile.since && (
        <Text size="xs" c="dimmed">
          {t("overview.since", { moment: formatMoment(tile.since) })}
        </Text>
      )}
    </Card>
  );
}

function FirstCases() {
  const { data, error, refetch } = useInfiniteQuery(casesRead({}, 8));
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={400} />;
  return <CaseList cases={data.pages[0]?.exceptions ?? []} />;
}
