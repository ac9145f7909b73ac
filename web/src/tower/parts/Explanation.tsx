/** Why an order went where it went, as a picture: who was chosen, who would have been next, and what each would have cost. */
import { Alert, Card, Grid, Group, List, Skeleton, Text, Title } from "@mantine/core";
import type { Schema } from "@shared/api/client";
import { formatAmount, formatNumber } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { EChartsCoreOption } from "echarts/core";
import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { explanationRead, nodesRead } from "../reads";
import { Chart } from "./Chart";
import { type Flow, type MapNode, NodeMap } from "./NodeMap";
import type { Place } from "./projection";
import { sayRepair } from "./saying";

type Told = Schema<"ToldExplanation">;
type Node = Schema<"NodeInput">;

/** All explanations of an order: of its placing and of what was sourced later. */
export function Explanation({ order }: { order: Schema<"OrderDetails"> }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(explanationRead(order.order_id));
  if (error) return <Trouble error={error} />;
  if (!data) return <Skeleton height={400} />;
  const first = [...(data.sourced ? [data.sourced] : []), ...(data.further ?? [])];
  return (
    <Card withBorder component="section" aria-label={t("why.title")}>
      <Title order={2} size="h4" mb="xs">
        {t("why.title")}
      </Title>
      {(data.held ?? []).length > 0 && (
        <Text>{t("why.held", { nodes: [...new Set((data.held ?? []).map((each) => each.node))].join(", ") })}</Text>
      )}
      {first.length === 0 && <HeldMap order={order} nodes={(data.held ?? []).map((each) => each.node)} />}
      {first.map((told, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: explanations are told once and keep their place
        <Choice key={index} told={told} />
      ))}
      {(data.later ?? []).map((later) => (
        <div key={`${later.at}${later.event}`}>
          <Text fw={600} mt="md">
            {t(`why.later.${later.event}`, { defaultValue: later.event })}
          </Text>
          <List size="sm">
            {(later.repairs ?? []).map((repair) => (
              <List.Item key={`${repair.from_node}${repair.sku}${repair.to_node}`}>{sayRepair(repair, t)}</List.Item>
            ))}
          </List>
          {(later.sourced ?? []).map((told, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <Choice key={index} told={told} />
          ))}
        </div>
      ))}
    </Card>
  );
}

/** Where a hold was, for an order whose nodes were found when it was placed. */
function HeldMap({ order, nodes: held }: { order: Schema<"OrderDetails">; nodes: readonly string[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: nodes } = useQuery(nodesRead);
  const place = order.deliveries.find((each) => each.ship_to?.latitude != null)?.ship_to;
  const target = placeOf(place);
  const shown = (nodes ?? []).flatMap((node): MapNode[] => {
    const at = held.includes(node.id) ? placeOf(node) : undefined;
    if (at === undefined) return [];
    return [{ id: node.id, name: node.name, ...at, mark: "chosen", says: t("why.chosenMark") }];
  });
  if (shown.length === 0) return null;
  const flows: Flow[] = target
    ? shown.map((node) => ({ from: node, to: target, share: 0.5, kind: "chosen", says: node.name }))
    : [];
  return (
    <NodeMap
      label={t("why.map")}
      nodes={shown}
      flows={flows}
      {...(target ? { target } : {})}
      height={300}
      onNode={(id) => void navigate({ to: "/nodes/$id", params: { id } })}
    />
  );
}

function placeOf(at: { latitude?: number | null; longitude?: number | null } | null | undefined): Place | undefined {
  return at?.latitude == null || at.longitude == null ? undefined : { latitude: at.latitude, longitude: at.longitude };
}

function Choice({ told }: { told: Told }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: nodes } = useQuery(nodesRead);
  const picture = useMemo(() => pictureOf(told, nodes ?? [], t), [told, nodes, t]);
  const bars = useMemo(() => barsOf(told, t), [told, t]);
  return (
    <>
      <Text mb="xs">{sentenceOf(told, t)}</Text>
      <Grid>
        <Grid.Col span={{ base: 12, md: bars ? 6 : 12 }}>
          {picture.nodes.length > 0 && (
            <NodeMap
              label={t("why.map")}
              nodes={picture.nodes}
              flows={picture.flows}
              {...(told.demand.destination ? { target: told.demand.destination } : {})}
              height={300}
              legend
              onNode={(id) => void navigate({ to: "/nodes/$id", params: { id } })}
            />
          )}
        </Grid.Col>
        {bars && (
          <Grid.Col span={{ base: 12, md: 6 }}>
            <Chart
              label={t("why.costs", { currency: told.currency ?? "" })}
              option={bars}
              height={300}
              fileName="costs"
            />
          </Grid.Col>
        )}
      </Grid>
      <Group align="start" mt="sm" grow>
        <div>
          <Text fw={600} size="sm">
            {t("why.excluded")}
          </Text>
          <List size="sm">
            {(told.excluded ?? []).map((each) => (
              <List.Item key={`${each.reason}${each.by}`}>{excludedWords(each, t)}</List.Item>
            ))}
          </List>
        </div>
        {(told.would_change ?? []).length > 0 && (
          <div>
            <Text fw={600} size="sm">
              {t("why.wouldChange")}
            </Text>
            <List size="sm">
              {(told.would_change ?? []).map((each) => (
                <List.Item key={each.sentence}>{each.sentence}</List.Item>
              ))}
            </List>
          </div>
        )}
      </Group>
      {(told.short ?? []).length > 0 && (
        <Alert color="orange" mt="sm">
          {t("why.short", { skus: (told.short ?? []).map((each) => `${each.units} × ${each.sku}`).join(", ") })}
        </Alert>
      )}
    </>
  );
}

