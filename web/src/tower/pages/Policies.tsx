/** The rules by which orders are routed: which one acts, which there are, and what was changed when. */

import { Alert, Badge, Button, Card, Group, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import { answered, api } from "@shared/api/client";
import { allows } from "@shared/api/session";
import { formatMoment } from "@shared/i18n/formats";
import { notify } from "@shared/ui/Notices";
import { Trouble } from "@shared/ui/Trouble";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useRouteContext } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { AnchorLink } from "../parts/AnchorLink";
import { AskReason } from "../parts/AskReason";
import { Shadow } from "../parts/Shadow";
import { policiesRead } from "../reads";

/** The page. */
export function Policies() {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: "__root__" });
  const { data, error, refetch } = useQuery(policiesRead);
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={500} />;
  const { active } = data;
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1}>{t("policies.title")}</Title>
        {allows(session, "plan") && (
          <Button component={Link} to="/policies/new">
            {t("policies.new")}
          </Button>
        )}
      </Group>
      <Alert color="blue" title={t("policies.acting")}>
        <Group justify="space-between">
          <Text>
            {active.policy
              ? t("policies.actingIs", { policy: active.policy, version: active.version ?? 0 })
              : t("policies.builtIn")}
          </Text>
          {allows(session, "plan") && active.policy != null && <RollBack />}
        </Group>
        {(active.warnings ?? []).map((warning) => (
          <Text key={warning} c="orange">
            {warning}
          </Text>
        ))}
      </Alert>
      <Card withBorder>
        <Table>
          <Table.Thead>
            <Table.Tr>
              {["name", "version", "note", "by", "at"].map((each) => (
                <Table.Th key={each}>{t(`policies.${each}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.policies.map((policy) => (
              <Table.Tr key={`${policy.name}${policy.version}`}>
                <Table.Td>
                  <AnchorLink to="/policies/$name" params={{ name: policy.name }}>
                    {policy.name}
                  </AnchorLink>{" "}
                  {policy.name === active.policy && policy.version === active.version && (
                    <Badge>{t("policies.acts")}</Badge>
                  )}
                </Table.Td>
                <Table.Td>{policy.version}</Table.Td>
                <Table.Td>{policy.note}</Table.Td>
                <Table.Td>{data.names[policy.created_by] ?? policy.created_by}</Table.Td>
                <Table.Td>{formatMoment(policy.created_at)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {data.policies.length === 0 && <Text c="dimmed">{t("policies.none")}</Text>}
      </Card>
      <Shadow />
      {data.steps.length > 0 && (
        <Card withBorder>
          <Title order={2} size="h4">
            {t("policies.steps")}
          </Title>
          <Table>
            <Table.Tbody>
              {data.steps.map((step) => (
                <Table.Tr key={step.sequence}>
                  <Table.Td>{formatMoment(step.activated_at)}</Table.Td>
                  <Table.Td>{step.policy ? `${step.policy} ${step.version}` : t("policies.builtIn")}</Table.Td>
                  <Table.Td>{data.names[step.activated_by] ?? step.activated_by}</Table.Td>
                  <Table.Td>{step.note}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Card>
      )}
    </Stack>
  );
}

function RollBack() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const back = async (note: string) => {
    await answered(api.POST("/v1/sourcing/rollback", { body: { note } }));
    notify({ kind: "good", text: t("policies.rolledBack") });
    void client.invalidateQueries({ queryKey: ["policies"] });
  };
  return <AskReason title={t("policies.rollBack")} step={t("policies.rollBack")} onStep={back} />;
}
