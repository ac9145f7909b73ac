/** Everything that needs a person, the worst first, by kind and node. */
import { Button, Chip, Group, NativeSelect, Skeleton, Stack, Switch, Text, Title } from "@mantine/core";
import { allows } from "@shared/api/session";
import { formatNumber } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate, useRouteContext } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type Case, type CaseFilter, type CaseKind, casesRead } from "../insights";
import { CaseList } from "../parts/CaseList";
import { saveFile } from "../parts/saving";
import { sayCase } from "../parts/saying";
import { type Column, toCsv } from "../parts/table";
import { nodesRead } from "../reads";

const here = getRouteApi("/exceptions");

/** The page; what is looked for stands in its address. */
export function Exceptions() {
  const { t } = useTranslation();
  const filter = here.useSearch();
  const navigate = useNavigate();
  const { session } = useRouteContext({ from: "__root__" });
  const nodes = (useQuery(nodesRead).data ?? []).filter((node) => session.nodes?.includes(node.id) ?? true);
  const found = useInfiniteQuery(casesRead(filter));
  const cases = found.data?.pages.flatMap((page) => page.exceptions) ?? [];
  const counts = found.data?.pages[0]?.counts ?? {};
  const look = (next: CaseFilter) => void navigate({ to: "/exceptions", search: next, replace: true });
  const without = (key: keyof CaseFilter): CaseFilter =>
    Object.fromEntries(Object.entries(filter).filter(([each]) => each !== key));
  const columns: Column<Case>[] = [
    { key: "kind", title: t("exceptions.kind"), value: (each) => t(`exceptionKind.${each.kind}`) },
    { key: "said", title: t("exceptions.said"), value: (each) => sayCase(each, t) },
    { key: "since", title: t("exceptions.since"), value: (each) => each.since },
    { key: "node", title: t("orders.node"), value: (each) => each.node ?? null },
    { key: "sku", title: t("order.sku"), value: (each) => each.sku ?? null },
    { key: "order", title: t("orders.order"), value: (each) => each.order_id ?? null },
    { key: "money", title: t("exceptions.money"), value: (each) => each.money_at_risk?.amount ?? null },
  ];
  return (
    <Stack>
      <Title order={1}>{t("exceptions.title")}</Title>
      {!allows(session, "sell", "stock", "work") && <Text c="dimmed">{t("exceptions.notYours")}</Text>}
      <Group align="end">
        <Chip.Group
          value={filter.kind ?? ""}
          onChange={(kind) => look(kind === "" ? without("kind") : { ...filter, kind: kind as CaseKind })}
        >
          <Group gap="xs" role="group" aria-label={t("exceptions.kind")}>
            <Chip value="">{t("orders.all")}</Chip>
            {Object.entries(counts).map(([kind, count]) => (
              <Chip key={kind} value={kind}>
                {t(`exceptionKind.${kind}`)} ({formatNumber(count)})
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        <NativeSelect
          label={t("orders.node")}
          value={filter.node ?? ""}
          onChange={(event) =>
            look(event.currentTarget.value === "" ? without("node") : { ...filter, node: event.currentTarget.value })
          }
          data={[{ value: "", label: t("orders.all") }, ...nodes.map((node) => ({ value: node.id, label: node.name }))]}
        />
        <Switch
          label={t("exceptions.showAside")}
          checked={filter.snoozed ?? false}
          onChange={(event) => look(event.currentTarget.checked ? { ...filter, snoozed: true } : without("snoozed"))}
          mb={8}
        />
        <Button variant="default" onClick={() => saveFile("exceptions.csv", "text/csv", toCsv(cases, columns))}>
          {t("table.csv")}
        </Button>
      </Group>
      {found.error && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending ? <Skeleton height={500} /> : <CaseList cases={cases} />}
      {found.hasNextPage && (
        <Button variant="default" onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
          {t("app.more")}
        </Button>
      )}
    </Stack>
  );
}
