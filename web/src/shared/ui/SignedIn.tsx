/** Who is signed in, with what belongs to them: lock, sign out, language, colors. */
import { Button, Menu, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { lock as lockNow, SESSION, type Session, signOut } from "../api/session";
import { ColorSwitch, LanguageMenu } from "./Preferences";

/** The menu behind the person's name. */
export function SignedIn({ session }: { session: Session }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: SESSION });
  const leave = useMutation({ mutationFn: signOut, onSettled: again });
  const lock = useMutation({ mutationFn: lockNow, onSettled: again });
  return (
    <Menu closeOnItemClick={false} position="bottom-end" width={240}>
      <Menu.Target>
        <Button variant="subtle" color="gray" size="md">
          {session.user}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Stack p="sm" gap="sm">
          <Text size="sm">{t(`role.${session.role}`)}</Text>
          <LanguageMenu />
          <ColorSwitch />
        </Stack>
        <Menu.Divider />
        {session.has_pin && <Menu.Item onClick={() => lock.mutate()}>{t("lock.lock")}</Menu.Item>}
        <Menu.Item onClick={() => leave.mutate()}>{t("signIn.signOut")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
