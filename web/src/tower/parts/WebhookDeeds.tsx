/** Webhooks are made, get a new secret, and are deleted; a secret is shown once. */
import { Alert, Button, Code, Group, Modal, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { answered, api, type Schema } from "@shared/api/client";
import { notify } from "@shared/ui/Notices";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Confirmed } from "./Confirmed";

type Webhook = Schema<"EndpointState">;

/** A secret that was just made, and whose it is. */
export type ToldSecret = { url: string; secret: string };

/** The secret, until it is closed. */
export function SecretOnce({ told, onClose }: { told: ToldSecret; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert
      color="teal"
      withCloseButton
      closeButtonLabel={t("app.close")}
      onClose={onClose}
      title={t("health.secretOnce", { url: told.url })}
    >
      <Code>{told.secret}</Code>
      <Text size="sm" mt="xs">
        {t("health.secretHow")}
      </Text>
    </Alert>
  );
}

/** The button, and the dialog that asks what is brought where. */
export function AddWebhook({ onTold }: { onTold: (told: ToldSecret) => void }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t("health.add")}</Button>
      {asking && <Wanted onTold={onTold} onClose={() => setAsking(false)} />}
    </>
  );
}

function Wanted({ onTold, onClose }: { onTold: (told: ToldSecret) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [url, setUrl] = useState("");
  const [types, setTypes] = useState<string[]>([]);
  const [description, setDescription] = useState("");
  const create = useMutation({
    mutationFn: () => answered(api.POST("/v1/webhooks", { body: { url: url.trim(), types, description } })),
    onSuccess: ({ endpoint, secret }) => {
      onTold({ url: endpoint.url, secret });
      void client.invalidateQueries({ queryKey: ["health"] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={t("health.add")} closeButtonProps={{ "aria-label": t("app.close") }}>
      <Stack>
        <TextInput
          label={t("health.url")}
          type="url"
          placeholder="https://"
          required
          data-autofocus
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <TagsInput
          label={t("health.types")}
          description={t("health.typesHow")}
          value={types}
          onChange={setTypes}
          splitChars={[",", " "]}
          acceptValueOnBlur
        />
        <TextInput
          label={t("health.description")}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {t("app.cancel")}
          </Button>
          <Button disabled={url.trim() === ""} loading={create.isPending} onClick={() => create.mutate()}>
            {t("health.create")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** A new secret beside the present one. */
export function RotateSecret({ webhook, onTold }: { webhook: Webhook; onTold: (told: ToldSecret) => void }) {
  const { t } = useTranslation();
  const { id, url } = webhook;
  const rotate = async () => {
    const made = await answered(api.POST("/v1/webhooks/{id}/rotate-secret", { params: { path: { id } }, body: {} }));
    onTold({ url, secret: made.secret });
  };
  const words = { title: t("health.rotateTitle", { url }), means: t("health.rotateMeans"), step: t("health.rotate") };
  return <Confirmed {...words} onStep={rotate} />;
}

/** Its end. */
export function DeleteWebhook({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { id, url } = webhook;
  const remove = async () => {
    await answered(api.DELETE("/v1/webhooks/{id}", { params: { path: { id } } }));
    notify({ kind: "good", text: t("health.deleted", { url }) });
    void client.invalidateQueries({ queryKey: ["health"] });
  };
  const words = { title: t("health.deleteTitle", { url }), means: t("health.deleteMeans"), step: t("health.delete") };
  return <Confirmed {...words} color="red" onStep={remove} />;
}
