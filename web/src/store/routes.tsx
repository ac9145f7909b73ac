/** The addresses of the store app, and what is around each page. */
import { AppShell, Group, Text } from "@mantine/core";
import type { Session } from "@shared/api/session";
import { SignedIn } from "@shared/ui/SignedIn";
import { createRootRouteWithContext, createRoute, Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Queue } from "./pages/Queue";

const root = createRootRouteWithContext<{ session: Session }>()({ component: Frame });

const queue = createRoute({ getParentRoute: () => root, path: "/", component: Queue });

export const routes = root.addChildren([queue]);

function Frame() {
  const { t } = useTranslation();
  const { session } = root.useRouteContext();
  return (
    <AppShell header={{ height: 56 }} padding="md">
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between">
          <Text fw={700}>{t("store.title")}</Text>
          <SignedIn session={session} />
        </Group>
      </AppShell.Header>
      <AppShell.Main>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
