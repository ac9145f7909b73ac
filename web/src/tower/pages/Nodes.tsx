/** All nodes with what they have to do. */

import { Skeleton, Title } from "@mantine/core";
import { formatNumber } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type NodeSeen, networkRead } from "../insights";
import { AnchorLink } from "../parts/AnchorLink";
import { DataTable, type ShownColumn } from "../parts/DataTable";
import { nodesRead } from "../reads";

/** The page; a caller who is limited to nodes sees those. */
export function Nodes() {
  const { t } = useTranslation();
  const network = useQuery(networkRead);
  const nodes = useQuery(nodesRead).data;
  const cities = useMemo(() => new Map((nodes ?? []).map((node) => [node.id, node.address?.city ?? ""])), [nodes]);
  const columns: ShownColumn<NodeSeen>[] = [
    {
      key: "name",
      title: t("orders.node"),
      value: (row) => row.name,
      show: (row) => (
        <AnchorLink to="/nodes/$id" params={{ id: row.id }}>
          {row.name}
        </AnchorLink>
      ),
    },
    { key: "id", title: t("nodes.id"), value: (row) => row.id },
    { key: "kind", title: t("nodes.kind"), value: (row) => t(`nodeKind.${row.kind}`) },
    { key: "city", title: t("nodes.city"), value: (row) => cities.get(row.id) ?? "" },
    {
      key: "open",
      title: t("nodes.open"),
      numeric: true,
      value: (row) => row.open_work,
      show: (row) => (
        <AnchorLink to="/nodes/$id" params={{ id: row.id }}>
          {formatNumber(row.open_work)}
        </AnchorLink>
      ),
    },
    { key: "toPick", title: t("nodes.toPick"), numeric: true, value: (row) => row.to_pick },
    { key: "capacity", title: t("nodes.capacity"), numeric: true, value: (row) => row.daily_capacity },
    { key: "on_hand", title: t("stock.on_hand"), numeric: true, value: (row) => row.on_hand },
    {
      key: "exceptions",
      title: t("exceptions.title"),
      numeric: true,
      value: (row) => row.open_exceptions,
      show: (row) =>
        row.open_exceptions === 0 ? (
          "0"
        ) : (
          <AnchorLink to="/exceptions" search={{ node: row.id }}>
            {formatNumber(row.open_exceptions)}
          </AnchorLink>
        ),
    },
  ];
  return (
    <>
      <Title order={1} mb="md">
        {t("nodes.title")}
      </Title>
      {network.error && <Trouble error={network.error} onRetry={() => void network.refetch()} />}
      {network.isPending ? (
        <Skeleton height={400} />
      ) : (
        <DataTable
          label={t("nodes.title")}
          rows={network.data?.nodes ?? []}
          columns={columns}
          keyOf={(row) => row.id}
          order={{ key: "open", descending: true }}
          fileName="nodes"
          address="table"
        />
      )}
    </>
  );
}
