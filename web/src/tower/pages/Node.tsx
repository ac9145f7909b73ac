/** One node: what it has to do, how well it does it, and what lies there. */

import { Badge, Card, Group, Progress, SimpleGrid, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import { answered, api, type Schema } from "@shared/api/client";
import { formatFromNow, formatMoment, formatNumber, formatShare } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { casesRead, nodeFiguresRead, peopleRead } from "../insights";
import { AnchorLink } from "../parts/AnchorLink";
import { CaseList } from "../parts/CaseList";
import { DataTable, type ShownColumn } from "../parts/DataTable";
import { sayLength } from "../parts/saying";
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
      <People id={id} />
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
  const { node, work } = data;
  const shares: [string, string][] = [
    ["acceptance", data.acceptance === null ? "–" : formatShare(data.acceptance)],
    ["accuracy", work.accuracy === null ? "–" : formatShare(work.accuracy)],
    ["pickTime", work.pick_s === null ? "–" : sayLength(work.pick_s, t)],
    ["acceptTime", work.accept_s === null ? "–" : sayLength(work.accept_s, t)],
    ["shorts", formatNumber(work.shorts)],
    ["countAccuracy", data.count_accuracy === null ? "–" : formatShare(data.count_accuracy)],
  ];
  return (
    <Stack gap="xs">
      <SimpleGrid cols={{ base: 2, md: 4, xl: 7 }}>
        <Card withBorder padding="sm">
          <Text size="sm">{t("nodes.toPick")}</Text>
          <Text fw={700} fz="xl">
            {formatNumber(node.to_pick)} {node.daily_capacity === null ? "" : `/ ${formatNumber(node.daily_capacity)}`}
          </Text>
          {node.daily_capacity !== null && (
            <Progress
              value={Math.min(100, (100 * node.to_pick) / Math.max(1, node.daily_capacity))}
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
      <Text size="xs" c="dimmed">
        {t("nodes.lastDay")}
      </Text>
      {data.backlog.length > 0 && <Ages backlog={data.backlog} />}
    </Stack>
  );
}

const AGES = ["under_1_h", "under_4_h", "under_24_h", "older"] as const;

function Ages({ backlog }: { backlog: readonly Schema<"Backlog">[] }) {
  const { t } = useTranslation();
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="xs">
        {t("nodes.backlog")}
      </Title>
      <Table.ScrollContainer minWidth={400}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("orders.status")}</Table.Th>
              <Table.Th ta="right">{t("nodes.count")}</Table.Th>
              {AGES.map((age) => (
                <Table.Th key={age} ta="right">
                  {t(`nodes.${age}`)}
                </Table.Th>
              ))}
              <Table.Th ta="right">{t("nodes.oldest")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {backlog.map((row) => (
              <Table.Tr key={row.status}>
                <Table.Td>{t(`fulfillmentStatus.${row.status}`)}</Table.Td>
                <Table.Td ta="right" fw={700}>
                  {formatNumber(row.count)}
                </Table.Td>
                {AGES.map((age) => (
                  <Table.Td key={age} ta="right">
                    {row[age] === 0 ? "" : formatNumber(row[age])}
                  </Table.Td>
                ))}
                <Table.Td ta="right">{formatFromNow(row.oldest_since)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}

function People({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(peopleRead(id));
  if (!data || data.people.length === 0) return null;
  const columns: ShownColumn<Schema<"PersonFigures">>[] = [
    { key: "person", title: t("people.person"), value: (row) => data.names[row.person] ?? row.person },
    { key: "picked", title: t("people.picked"), numeric: true, value: (row) => row.work.picked_units },
    {
      key: "accuracy",
      title: t("nodes.accuracy"),
      numeric: true,
      value: (row) => row.work.accuracy,
      show: (row) => (row.work.accuracy === null ? "–" : formatShare(row.work.accuracy)),
    },
    {
      key: "accept",
      title: t("nodes.acceptTime"),
      numeric: true,
      value: (row) => row.work.accept_s,
      show: (row) => (row.work.accept_s === null ? "–" : sayLength(row.work.accept_s, t)),
    },
    {
      key: "pick",
      title: t("nodes.pickTime"),
      numeric: true,
      value: (row) => row.work.pick_s,
      show: (row) => (row.work.pick_s === null ? "–" : sayLength(row.work.pick_s, t)),
    },
    { key: "shorts", title: t("nodes.shorts"), numeric: true, value: (row) => row.work.shorts },
  ];
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="xs">
        {t("people.title")}
      </Title>
      <DataTable
        label={t("people.title")}
        rows={data.people}
        columns={columns}
        keyOf={(row) => row.person}
        fileName={`people-${id}`}
      />
    </Card>
  );
}

/** What has not left the node. */
const AT_WORK = ["open", "released", "accepted", "picking", "picked", "packed", "ready_for_pickup"] as const;

function Queue({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ["node", id, "queue"],
    queryFn: async () => {
      const query = { node: [id], limit: 500, status: [...AT_WORK] };
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
        address="queue"
      />
    </Card>
  );
}
