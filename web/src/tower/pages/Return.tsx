/** One return: what of it is expected, here and inspected, and what became of it. */
import { Card, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { Schema } from "@shared/api/client";
import { formatMoment, formatMoney } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { AnchorLink } from "../parts/AnchorLink";
import { ReturnBadge } from "../parts/ReturnTable";
import { TableCard } from "../parts/TableCard";
import { returnRead } from "../reads";

type Details = Schema<"ReturnDetails">;

const here = getRouteApi("/returns/$id");

/** The page. */
export function Return() {
  const { t } = useTranslation();
  const { id } = here.useParams();
  const { data, error, refetch } = useQuery(returnRead(id));
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={400} />;
  const money = (amount: number | null | undefined) =>
    amount != null && data.currency ? formatMoney(amount, data.currency) : "";
  const numbers = ["expected", "received", "inspected"] as const;
  return (
    <Stack>
      <Head data={data} />
      {data.exchange && <Exchange exchange={data.exchange} />}
      <TableCard
        title={t("returns.lines")}
        headings={[
          { title: t("order.sku") },
          { title: t("order.quantity"), numeric: true },
          ...numbers.map((each) => ({ title: t(`returns.${each}`), numeric: true })),
          { title: t("returns.refunded"), numeric: true },
          { title: t("order.price"), numeric: true },
          { title: t("returns.reason") },
        ]}
        rows={data.lines.map((line) => ({
          key: `${line.line}/${line.sku}`,
          cells: [
            <SkuLink key="sku" sku={line.sku} />,
            line.requested,
            ...numbers.map((each) => line[each] ?? 0),
            line.refunded ?? 0,
            money(line.unit_price),
            words(t(`returnReason.${line.reason ?? "unknown"}`), line, t),
          ],
        }))}
      />
      {(data.dispositions ?? []).length > 0 && (
        <TableCard
          title={t("returns.dispositions")}
          headings={[
            { title: t("entries.occurred") },
            { title: t("order.sku") },
            { title: t("order.quantity"), numeric: true },
            { title: t("returns.disposition") },
          ]}
          rows={(data.dispositions ?? []).map((each, place) => ({
            key: String(place),
            cells: [
              formatMoment(each.at),
              <SkuLink key="sku" sku={each.sku} />,
              each.quantity,
              words(
                [
                  t(`disposition.${each.disposition}`),
                  ...(each.to_node ? [t("returns.sentTo", { node: each.to_node })] : []),
                  ...((each.refund ?? true) ? [t("returns.refund")] : []),
                ].join(" · "),
                each,
                t,
              ),
            ],
          }))}
        />
      )}
    </Stack>
  );
}

function Head({ data }: { data: Details }) {
  const { t } = useTranslation();
  return (
    <div>
      <Group>
        <Title order={1}>{t("returns.one", { id: data.return_id.slice(0, 13) })}</Title>
        <ReturnBadge status={data.status} />
        {data.order_id && (
          <AnchorLink to="/orders/$id" params={{ id: data.order_id }}>
            {t("exceptions.orderNamed", { order: data.receipt ?? data.order_id.slice(0, 13) })}
          </AnchorLink>
        )}
        {data.node && (
          <AnchorLink to="/nodes/$id" params={{ id: data.node }}>
            {data.node}
          </AnchorLink>
        )}
      </Group>
      <Text c="dimmed">
        {[
          data.channel,
          data.order_id ? null : data.receipt,
          `${t("returns.requested")} ${formatMoment(data.requested_at)}`,
          data.expires_at && data.status === "requested"
            ? t("returns.until", { moment: formatMoment(data.expires_at) })
            : null,
          data.refunded_amount && data.currency
            ? `${t("returns.refunded")} ${formatMoney(data.refunded_amount, data.currency)}`
            : null,
          data.cancel_reason,
        ]
          .filter(Boolean)
          .join(" · ")}
      </Text>
    </div>
  );
}

function Exchange({ exchange }: { exchange: Schema<"ExchangeDetails"> }) {
  const { t } = useTranslation();
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {t("returns.exchange")}
      </Title>
      {exchange.order_id ? (
        <AnchorLink to="/orders/$id" params={{ id: exchange.order_id }}>
          {t("returns.exchangeOrder")}
        </AnchorLink>
      ) : (
        <Text>{t("returns.exchangeRefused", { reason: exchange.refused_because ?? exchange.refused ?? "–" })}</Text>
      )}
    </Card>
  );
}

function SkuLink({ sku }: { sku: string }) {
  return (
    <AnchorLink to="/skus/$sku" params={{ sku }}>
      {sku}
    </AnchorLink>
  );
}

function words(
  said: string,
  { condition, note }: { condition?: string | null; note?: string | null },
  t: TFunction,
): string {
  return [said, condition && t(`returnCondition.${condition}`), note].filter(Boolean).join(" · ");
}
