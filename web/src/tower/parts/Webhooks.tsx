/** Those whom events are brought: how far behind they are, what can be done about each, and the letters that they did not take. */
import { Badge, Button, Group, Modal, Skeleton, Stack, Text } from "@mantine/core";
import { answered, api, type Schema } from "@shared/api/client";
import { formatMoment, formatNumber } from "@shared/i18n/formats";
import { notify } from "@shared/ui/Notices";
import { Trouble } from "@shared/ui/Trouble";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { deadLettersRead, webhooksRead } from "../reads";
import { DataTable, type ShownColumn } from "./DataTable";
import { AddWebhook, DeleteWebhook, RotateSecret, SecretOnce, type ToldSecret } from "./WebhookDeeds";

type Webhook = Schema<"EndpointState">;
type Letter = Schema<"DeadLetter">;

const STATUS_COLORS: Record<string, string> = { active: "teal", paused: "gray", stopped: "red" };

/** The table. */
export function Webhooks() {
  const { t } = useTranslation();
  const { data, error } = useQuery(webhooksRead);
  const [reading, setReading] = useState<Webhook>();
  const [told, setTold] = useState<ToldSecret>();
  const columns: ShownColumn<Webhook>[] = [
    { key: "url", title: t("health.url"), value: (row) => row.url },
    { key: "types", title: t("health.types"), value: (row) => row.types.join(", ") || t("health.all") },
    {
      key: "status",
      title: t("orders.status"),
      value: (row) => t(`webhookStatus.${row.status}`),
      show: (row) => (
        <Badge color={STATUS_COLORS[row.status] ?? "gray"} variant="light">
          {t(`webhookStatus.${row.status}`)}
        </Badge>
      ),
    },
    { key: "lag", title: t("health.behind"), numeric: true, value: (row) => row.lag_events },
    {
      key: "dead",
      title: t("health.dead"),
      numeric: true,
      value: (row) => row.dead_letters,
      show: (row) =>
        row.dead_letters === 0 ? (
          "0"
        ) : (
          <Button size="compact-sm" variant="light" color="red" onClick={() => setReading(row)}>
            {formatNumber(row.dead_letters)}
          </Button>
        ),
    },
    { key: "error", title: t("health.error"), value: (row) => row.last_error },
    {
      key: "delivered",
      title: t("health.delivered"),
      value: (row) => row.delivered_at,
      show: (row) => (row.delivered_at ? formatMoment(row.delivered_at) : "–"),
    },
    {
      key: "change",
      title: t("users.change"),
      value: () => null,
      show: (row) => (
        <Group gap="xs">
          <PauseButton webhook={row} />
          <RotateSecret webhook={row} onTold={setTold} />
          <DeleteWebhook webhook={row} />
        </Group>
      ),
    },
  ];
  if (error) return <Trouble error={error} />;
  if (!data) return <Skeleton height={200} />;
  return (
    <>
      {told && <SecretOnce told={told} onClose={() => setTold(undefined)} />}
      <Group>
        <AddWebhook onTold={setTold} />
      </Group>
      <DataTable
        label={t("health.webhooks")}
        rows={data}
        columns={columns}
        keyOf={(row) => row.id}
        fileName="webhooks"
      />
      {reading && <Letters webhook={reading} onClose={() => setReading(undefined)} />}
    </>
  );
}

function PauseButton({ webhook: { id, status } }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: () =>
      answered(
        status === "active"
          ? api.POST("/v1/webhooks/{id}/pause", { params: { path: { id } } })
          : api.POST("/v1/webhooks/{id}/resume", { params: { path: { id } } }),
      ),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["health"] }),
  });
  return (
    <Button size="compact-sm" variant="light" loading={change.isPending} onClick={() => change.mutate()}>
      {t(status === "active" ? "health.pause" : "health.resume")}
    </Button>
  );
}

function Letters({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error } = useQuery(deadLettersRead(webhook.id));
  const again = useMutation({
    mutationFn: () =>
      answered(api.POST("/v1/webhooks/{id}/dead-letters/replay", { params: { path: { id: webhook.id } }, body: {} })),
    onSuccess: () => {
      notify({ kind: "good", text: t("health.asked") });
      void client.invalidateQueries({ queryKey: ["health"] });
      onClose();
    },
  });
  const columns: ShownColumn<Letter>[] = [
    { key: "at", title: t("health.gaveUp"), value: (row) => row.died_at, show: (row) => formatMoment(row.died_at) },
    { key: "type", title: t("health.event"), value: (row) => row.type },
    { key: "attempts", title: t("health.attempts"), numeric: true, value: (row) => row.attempts },
    { key: "error", title: t("health.error"), value: (row) => row.error },
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t("health.dead")}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <Stack>
        <Text size="sm">{webhook.url}</Text>
        {error && <Trouble error={error} />}
        {data && (
          <DataTable
            label={t("health.dead")}
            rows={data}
            columns={columns}
            keyOf={(row) => row.event_id}
            fileName="dead-letters"
          />
        )}
        <Group justify="end">
          <Button loading={again.isPending} onClick={() => again.mutate()}>
            {t("health.replay")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
