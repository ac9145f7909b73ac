/** The addresses of the control tower, and what is around each page. */
import { AppShell, Group, NavLink, Text } from "@mantine/core";
import type { Session } from "@shared/api/session";
import { SignedIn } from "@shared/ui/SignedIn";
import { createRootRouteWithContext, createRoute, Link, Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Overview } from "./pages/Overview";

const root = createRootRouteWithContext<{ session: Session }>()({ component: Frame });

const overview = createRoute({ getParentRoute: () => root, path: "/", component: Overview });

export const routes = root.addChildren([overview]);

function Frame() {
  const { t } = useTranslation();
  const { session } = root.useRouteContext();
  return (
    <AppShell header={{ height: 56 }} navbar={{ width: 220, breakpoint: "sm" }} padding="md">
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between">
          <Text fw={700}>{t("tower.title")}</Text>
          <SignedIn session={session} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        <NavLink component={Link} to="/" label={t("tower.overview")} />
      </AppShell.Navbar>
      <AppShell.Main>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
