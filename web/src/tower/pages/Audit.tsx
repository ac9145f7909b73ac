/** What people did that could change something, the newest first; for administrators. */
import { Badge, NativeSelect, Skeleton, Stack, Title } from "@mantine/core";
import type { Schema } from "@shared/api/client";
import { formatMoment } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { DataTable, type ShownColumn } from "../parts/DataTable";
import { auditRead, usersRead } from "../reads";

type Deed = Schema<"AuditedCall">;

const here = getRouteApi("/audit");

/** The page; whose deeds stands in its address. */
export function Audit() {
  const { t } = useTranslation();
  const { user = "" } = here.useSearch();
  const navigate = useNavigate();
  const users = useQuery(usersRead).data ?? [];
  const found = useInfiniteQuery(auditRead(user));
  const columns: ShownColumn<Deed>[] = [
    { key: "at", title: t("entries.occurred"), value: (deed) => deed.at, show: (deed) => formatMoment(deed.at) },
    { key: "user", title: t("audit.user"), value: (deed) => deed.user },
    { key: "call", title: t("audit.call"), value: (deed) => deed.call },
    { key: "subjects", title: t("audit.subjects"), value: (deed) => deed.subjects.join(", ") },
    {
      key: "status",
      title: t("audit.answer"),
      numeric: true,
      value: (deed) => deed.status,
      show: (deed) => (
        <Badge color={deed.status !== null && deed.status < 300 ? "teal" : "orange"} variant="light">
          {deed.status ?? t("audit.none")}
        </Badge>
      ),
    },
    { key: "device", title: t("audit.device"), value: (deed) => deed.device },
    { key: "address", title: t("audit.address"), value: (deed) => deed.address },
  ];
  return (
    <Stack>
      <Title order={1}>{t("audit.title")}</Title>
      {found.error && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton height={400} />}
      {found.data && (
        <DataTable
          label={t("audit.title")}
          rows={found.data.pages.flatMap((page) => page.deeds)}
          columns={columns}
          keyOf={(deed) => String(deed.id)}
          fileName="audit"
          address="table"
          onMore={found.hasNextPage ? () => void found.fetchNextPage() : undefined}
          filters={
            <NativeSelect
              label={t("audit.user")}
              value={user}
              onChange={(event) =>
                void navigate({
                  to: "/audit",
                  search: event.currentTarget.value === "" ? {} : { user: event.currentTarget.value },
                  replace: true,
                })
              }
              data={[{ value: "", label: t("orders.all") }, ...users.map((each) => each.name)]}
            />
          }
        />
      )}
    </Stack>
  );
}
