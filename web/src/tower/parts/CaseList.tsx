/** Cases that need a person, with what can be done about each at one click. */

import { Badge, Button, Card, Group, Modal, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { send } from "@shared/api/client";
import { allows } from "@shared/api/session";
import { formatFromNow, formatMoment, formatMoney } from "@shared/i18n/formats";
import { notify } from "@shared/ui/Notices";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Action, Case } from "../insights";
import { AnchorLink } from "./AnchorLink";
import { sayCase } from "./saying";

/** The cases in the order that they come in. */
export function CaseList({ cases }: { cases: readonly Case[] }) {
  const { t } = useTranslation();
  if (cases.length === 0) return <Text c="dimmed">{t("exceptions.none")}</Text>;
  return (
    <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
      {cases.map((each) => (
        <CaseCard key={each.id} found={each} />
      ))}
    </Stack>
  );
}

const SEVERITY_COLORS = ["gray", "yellow", "orange", "red"];

function CaseCard({ found }: { found: Case }) {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: "__root__" });
  return (
    <Card withBorder padding="sm" component="li" data-kind={found.kind}>
      <Group justify="space-between" wrap="nowrap" align="start">
        <div>
          <Group gap="xs">
            <Badge color={SEVERITY_COLORS[Math.min(found.severity, 3)] ?? "gray"} variant="light">
              {t(`exceptionKind.${found.kind}`)}
            </Badge>
            <Text size="xs" c="dimmed">
              {formatFromNow(found.since)}
            </Text>
          </Group>
          <Text size="sm" mt={4}>
            {sayCase(found, t)}
          </Text>
          <Group gap="sm" mt={4}>
            {found.order_id && (
              <AnchorLink size="sm" to="/orders/$id" params={{ id: found.order_id }}>
                {t("exceptions.orderNamed", { order: orderName(found) })}
              </AnchorLink>
            )}
            {found.sku && (
              <AnchorLink size="sm" to="/skus/$sku" params={{ sku: found.sku }}>
                {found.sku}
              </AnchorLink>
            )}
            {found.node && (
              <AnchorLink size="sm" to="/nodes/$id" params={{ id: found.node }}>
                {found.node}
              </AnchorLink>
            )}
          </Group>
        </div>
        {found.money_at_risk && (
          <Text fw={700} style={{ whiteSpace: "nowrap" }}>
            {formatMoney(found.money_at_risk.amount, found.money_at_risk.currency)}
          </Text>
        )}
      </Group>
      <Group gap="xs" mt="xs">
        {found.actions.map((action) => (
          <ActionButton key={action.path} action={action} />
        ))}
        {allows(session, "stock", "plan") && <SnoozeButton id={found.id} />}
      </Group>
      {found.snoozed_until && (
        <Text size="xs" c="dimmed" mt={4}>
          {t("exceptions.aside", {
            moment: formatMoment(found.snoozed_until),
            name: found.snoozed_by ?? "",
            note: found.note ?? "",
          })}
        </Text>
      )}
    </Card>
  );
}

function orderName(found: Case): string {
  const reference = (found.facts as { reference?: unknown } | undefined)?.reference;
  return typeof reference === "string" ? reference : (found.order_id ?? "").slice(0, 13);
}

/** What cannot be taken back is asked for once more. */
const FINAL = new Set(["cancel", "expire", "accept"]);

function ActionButton({ action }: { action: Action }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [given, setGiven] = useState<Record<string, string>>({});
  const verb = action.path.split("/").pop() ?? "";
  const words = t(`action.${verb}`, { defaultValue: action.label });
  const needs = action.needs ?? [];
  const final = FINAL.has(verb);
  const act = useMutation({
    mutationFn: () =>
      send(action.method, action.path, { ...action.body, ...given }, action.keyed ? crypto.randomUUID() : undefined),
    onSuccess: () => {
      setAsking(false);
      notify({ kind: "good", text: t("exceptions.done", { action: words }) });
      void client.invalidateQueries();
    },
  });
  return (
    <>
      <Button
        size="compact-sm"
        variant="light"
        color={final ? "red" : "blue"}
        loading={act.isPending}
        onClick={() => (final || needs.length > 0 ? setAsking(true) : act.mutate())}
      >
        {words}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={words}
        closeButtonProps={{ "aria-label": t("app.close") }}
      >
        <Stack>
          {final && <Text>{t("exceptions.final")}</Text>}
          {needs.map((need) => (
            <TextInput
              key={need}
              label={t(`need.${need}`, { defaultValue: need })}
              required
              value={given[need] ?? ""}
              onChange={(event) => setGiven({ ...given, [need]: event.currentTarget.value })}
            />
          ))}
          <Group justify="end">
            <Button variant="default" onClick={() => setAsking(false)}>
              {t("app.cancel")}
            </Button>
            <Button
              color={final ? "red" : "blue"}
              disabled={needs.some((need) => !given[need])}
              loading={act.isPending}
              onClick={() => act.mutate()}
            >
              {words}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

const HOUR_MS = 3_600_000;

function SnoozeButton({ id }: { id: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [hours, setHours] = useState(4);
  const [note, setNote] = useState("");
  const snooze = useMutation({
    mutationFn: () =>
      send("POST", `/v1/exceptions/${encodeURIComponent(id)}/snooze`, {
        until: new Date(Date.now() + hours * HOUR_MS).toISOString(),
        note,
      }),
    onSuccess: () => {
      setAsking(false);
      void client.invalidateQueries({ queryKey: ["exceptions"] });
    },
  });
  return (
    <>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setAsking(true)}>
        {t("exceptions.snooze")}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("exceptions.snooze")}
        closeButtonProps={{ "aria-label": t("app.close") }}
      >
        <Stack>
          <NumberInput
            label={t("exceptions.hours")}
            min={1}
            max={720}
            value={hours}
            onChange={(value) => setHours(Number(value) || 1)}
            hideControls
          />
          <TextInput
            label={t("exceptions.note")}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            required
          />
          <Button disabled={note.trim() === ""} loading={snooze.isPending} onClick={() => snooze.mutate()}>
            {t("exceptions.snooze")}
          </Button>
        </Stack>
      </Modal>
    </>
  );
}
