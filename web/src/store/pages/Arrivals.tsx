/** What is on its way to this store. */
import { Button, Text, Title } from "@mantine/core";
import { formatMoment, formatNumber } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { reading } from "../shop/calls";
import { useNode } from "../shop/node";
import { useRead } from "../shop/reading";
import type { Arrival } from "../shop/types";

/** The address of what is to come to a node. */
export function arrivalsPath(node: string) {
  return reading("/v1/warehouse/arrivals", { query: { node } });
}

/** What comes, and where from. */
export function titleOf(arrival: Arrival, nameOf: (node: string) => string, t: TFunction): string {
  const kind = t(`arrival.${arrival.kind}`);
  return arrival.from_node ? `${kind} ${t("arrival.from", { node: nameOf(arrival.from_node) })}` : kind;
}

/** Deliveries, the next one first; and one that nobody announced. */
export function Arrivals() {
  const { t } = useTranslation();
  const { node, nameOf } = useNode();
  const { data, error, refetch } = useRead(arrivalsPath(node));
  if (error && !data) return <Trouble error={error} onRetry={() => void refetch()} />;
  const arrivals = [...(data?.value.arrivals ?? [])].sort((one, other) =>
    (one.expected_at ?? "9").localeCompare(other.expected_at ?? "9"),
  );
  return (
    <>
      <Title order={1} size="h2">
        {t("nav.arrivals")}
      </Title>
      {data && arrivals.length === 0 && <Text>{t("arrival.nothing")}</Text>}
      {arrivals.map((arrival) => (
        <Link key={arrival.id} to="/arrivals/$id" params={{ id: arrival.id }} className="card">
          <span className="card-words">
            <span className="card-title">{titleOf(arrival, nameOf, t)}</span>
            <span className="quiet">{arrival.expected_at ? formatMoment(arrival.expected_at) : t("queue.noDate")}</span>
            <span className="quiet">
              {t("arrival.lines", {
                count: arrival.lines.length,
                units: formatNumber(
                  arrival.lines.reduce((sum, line) => sum + line.quantity, 0),
                  3,
                ),
              })}
            </span>
          </span>
        </Link>
      ))}
      <Button component={Link} to="/arrivals/new" size="lg" variant="default">
        {t("arrival.unannounced")}
      </Button>
    </>
  );
}
