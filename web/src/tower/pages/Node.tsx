/** One node: what it has to do, how well it does it, and what lies there. */

import { Badge, Card, Group, Progress, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { answered, api, type Schema } from "@shared/api/client";
import { formatMoment, formatNumber, formatShare } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { casesRead, nodeFiguresRead } from "../insights";
import { AnchorLink } from "../parts/AnchorLink";
import { CaseList } from "../parts/CaseList";
import { DataTable, type ShownColumn } from "../parts/DataTable";
import { nodesRead } from "../reads";
import { FULFILLMENT_COLORS } from "../states";

type Task = Schema<"FulfillmentTask">;

const here = getRouteApi("/nodes/$id");

/** The page. */
export function Node() {
  const { t } = useTranslation();
  const { id } = here.useParams();
  const node = useQuery(nodesRead).data?.find((each) => each.id === id);
  const cases = useInfiniteQuery(casesRead({ node: id }, 20));
  return (
    <Stack>
      <div>
        <Title order={1}>{node?.name ?? id}</Title>
        <Text c="dimmed">
          {[
            id,
            node && t(`nodeKind.${node.kind}`),
            node?.address?.street,
            node?.address?.postal_code,
            node?.address?.city,
          ]
            .filter(Boolean)
            .join(" · ")}
        </Text>
      </div>
      <Figures id={id} />
      <Queue id={id} />
      <div>
        <Title order={2} size="h4" mb="xs">
          {t("exceptions.title")}
        </Title>
        {cases.data ? <CaseList cases={cases.data.pages[0]?.exceptions ?? []} /> : <Skeleton height={200} />}
      </div>
    </Stack>
  );
}

function Figures({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(nodeFiguresRead(id));
  if (error) return <Trouble error={error} />;
  if (!data) return <Skeleton height={120} />;
  const shares: [string, string][] = [
    ["acceptance", data.acceptance === null ? "–" : formatShare(data.acceptance)],
    ["pickMinutes", data.pick_minutes === null ? "–" : formatNumber(data.pick_minutes, 1)],
    ["shorts", formatNumber(data.shorts)],
    ["countAccuracy", data.count_accuracy === null ? "–" : formatShare(data.count_accuracy)],
  ];
  return (
    <SimpleGrid cols={{ base: 2, md: 5 }}>
      <Card withBorder padding="sm">
        <Text size="sm">{t("nodes.capacityToday")}</Text>
        <Text fw={700} fz="xl">
          {formatNumber(data.used)} {data.capacity === null ? "" : `/ ${formatNumber(data.capacity)}`}
        </Text>
        {data.capacity !== null && (
          <Progress
            value={Math.min(100, (100 * data.used) / Math.max(1, data.capacity))}
            aria-label={t("nodes.capacityToday")}
          />
        )}
      </Card>
      {shares.map(([figure, value]) => (
        <Card withBorder padding="sm" key={figure}>
          <Text size="sm">{t(`nodes.${figure}`)}</Text>
          <Text fw={700} fz="xl">
            {value}
          </Text>
        </Card>
      ))}
    </SimpleGrid>
  );
}

function Queue({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ["node", id, "queue"],
    queryFn: async () => {
      const query = { node: [id], limit: 500 };
      return (await answered(api.GET("/v1/fulfillment-orders", { params: { query } }))).items;
    },
  });
  const columns: ShownColumn<Task>[] = [
    {
      key: "order",
      title: t("orders.order"),
      value: (task) => task.reference ?? task.order_id,
      show: (task) => (
        <AnchorLink to="/orders/$id" params={{ id: task.order_id }}>
          {task.reference ?? task.order_id.slice(0, 13)}
        </AnchorLink>
      ),
    },
    {
      key: "status",
      title: t("orders.status"),
      value: (task) => t(`fulfillmentStatus.${task.status}`),
      show: (task) => (
        <Badge color={FULFILLMENT_COLORS[task.status]} variant="light">
          {t(`fulfillmentStatus.${task.status}`)}
        </Badge>
      ),
    },
    { key: "method", title: t("orders.method"), value: (task) => t(`method.${task.method}`) },
    {
      key: "since",
      title: t("exceptions.since"),
      value: (task) => task.since,
      show: (task) => formatMoment(task.since),
    },
    {
      key: "until",
      title: t("nodes.promised"),
      value: (task) => task.promised_until ?? null,
      show: (task) => (task.promised_until ? formatMoment(task.promised_until) : "–"),
    },
    {
      key: "units",
      title: t("orders.units"),
      numeric: true,
      value: (task) => task.lines.reduce((sum, line) => sum + line.quantity, 0),
    },
  ];
  if (error) return <Trouble error={error} />;
  if (!data) return <Skeleton height={300} />;
  return (
    <Card withBorder>
      <Group mb="xs">
        <Title order={2} size="h4">
          {t("nodes.queue")}
        </Title>
      </Group>
      <DataTable
        label={t("nodes.queue")}
        rows={data}
        columns={columns}
        keyOf={(task) => task.id}
        order={{ key: "until", descending: false }}
        fileName={`queue-${id}`}
      />
    </Card>
  );
}
