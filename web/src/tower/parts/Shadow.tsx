/** What the policy in the shadow would have done today, beside what was done. */
import { Card, Stack, Table, Text, Title } from "@mantine/core";
import type { Schema } from "@shared/api/client";
import { formatMoment, formatNumber, formatShare } from "@shared/i18n/formats";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { shadowRead } from "../reads";
import { AnchorLink } from "./AnchorLink";
import { TableCard } from "./TableCard";

type Compared = Schema<"Comparison">;

/** Nothing where no policy is in the shadow. */
export function Shadow() {
  const { t } = useTranslation();
  const { data } = useQuery(shadowRead);
  if (!data?.shadow?.policy) return null;
  const { policy, version, set_by, set_at } = data.shadow;
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {t("policies.shadow", { policy: `${policy} ${version ?? ""}` })}
      </Title>
      <Text c="dimmed" size="sm">
        {t("policies.shadowBy", { name: data.names[set_by] ?? set_by, moment: formatMoment(set_at) })}
      </Text>
      {data.comparisons.length === 0 && <Text c="dimmed">{t("policies.noComparisons")}</Text>}
      {data.comparisons.map((each) => (
        <Comparison key={`${each.active}${each.shadow}`} compared={each} />
      ))}
    </Card>
  );
}

function Comparison({ compared }: { compared: Compared }) {
  const { t } = useTranslation();
  const decided = compared.orders - compared.failed;
  const { cost } = compared;
  const change = (before: number, after: number) => `${formatNumber(before)} → ${formatNumber(after)}`;
  return (
    <Stack mt="sm">
      <Text fw={600}>{t("policies.comparedWith", { policy: compared.active ?? t("policies.builtIn") })}</Text>
      <Table variant="vertical" withTableBorder>
        <Table.Tbody>
          <Row name={t("policies.orders")} value={formatNumber(compared.orders)} />
          {compared.failed > 0 && <Row name={t("policies.failed")} value={formatNumber(compared.failed)} />}
          <Row name={t("policies.same")} value={decided > 0 ? formatShare(compared.same / decided) : "–"} />
          <Row name={t("policies.split")} value={change(compared.active_split, compared.shadow_split)} />
          <Row name={t("policies.short")} value={change(compared.active_short, compared.shadow_short)} />
          {compared.active_km !== null && compared.shadow_km !== null && (
            <Row name={t("policies.distance")} value={`${change(compared.active_km, compared.shadow_km)} km`} />
          )}
          {cost && <Row name={t("policies.cost")} value={`${cost.active} → ${cost.shadow} ${cost.currency}`} />}
          {cost && <Row name={t("policies.difference")} value={<Difference cost={cost} />} />}
        </Table.Tbody>
      </Table>
      {compared.differ_most.length > 0 && (
        <TableCard
          title={t("policies.differMost")}
          headings={[
            { title: t("orders.order") },
            { title: t("policies.activeNodes") },
            { title: t("policies.shadowNodes") },
            { title: `${t("policies.difference")} ${cost?.currency ?? ""}`, numeric: true },
          ]}
          rows={compared.differ_most.map((each) => ({
            key: each.order_id,
            cells: [
              <AnchorLink key="order" to="/orders/$id" params={{ id: each.order_id }}>
                {each.order_id.slice(0, 13)}
              </AnchorLink>,
              each.active_nodes.join(" + ") || "–",
              each.shadow_nodes.join(" + ") || "–",
              each.difference,
            ],
          }))}
        />
      )}
    </Stack>
  );
}

function Difference({ cost }: { cost: NonNullable<Compared["cost"]> }) {
  const { t } = useTranslation();
  const { difference, low, high, currency } = cost;
  const said = low && high ? t("policies.interval", { difference, low, high }) : difference;
  return `${said} ${currency}`;
}

function Row({ name, value }: { name: string; value: ReactNode }) {
  return (
    <Table.Tr>
      <Table.Th w={200}>{name}</Table.Th>
      <Table.Td>{value}</Table.Td>
    </Table.Tr>
  );
}
