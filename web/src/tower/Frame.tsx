/** What is around each page: where one can go, a search that finds anything, and whether figures are live. */
import { Anchor, AppShell, Badge, Burger, Group, NavLink, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useLiveState } from "@shared/api/live";
import { allows } from "@shared/api/session";
import { SignedIn } from "@shared/ui/SignedIn";
import { Link, Outlet, useLocation, useRouteContext } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import "@shared/ui/skip.css";
import { feed, useFreshness } from "./live";
import { Search } from "./parts/Search";

const PAGES = [
  ["/", "tower.overview"],
  ["/exceptions", "exceptions.title"],
  ["/orders", "orders.title"],
  ["/returns", "returns.title"],
  ["/nodes", "nodes.title"],
  ["/policies", "policies.title"],
  ["/health", "health.title"],
] as const;

const ADMIN_PAGES = [
  ["/users", "users.title"],
  ["/audit", "audit.title"],
] as const;

const LIVE_COLORS = { live: "teal", connecting: "gray", cut: "red" } as const;

/** The frame. */
export function Frame() {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: "__root__" });
  const { pathname } = useLocation();
  const [opened, { toggle, close }] = useDisclosure();
  const live = useLiveState(feed);
  useFreshness();
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 210, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding="md"
    >
      <AppShell.Header>
        <Anchor href="#content" className="skip">
          {t("app.skip")}
        </Anchor>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t("app.menu")} />
            <Text fw={700} visibleFrom="sm">
              {t("tower.title")}
            </Text>
          </Group>
          <Search />
          <Group wrap="nowrap">
            <Badge color={LIVE_COLORS[live]} variant="light" role="status">
              {t(`app.${live}`)}
            </Badge>
            <SignedIn session={session} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t("app.menu")}>
        {[...PAGES, ...(allows(session, "admin") ? ADMIN_PAGES : [])].map(([to, words]) => (
          <NavLink
            key={to}
            component={Link}
            to={to}
            label={t(words)}
            active={to === "/" ? pathname === "/" : pathname.startsWith(to)}
            onClick={close}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
