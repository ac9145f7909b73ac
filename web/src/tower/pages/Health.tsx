/** Whether everybody hears in time: sources of facts, and those whom we bring events. */
import { Skeleton, Stack, Text, Title } from "@mantine/core";
import type { Schema } from "@shared/api/client";
import { allows } from "@shared/api/session";
import { formatNumber, formatShare } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { useQuery } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { DataTable, type ShownColumn } from "../parts/DataTable";
import { Webhooks } from "../parts/Webhooks";
import { feedsRead } from "../reads";

type Feed = Schema<"FeedHealth">;

/** The page. */
export function Health() {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: "__root__" });
  return (
    <Stack>
      <Title order={1}>{t("health.title")}</Title>
      <Title order={2} size="h4">
        {t("health.feeds")}
      </Title>
      <Feeds />
      <Title order={2} size="h4">
        {t("health.webhooks")}
      </Title>
      {allows(session, "admin") ? <Webhooks /> : <Text c="dimmed">{t("health.adminsOnly")}</Text>}
    </Stack>
  );
}

function Feeds() {
  const { t } = useTranslation();
  const { data, error } = useQuery(feedsRead);
  const seconds = (value: number | null) => (value === null ? "–" : `${formatNumber(value, 1)} s`);
  const columns: ShownColumn<Feed>[] = [
    { key: "source", title: t("health.source"), value: (row) => row.source },
    { key: "node", title: t("orders.node"), value: (row) => row.node },
    { key: "facts", title: t("health.facts"), numeric: true, value: (row) => row.facts },
    {
      key: "p50",
      title: t("health.lag50"),
      numeric: true,
      value: (row) => row.lag_p50_s,
      show: (row) => seconds(row.lag_p50_s),
    },
    {
      key: "p99",
      title: t("health.lag99"),
      numeric: true,
      value: (row) => row.lag_p99_s,
      show: (row) => seconds(row.lag_p99_s),
    },
    {
      key: "silence",
      title: t("health.silence"),
      numeric: true,
      value: (row) => row.silence_s,
      show: (row) => seconds(row.silence_s),
    },
    {
      key: "right",
      title: t("health.right"),
      numeric: true,
      value: (row) => row.share_right,
      show: (row) => (row.share_right === null ? "–" : formatShare(row.share_right)),
    },
    {
      key: "risk",
      title: t("health.risk"),
      numeric: true,
      value: (row) => row.risk,
      show: (row) => formatShare(row.risk),
    },
  ];
  if (error) return <Trouble error={error} />;
  if (!data) return <Skeleton height={200} />;
  return (
    <DataTable
      label={t("health.feeds")}
      rows={data}
      columns={columns}
      keyOf={(row) => `${row.source}@${row.node}`}
      order={{ key: "p99", descending: true }}
      fileName="feeds"
    />
  );
}
