/** One hold: for how long it keeps what where, and what became of the rest. */
import { Badge, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { formatMoment } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { AnchorLink } from "../parts/AnchorLink";
import { TableCard } from "../parts/TableCard";
import { holdRead } from "../reads";
import { HOLD_COLORS } from "../states";

const here = getRouteApi("/holds/$id");

/** The page. */
export function Hold() {
  const { t } = useTranslation();
  const { id } = here.useParams();
  const { data, error, refetch } = useQuery(holdRead(id));
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={300} />;
  const about = [
    data.channel,
    data.reference,
    `${t("holds.placed")} ${formatMoment(data.placed_at)}`,
    data.expires_at && t("holds.expires", { moment: formatMoment(data.expires_at) }),
  ];
  return (
    <Stack>
      <div>
        <Group>
          <Title order={1}>{t("holds.one", { id: data.hold_id.slice(0, 13) })}</Title>
          <HoldBadge status={data.status} />
        </Group>
        <Text c="dimmed">{about.filter(Boolean).join(" · ")}</Text>
      </div>
      <TableCard
        title={t("holds.lines")}
        headings={[
          { title: t("order.sku") },
          { title: t("orders.node") },
          { title: t("holds.placedQuantity"), numeric: true },
          { title: t("holds.quantity"), numeric: true },
          { title: t("orders.status") },
        ]}
        rows={data.lines.map((line) => ({
          key: `${line.sku}/${line.node}`,
          cells: [
            <AnchorLink key="sku" to="/skus/$sku" params={{ sku: line.sku }}>
              {line.sku}
            </AnchorLink>,
            <AnchorLink key="node" to="/nodes/$id" params={{ id: line.node }}>
              {line.node}
            </AnchorLink>,
            line.placed_quantity,
            line.quantity,
            <HoldBadge key="status" status={line.status} />,
          ],
        }))}
      />
    </Stack>
  );
}

function HoldBadge({ status }: { status: keyof typeof HOLD_COLORS }) {
  const { t } = useTranslation();
  return (
    <Badge color={HOLD_COLORS[status]} variant="light">
      {t(`holdStatus.${status}`)}
    </Badge>
  );
}
