/** Whether everybody hears in time: sources of facts, and those whom we bring events. */
import { Badge, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { Schema } from "@shared/api/client";
import { allows } from "@shared/api/session";
import { formatMoment, formatNumber, formatShare } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { useQuery } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { DataTable, type ShownColumn } from "../parts/DataTable";
import { feedsRead, webhooksRead } from "../reads";

type Feed = Schema<"FeedHealth">;
type Webhook = Schema<"EndpointState">;

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

const STATUS_COLORS: Record<string, string> = { active: "teal", paused: "gray", stopped: "red" };

function Webhooks() {
  const { t } = useTranslation();
  const { data, error } = useQuery(webhooksRead);
  const columns: ShownColumn<Webhook>[] = [
    { key: "url", title: t("health.url"), value: (row) => row.url },
    {
      key: "status",
      title: t("orders.status"),
      value: (row) => row.status,
      show: (row) => <Badge color={STATUS_COLORS[row.status] ?? "gray"}>{t(`webhookStatus.${row.status}`)}</Badge>,
    },
    { key: "lag", title: t("health.behind"), numeric: true, value: (row) => row.lag_events },
    { key: "dead", title: t("health.dead"), numeric: true, value: (row) => row.dead_letters },
    { key: "error", title: t("health.error"), value: (row) => row.last_error },
    {
      key: "delivered",
      title: t("health.delivered"),
      value: (row) => row.delivered_at,
      show: (row) => (row.delivered_at ? formatMoment(row.delivered_at) : "–"),
    },
  ];
  if (error) return <Trouble error={error} />;
  if (!data) return <Skeleton height={200} />;
  return (
    <DataTable label={t("health.webhooks")} rows={data} columns={columns} keyOf={(row) => row.id} fileName="webhooks" />
  );
}
