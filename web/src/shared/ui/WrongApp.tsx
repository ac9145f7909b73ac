/** Somebody came to the app that is not for their role. */
import { Anchor, Center, Paper, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Session } from "../api/session";
import { SignedIn } from "./SignedIn";

/** Says so, and where the right one is. */
export function WrongApp({ session, other }: { session: Session; other: string }) {
  const { t } = useTranslation();
  return (
    <Center mih="100dvh" p="md">
      <Paper component="main" withBorder p="xl">
        <Stack>
          <Text>{t("signIn.notFor", { role: t(`role.${session.role}`) })}</Text>
          <Anchor href={other}>{t("signIn.otherApp")}</Anchor>
          <SignedIn session={session} />
        </Stack>
      </Paper>
    </Center>
  );
}
