/** Orders, the newest first, by what they are and where. */

import { Badge, Button, NativeSelect, Skeleton, Title } from "@mantine/core";
import type { Schema } from "@shared/api/client";
import { formatMoment } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate, useRouteContext } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { AnchorLink } from "../parts/AnchorLink";
import { DataTable, type ShownColumn } from "../parts/DataTable";
import { channelsRead, nodesRead, type OrderFilter, ordersRead } from "../reads";
import { ORDER_COLORS, ORDER_STATUSES } from "../states";

type Order = Schema<"OrderDetails">;

const here = getRouteApi("/orders");

/** The page; what is looked for stands in its address. */
export function Orders() {
  const { t } = useTranslation();
  const filter = here.useSearch();
  const { session } = useRouteContext({ from: "__root__" });
  const own = session.nodes?.join(",");
  const found = useInfiniteQuery(ordersRead(own === undefined ? filter : { node: own, ...filter }));
  const columns = useColumns();
  const rows = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data]);
  return (
    <>
      <Title order={1} mb="md">
        {t("orders.title")}
      </Title>
      {found.error && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton height={400} />}
      {found.data && (
        <DataTable
          label={t("orders.title")}
          rows={rows}
          columns={columns}
          keyOf={(order) => order.order_id}
          fileName="orders"
          address="table"
          onMore={found.hasNextPage ? () => void found.fetchNextPage() : undefined}
          filters={<Filters filter={filter} />}
        />
      )}
    </>
  );
}

function useColumns(): ShownColumn<Order>[] {
  const { t } = useTranslation();
  return [
    {
      key: "reference",
      title: t("orders.order"),
      value: (order) => order.reference ?? order.order_id,
      show: (order) => (
        <AnchorLink to="/orders/$id" params={{ id: order.order_id }}>
          {order.reference ?? order.order_id.slice(0, 13)}
        </AnchorLink>
      ),
    },
    {
      key: "status",
      title: t("orders.status"),
      value: (order) => t(`orderStatus.${order.status}`),
      show: (order) => (
        <Badge color={ORDER_COLORS[order.status]} variant="light">
          {t(`orderStatus.${order.status}`)}
        </Badge>
      ),
    },
    { key: "channel", title: t("orders.channel"), value: (order) => order.channel },
    {
      key: "method",
      title: t("orders.method"),
      value: (order) => [...new Set(order.deliveries.map((each) => t(`method.${each.method}`)))].join(", "),
    },
    {
      key: "nodes",
      title: t("orders.nodes"),
      value: (order) =>
        [...new Set(order.fulfillment_orders.filter((each) => !GONE.has(each.status)).map((each) => each.node))].join(
          ", ",
        ),
    },
    {
      key: "units",
      title: t("orders.units"),
      numeric: true,
      value: (order) => order.lines.reduce((sum, line) => sum + line.quantity, 0),
    },
    {
      key: "placed",
      title: t("orders.placed"),
      value: (order) => order.placed_at,
      show: (order) => formatMoment(order.placed_at),
    },
  ];
}

const GONE = new Set(["rejected", "cancelled"]);

function Filters({ filter }: { filter: OrderFilter }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { session } = useRouteContext({ from: "__root__" });
  const nodes = (useQuery(nodesRead).data ?? []).filter((node) => session.nodes?.includes(node.id) ?? true);
  const channels = useQuery(channelsRead).data ?? [];
  const change = (key: keyof OrderFilter, value: string) =>
    void navigate({ to: "/orders", search: { ...filter, [key]: value === "" ? undefined : value }, replace: true });
  const all = { value: "", label: t("orders.all") };
  return (
    <>
      <NativeSelect
        label={t("orders.status")}
        value={filter.status ?? ""}
        onChange={(event) => change("status", event.currentTarget.value)}
        data={[
          all,
          ...ORDER_STATUSES.map((status) => ({ value: status, label: t(`orderStatus.${status}`) })),
          ...(filter.status?.includes(",") ? [{ value: filter.status, label: t("orders.several") }] : []),
        ]}
      />
      <NativeSelect
        label={t("orders.node")}
        value={filter.node ?? ""}
        onChange={(event) => change("node", event.currentTarget.value)}
        data={[all, ...nodes.map((node) => ({ value: node.id, label: node.name }))]}
      />
      <NativeSelect
        label={t("orders.channel")}
        value={filter.channel ?? ""}
        onChange={(event) => change("channel", event.currentTarget.value)}
        data={[all, ...channels.map((channel) => ({ value: channel.id, label: channel.name }))]}
      />
      {filter.placed_from && (
        <Button variant="light" onClick={() => void navigate({ to: "/orders", search: {}, replace: true })}>
          {t("orders.placedBetween", {
            from: formatMoment(filter.placed_from),
            until: formatMoment(filter.placed_until ?? new Date()),
          })}{" "}
          ✕
        </Button>
      )}
    </>
  );
}
