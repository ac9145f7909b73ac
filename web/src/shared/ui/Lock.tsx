/** A device that goes from hand to hand asks for the PIN again. */
import { Alert, Anchor, Button, Center, Paper, PinInput, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { unlock as open, SESSION, type Session, signOut } from "../api/session";

const PIN_LENGTH_MAX = 8;
const PIN_LENGTH_MIN = 4;

/** Unlocks the session, or ends it for somebody else to sign in. */
export function Lock({ session }: { session: Session }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [pin, setPin] = useState("");
  const again = () => client.invalidateQueries({ queryKey: SESSION });
  const unlock = useMutation({
    meta: { quiet: true },
    mutationFn: () => open(pin),
    onSuccess: again,
    onError: () => {
      setPin("");
      void again();
    },
  });
  const leave = useMutation({ mutationFn: signOut, onSettled: again });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    unlock.mutate();
  };
  return (
    <Center mih="100dvh" p="md">
      <Paper component="main" withBorder p="xl">
        <form onSubmit={submit}>
          <Stack align="center">
            <Title order={1} size="h2">
              {t("lock.title")}
            </Title>
            <Text>{session.user}</Text>
            {unlock.error && (
              <Alert color="red" role="alert">
                {t("lock.wrong")}
              </Alert>
            )}
            <PinInput
              aria-label={t("lock.pin")}
              getInputProps={(place) => ({ "aria-label": `${t("lock.pin")} ${place + 1}` })}
              length={PIN_LENGTH_MAX}
              type="number"
              mask
              autoFocus
              value={pin}
              onChange={setPin}
              placeholder=""
            />
            <Button type="submit" size="md" disabled={pin.length < PIN_LENGTH_MIN} loading={unlock.isPending}>
              {t("lock.unlock")}
            </Button>
            <Anchor component="button" type="button" onClick={() => leave.mutate()}>
              {t("lock.someoneElse", { name: session.user })}
            </Anchor>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
