/** Returns, the newest first, by how they stand and where. */
import { NativeSelect, Skeleton, Title } from "@mantine/core";
import { Trouble } from "@shared/ui/Trouble";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate, useRouteContext } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ReturnTable } from "../parts/ReturnTable";
import { nodesRead, type ReturnFilter, returnsRead } from "../reads";
import { RETURN_STATUSES } from "../states";

const here = getRouteApi("/returns");

/** The page; what is looked for stands in its address. */
export function Returns() {
  const { t } = useTranslation();
  const filter = here.useSearch();
  const { session } = useRouteContext({ from: "__root__" });
  const own = session.nodes?.join(",");
  const found = useInfiniteQuery(returnsRead(own === undefined ? filter : { node: own, ...filter }));
  return (
    <>
      <Title order={1} mb="md">
        {t("returns.title")}
      </Title>
      {found.error && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton height={400} />}
      {found.data && (
        <ReturnTable
          returns={found.data.pages.flatMap((page) => page.items)}
          fileName="returns"
          address="table"
          onMore={found.hasNextPage ? () => void found.fetchNextPage() : undefined}
          filters={<Filters filter={filter} />}
        />
      )}
    </>
  );
}

function Filters({ filter }: { filter: ReturnFilter }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { session } = useRouteContext({ from: "__root__" });
  const nodes = (useQuery(nodesRead).data ?? []).filter((node) => session.nodes?.includes(node.id) ?? true);
  const change = (key: keyof ReturnFilter, value: string) =>
    void navigate({ to: "/returns", search: { ...filter, [key]: value === "" ? undefined : value }, replace: true });
  const all = { value: "", label: t("orders.all") };
  return (
    <>
      <NativeSelect
        label={t("orders.status")}
        value={filter.status ?? ""}
        onChange={(event) => change("status", event.currentTarget.value)}
        data={[all, ...RETURN_STATUSES.map((status) => ({ value: status, label: t(`returnStatus.${status}`) }))]}
      />
      <NativeSelect
        label={t("orders.node")}
        value={filter.node ?? ""}
        onChange={(event) => change("node", event.currentTarget.value)}
        data={[all, ...nodes.map((node) => ({ value: node.id, label: node.name }))]}
      />
    </>
  );
}
