/** All nodes with what they have to do. */

import { Skeleton, Title } from "@mantine/core";
import { Trouble } from "@shared/ui/Trouble";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { networkRead } from "../insights";
import { AnchorLink } from "../parts/AnchorLink";
import { DataTable, type ShownColumn } from "../parts/DataTable";
import { nodesRead } from "../reads";

type Row = {
  id: string;
  name: string;
  kind: string;
  city: string;
  open: number;
  used: number;
  capacity: number | null;
  onHand: number;
  exceptions: number;
};

/** The page. */
export function Nodes() {
  const { t } = useTranslation();
  const nodes = useQuery(nodesRead);
  const network = useQuery(networkRead);
  const rows = useMemo((): Row[] => {
    const loads = new Map((network.data?.nodes ?? []).map((each) => [each.node, each]));
    return (nodes.data ?? []).map((node) => {
      const load = loads.get(node.id);
      return {
        id: node.id,
        name: node.name,
        kind: node.kind,
        city: node.address?.city ?? "",
        open: load?.open ?? 0,
        used: load?.used ?? 0,
        capacity: load?.capacity ?? node.daily_capacity ?? null,
        onHand: load?.on_hand ?? 0,
        exceptions: load?.exceptions ?? 0,
      };
    });
  }, [nodes.data, network.data]);
  const columns: ShownColumn<Row>[] = [
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
    { key: "city", title: t("nodes.city"), value: (row) => row.city },
    { key: "open", title: t("nodes.open"), numeric: true, value: (row) => row.open },
    { key: "used", title: t("nodes.used"), numeric: true, value: (row) => row.used },
    { key: "capacity", title: t("nodes.capacity"), numeric: true, value: (row) => row.capacity },
    { key: "on_hand", title: t("stock.on_hand"), numeric: true, value: (row) => row.onHand },
    { key: "exceptions", title: t("exceptions.title"), numeric: true, value: (row) => row.exceptions },
  ];
  return (
    <>
      <Title order={1} mb="md">
        {t("nodes.title")}
      </Title>
      {(nodes.error ?? network.error) && <Trouble error={nodes.error ?? network.error} />}
      {nodes.isPending ? (
        <Skeleton height={400} />
      ) : (
        <DataTable
          label={t("nodes.title")}
          rows={rows}
          columns={columns}
          keyOf={(row) => row.id}
          order={{ key: "open", descending: true }}
          fileName="nodes"
        />
      )}
    </>
  );
}
