/** All nodes where they are: what each has to do, and what went from where to where within a day. */
import { Skeleton } from "@mantine/core";
import type { Schema } from "@shared/api/client";
import { formatNumber } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type NodeSeen, networkRead } from "../insights";
import { nodesRead } from "../reads";
import { type Flow, type MapNode, NodeMap } from "./NodeMap";
import { nearest } from "./projection";

type FlowSeen = Schema<"FlowSeen">;

const FLOWS_MAX = 60;
const CAPACITY_UNKNOWN = 40;
const OWN_FEW = 3;
const AROUND_MAX = 8;

/** The map; a node leads to its page. */
export function NetworkMap() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(networkRead);
  const { data: known } = useQuery(nodesRead);
  const picture = useMemo(() => {
    const nodes = (data?.nodes ?? []).flatMap((node) => mapNode(node, t));
    const flows = flowsOf(data?.flows ?? [], nodes, t);
    return { nodes: [...nodes, ...around(nodes, known ?? [])], flows };
  }, [data, known, t]);
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={420} />;
  return (
    <NodeMap
      label={t("overview.map")}
      nodes={picture.nodes}
      flows={picture.flows}
      legend
      onNode={(id) => void navigate({ to: "/nodes/$id", params: { id } })}
    />
  );
}

function mapNode(node: NodeSeen, t: TFunction): MapNode[] {
  if (node.latitude === null || node.longitude === null || !node.active) return [];
  return [
    {
      id: node.id,
      name: node.name,
      latitude: node.latitude,
      longitude: node.longitude,
      square: node.kind === "distribution_center",
      load: node.to_pick / (node.daily_capacity || Math.max(node.to_pick, CAPACITY_UNKNOWN)),
      warned: node.open_exceptions > 0,
      says: t("map.says", {
        open: formatNumber(node.open_work),
        units: formatNumber(node.on_hand ?? 0),
        exceptions: formatNumber(node.open_exceptions),
      }),
    },
  ];
}

/** Whoever sees the own store only sees which others are near: one dot would be no map. */
function around(own: readonly MapNode[], known: readonly Schema<"NodeInput">[]): MapNode[] {
  const seen = new Set(own.map((node) => node.id));
  if (own.length === 0 || own.length > OWN_FEW) return [];
  const others = known.flatMap((node): MapNode[] => {
    if (node.latitude == null || node.longitude == null || node.active === false || seen.has(node.id)) return [];
    const { id, name, latitude, longitude, kind } = node;
    return [{ id, name, latitude, longitude, square: kind === "distribution_center", says: "", aside: true }];
  });
  return nearest(own, others, AROUND_MAX);
}

function flowsOf(rows: readonly FlowSeen[], nodes: readonly MapNode[], t: TFunction): Flow[] {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const most = Math.max(1, ...rows.map((row) => row.parcels));
  const flows: Flow[] = [];
  for (const row of [...rows].sort((a, b) => b.parcels - a.parcels).slice(0, FLOWS_MAX)) {
    const from = known.get(row.from_node);
    const to = row.to_node ? known.get(row.to_node) : placeOf(row);
    if (!from || !to) continue;
    const where = row.to_node ?? row.region ?? "";
    flows.push({
      from,
      to,
      share: row.parcels / most,
      says: t("map.flow", { count: row.parcels, from: from.name, to: where, orders: formatNumber(row.parcels) }),
    });
  }
  return flows;
}

function placeOf({ latitude, longitude }: FlowSeen) {
  return latitude == null || longitude == null ? undefined : { latitude, longitude };
}
