/** Who may sign in, and as what; for administrators. */
import {
  Alert,
  Badge,
  Button,
  Code,
  Group,
  Modal,
  MultiSelect,
  NativeSelect,
  Skeleton,
  Stack,
  Switch,
  TextInput,
  Title,
} from "@mantine/core";
import { answered, api, type Schema } from "@shared/api/client";
import { formatMoment } from "@shared/i18n/formats";
import { notify } from "@shared/ui/Notices";
import { Trouble } from "@shared/ui/Trouble";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AnchorLink } from "../parts/AnchorLink";
import { DataTable, type ShownColumn } from "../parts/DataTable";
import { nodesRead, usersRead } from "../reads";

type User = Schema<"UserState">;
type Role = Schema<"Role">;

const ROLES: readonly Role[] = ["associate", "store_manager", "planner", "operator", "admin"];
const AT_NODES: ReadonlySet<Role> = new Set(["associate", "store_manager"]);

/** The page. */
export function Users() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(usersRead);
  const [changed, setChanged] = useState<User | "new">();
  const [told, setTold] = useState<Schema<"UserAdded">>();
  const columns: ShownColumn<User>[] = [
    {
      key: "name",
      title: t("users.name"),
      value: (user) => user.name,
      show: (user) => (
        <AnchorLink to="/audit" search={{ user: user.name }} title={t("users.deeds")}>
          {user.name}
        </AnchorLink>
      ),
    },
    { key: "role", title: t("users.role"), value: (user) => t(`role.${user.role}`) },
    { key: "nodes", title: t("orders.nodes"), value: (user) => (user.nodes ?? []).join(", ") },
    {
      key: "status",
      title: t("orders.status"),
      value: (user) => (user.disabled_at ? 1 : 0),
      show: (user) => (
        <Badge color={user.disabled_at ? "gray" : "teal"} variant="light">
          {t(user.disabled_at ? "users.disabled" : "users.active")}
        </Badge>
      ),
    },
    {
      key: "created",
      title: t("users.created"),
      value: (user) => user.created_at,
      show: (user) => formatMoment(user.created_at),
    },
    {
      key: "change",
      title: t("users.change"),
      value: () => null,
      show: (user) => (
        <Button size="compact-sm" variant="light" onClick={() => setChanged(user)}>
          {t("users.changeOne", { name: user.name })}
        </Button>
      ),
    },
  ];
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1}>{t("users.title")}</Title>
        <Button onClick={() => setChanged("new")}>{t("users.add")}</Button>
      </Group>
      {told?.password && (
        <Alert
          color="teal"
          withCloseButton
          closeButtonLabel={t("app.close")}
          onClose={() => setTold(undefined)}
          title={t("users.passwordOnce", { name: told.user.name })}
        >
          <Code>{told.password}</Code>
        </Alert>
      )}
      {error && <Trouble error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={300} />}
      {data && (
        <DataTable
          label={t("users.title")}
          rows={data}
          columns={columns}
          keyOf={(user) => user.id}
          fileName="users"
          address="table"
          order={{ key: "name", descending: false }}
        />
      )}
      {changed && <Duties user={changed} onTold={setTold} onClose={() => setChanged(undefined)} />}
    </Stack>
  );
}

type DutiesProps = { user: User | "new"; onTold: (told: Schema<"UserAdded">) => void; onClose: () => void };

function Duties({ user, onTold, onClose }: DutiesProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const known = user === "new" ? undefined : user;
  const all = useQuery(nodesRead).data ?? [];
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>(known?.role ?? "associate");
  const [nodes, setNodes] = useState<string[]>(known?.nodes ?? []);
  const [disabled, setDisabled] = useState(Boolean(known?.disabled_at));
  const at = AT_NODES.has(role) ? nodes : [];
  const done = (text: string) => {
    notify({ kind: "good", text });
    void client.invalidateQueries({ queryKey: ["users"] });
    onClose();
  };
  const save = useMutation({
    mutationFn: async () => {
      if (known === undefined) {
        onTold(await answered(api.POST("/v1/users", { body: { name, role, nodes: at } })));
        return t("users.added", { name });
      }
      await answered(
        api.PUT("/v1/users/{name}", {
          params: { path: { name: known.name }, header: { "If-Match": `"${known.revision ?? 1}"` } },
          body: { role, nodes: at, disabled, language: known.language ?? null },
        }),
      );
      return t("users.saved", { name: known.name });
    },
    onSuccess: done,
  });
  const renew = useMutation({
    mutationFn: async () =>
      onTold(await answered(api.POST("/v1/users/{name}/password", { params: { path: { name: known?.name ?? "" } } }))),
    onSuccess: () => done(t("users.passwordMade", { name: known?.name ?? "" })),
  });
  const incomplete = (known === undefined && name.trim() === "") || (AT_NODES.has(role) && nodes.length === 0);
  return (
    <Modal
      opened
      onClose={onClose}
      title={known === undefined ? t("users.add") : t("users.changeOne", { name: known.name })}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <Stack>
        {known === undefined && (
          <TextInput
            label={t("users.name")}
            required
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        <NativeSelect
          label={t("users.role")}
          description={t(`roleMeans.${role}`)}
          value={role}
          onChange={(event) => setRole(event.currentTarget.value as Role)}
          data={ROLES.map((each) => ({ value: each, label: t(`role.${each}`) }))}
        />
        {AT_NODES.has(role) && (
          <MultiSelect
            label={t("orders.nodes")}
            searchable
            required
            value={nodes}
            onChange={setNodes}
            data={all.map((node) => ({ value: node.id, label: `${node.name} (${node.id})` }))}
          />
        )}
        {known && (
          <Switch
            label={t("users.mayNotSignIn")}
            checked={disabled}
            onChange={(event) => setDisabled(event.currentTarget.checked)}
          />
        )}
        <Group justify="space-between">
          {known ? (
            <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
              {t("users.newPassword")}
            </Button>
          ) : (
            <span />
          )}
          <Button disabled={incomplete} loading={save.isPending} onClick={() => save.mutate()}>
            {t("app.save")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
