/** One policy: its text, what it says in English, its versions; written anew, checked while it is written, and activated. */
import {
  Alert,
  Button,
  Card,
  Code,
  Grid,
  Group,
  List,
  NativeSelect,
  Skeleton,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { answered, api } from "@shared/api/client";
import { allows } from "@shared/api/session";
import { formatMoment } from "@shared/i18n/formats";
import { notify } from "@shared/ui/Notices";
import { Trouble } from "@shared/ui/Trouble";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate, useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AskReason } from "../parts/AskReason";
import { Backtests } from "../parts/Backtests";
import { Prose } from "../parts/Prose";
import { policiesRead, policyRead } from "../reads";

const here = getRouteApi("/policies/$name");

/** The page of a policy that is there. */
export function Policy() {
  const { t } = useTranslation();
  const { name } = here.useParams();
  const { session } = useRouteContext({ from: "__root__" });
  const [version, setVersion] = useState<number>();
  const [editing, setEditing] = useState(false);
  const list = useQuery(policiesRead).data;
  const latest = list?.policies.find((each) => each.name === name)?.version ?? 1;
  const { data, error, refetch } = useQuery(policyRead(name, version));
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={500} />;
  const { policy, english, names } = data;
  const acts = list?.active.policy === name && list?.active.version === policy.version;
  return (
    <Stack>
      <Group justify="space-between" align="end">
        <div>
          <Title order={1}>{name}</Title>
          <Text c="dimmed">
            {names[policy.created_by] ?? policy.created_by} · {formatMoment(policy.created_at)} · {policy.note}
          </Text>
        </div>
        <Group align="end">
          <NativeSelect
            label={t("policies.version")}
            value={String(policy.version)}
            onChange={(event) => setVersion(Number(event.currentTarget.value))}
            data={Array.from({ length: latest }, (_, index) => String(latest - index))}
          />
          {allows(session, "plan") && !editing && (
            <>
              <Button variant="default" onClick={() => setEditing(true)}>
                {t("policies.edit")}
              </Button>
              <Activate name={name} version={policy.version} disabled={acts} />
            </>
          )}
        </Group>
      </Group>
      {acts && <Alert color="teal">{t("policies.thisActs")}</Alert>}
      {editing ? (
        <PolicyEditor text={policy.text} cases={policy.cases ?? ""} onDone={() => setEditing(false)} />
      ) : (
        <Grid>
          <Grid.Col span={{ base: 12, lg: 6 }}>
            <Card withBorder>
              <Title order={2} size="h4" mb="xs">
                {t("policies.english")}
              </Title>
              <Prose text={english ?? ""} />
            </Card>
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 6 }}>
            <Card withBorder>
              <Title order={2} size="h4" mb="xs">
                {t("policies.text")}
              </Title>
              <Code block tabIndex={0}>
                {policy.text}
              </Code>
            </Card>
          </Grid.Col>
        </Grid>
      )}
      <Backtests name={name} />
    </Stack>
  );
}

/** What a new policy begins with: it can be saved as it is. */
const TEMPLATE = `policy: my-policy
about: The nearest node serves, and another parcel has to be worth it.
currency: EUR
rules:
  - name: all year
    costs:
      - distance: {per_km: 0.01}
      - parcel: {further: 3.50}
    otherwise: [split]
`;

/** The page of a policy that is being written. */
export function NewPolicy() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Stack>
      <Title order={1}>{t("policies.new")}</Title>
      <PolicyEditor
        text={TEMPLATE}
        cases=""
        onDone={(name) => void navigate({ to: "/policies/$name", params: { name } })}
      />
    </Stack>
  );
}

const PAUSE_MS = 400;

function PolicyEditor({
  text: first,
  cases: firstCases,
  onDone,
}: {
  text: string;
  cases: string;
  onDone: (name: string) => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [text, setText] = useState(first);
  const [cases, setCases] = useState(firstCases);
  const [note, setNote] = useState("");
  const [settled] = useDebouncedValue(text, PAUSE_MS);
  const lint = useQuery({
    queryKey: ["lint", settled],
    queryFn: () => answered(api.POST("/v1/sourcing/lint", { body: { text: settled } })),
  });
  const save = useMutation({
    mutationFn: () =>
      answered(api.POST("/v1/sourcing/policies", { body: { text, note, ...(cases.trim() === "" ? {} : { cases }) } })),
    onSuccess: ({ policy }) => {
      notify({ kind: "good", text: t("policies.saved", { policy: policy.name, version: policy.version }) });
      void client.invalidateQueries({ queryKey: ["policies"] });
      onDone(policy.name);
    },
  });
  return (
    <Grid>
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <Stack>
          <Textarea
            label={t("policies.text")}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autosize
            minRows={18}
            spellCheck={false}
            styles={{ input: { fontFamily: "monospace" } }}
          />
          <Textarea
            label={t("policies.cases")}
            value={cases}
            onChange={(event) => setCases(event.currentTarget.value)}
            autosize
            minRows={4}
            spellCheck={false}
            styles={{ input: { fontFamily: "monospace" } }}
          />
          <TextInput label={t("policies.note")} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          <Button disabled={!lint.data?.valid} loading={save.isPending} onClick={() => save.mutate()}>
            {t("policies.save")}
          </Button>
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 6 }}>
        {lint.data && (lint.data.problems ?? []).length > 0 && (
          <Alert color="red" title={t("policies.problems")}>
            <List size="sm">
              {(lint.data.problems ?? []).map((problem) => (
                <List.Item key={`${problem.path}${problem.message}`}>
                  <Code>{problem.path}</Code> {problem.message}
                </List.Item>
              ))}
            </List>
          </Alert>
        )}
        {lint.data?.english && (
          <Card withBorder>
            <Title order={2} size="h4" mb="xs">
              {t("policies.english")}
            </Title>
            <Prose text={lint.data.english} />
          </Card>
        )}
      </Grid.Col>
    </Grid>
  );
}

function Activate({ name, version, disabled }: { name: string; version: number; disabled: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const activate = async (note: string) => {
    const params = { path: { name } };
    await answered(api.POST("/v1/sourcing/policies/{name}/activate", { params, body: { version, note } }));
    notify({ kind: "good", text: t("policies.activated", { policy: name, version }) });
    void client.invalidateQueries({ queryKey: ["policies"] });
  };
  return (
    <AskReason
      title={t("policies.activateTitle", { policy: name, version })}
      step={t("policies.activate")}
      variant="filled"
      disabled={disabled}
      onStep={activate}
    >
      {t("policies.activateMeans")}
    </AskReason>
  );
}
