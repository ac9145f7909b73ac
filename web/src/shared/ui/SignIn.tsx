/** The door: name and password, or the company's own sign-in where there is one. */
import { Alert, Anchor, Button, Center, Paper, PasswordInput, Stack, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "../api/client";
import { signIn as begin, forgetRead, SESSION, waysRead } from "../api/session";
import { LanguageMenu } from "./Preferences";

/** The form; a session that begins is put where the app looks for it. */
export function SignIn({ below }: { below?: ReactNode }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: ways } = useQuery(waysRead);
  useEffect(() => forgetRead(client), [client]);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    meta: { quiet: true },
    mutationFn: () => begin(name, password),
    onSuccess: (session) => {
      client.setQueryData(SESSION, session);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <Center mih="100dvh" p="md">
      <Paper component="main" withBorder p="xl" w="100%" maw="24rem">
        <form onSubmit={submit}>
          <Stack>
            <Title order={1} size="h2">
              {t("signIn.title")}
            </Title>
            {signIn.error && (
              <Alert color="red" role="alert">
                {wordsOf(signIn.error, t)}
              </Alert>
            )}
            <TextInput
              label={t("signIn.name")}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              autoComplete="username"
              autoCapitalize="none"
              required
              size="md"
            />
            <PasswordInput
              label={t("signIn.password")}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              autoComplete="current-password"
              required
              size="md"
            />
            <Button type="submit" size="md" loading={signIn.isPending}>
              {t("signIn.go")}
            </Button>
            {ways?.oidc && <Anchor href="/v1/session/oidc">{t("signIn.oidc")}</Anchor>}
            {below}
            <LanguageMenu />
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}

function wordsOf(error: Error, t: TFunction): string {
  if (!(error instanceof Refused)) return t("trouble.unreachable");
  if (error.status === 429) return t("signIn.wait", { seconds: String(error.problem.details?.retry_after_s ?? 60) });
  return error.reason === "wrong-credentials" ? t("signIn.wrong") : error.message;
}