function sentenceOf(told: Told, t: TFunction): string {
  const chosen = (told.chosen ?? []).map((each) => each.node).join(" + ");
  const rule = told.policy ?? told.rule ?? told.strategy;
  if (chosen === "") return t("why.nobody", { rule });
  const several = (told.chosen ?? []).length > 1;
  const key = several ? "why.chosenTogether" : told.candidates === 1 ? "why.alone" : "why.chosen";
  return t(key, { nodes: chosen, candidates: formatNumber(told.candidates), rule });
}

const NAMED_MAX = 6;

function excludedWords({ reason, count, by, nodes = [] }: Schema<"Excluded">, t: TFunction): string {
  const named = nodes.slice(0, NAMED_MAX).join(", ");
  const said = [t(`exclusion.${reason}`, { count }), ...(by ? [`(${by})`] : [])].join(" ");
  return named === "" ? said : `${said}: ${named}${nodes.length > NAMED_MAX ? ", …" : ""}`;
}

function pictureOf(told: Told, nodes: readonly Node[], t: TFunction): { nodes: MapNode[]; flows: Flow[] } {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const marks = new Map<string, MapNode["mark"]>();
  for (const each of (told.excluded ?? []).flatMap((group) => group.nodes ?? [])) marks.set(each, "passed_over");
  for (const each of (told.passed_over ?? []).map((passed) => passed.node)) marks.set(each, "passed_over");
  for (const each of (told.alternatives ?? []).flatMap((alternative) => alternative.nodes))
    marks.set(each, "alternative");
  for (const each of (told.chosen ?? []).map((chosen) => chosen.node)) marks.set(each, "chosen");
  const shown: MapNode[] = [];
  const flows: Flow[] = [];
  for (const [id, mark] of marks) {
    const node = known.get(id);
    if (node?.latitude == null || node.longitude == null || mark === undefined) continue;
    const place = { latitude: node.latitude, longitude: node.longitude };
    shown.push({
      id,
      name: node.name,
      ...place,
      square: node.kind === "distribution_center",
      mark,
      says: t(`why.${mark}Mark`),
    });
    const to = told.demand.destination;
    if (to && mark !== "passed_over")
      flows.push({ from: place, to, share: mark === "chosen" ? 0.5 : 0, kind: mark, says: `${node.name}` });
  }
  return { nodes: shown, flows };
}

/** Bars of what each plan would have cost, part by part; none where a rule chose without costs. */
function barsOf(told: Told, t: TFunction): EChartsCoreOption | null {
  const plans = [
    { name: (told.chosen ?? []).map((each) => each.node).join(" + "), costs: told.costs ?? {} },
    ...(told.alternatives ?? []).map((each) => ({ name: each.nodes.join(" + "), costs: each.costs ?? {} })),
  ].filter((plan) => Object.keys(plan.costs).length > 0);
  if (plans.length === 0) return null;
  const parts = [...new Set(plans.flatMap((plan) => Object.keys(plan.costs)))];
  return {
    grid: { left: 8, right: 16, top: 8, bottom: 40, containLabel: true },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow" },
      valueFormatter: (value: number) => formatAmount(value, told.currency),
    },
    legend: { bottom: 0 },
    xAxis: { type: "value", axisLabel: { hideOverlap: true, formatter: (value: number) => formatAmount(value) } },
    yAxis: {
      type: "category",
      inverse: true,
      data: plans.map((plan, index) => (index === 0 ? `✓ ${plan.name}` : plan.name)),
    },
    series: parts.map((part) => ({
      name: t(`costPart.${part}`, { defaultValue: part }),
      type: "bar",
      stack: "cost",
      data: plans.map((plan) => Number(plan.costs[part] ?? 0)),
    })),
  };
}
