/** What is on its way to this store. */
import { Button, Text, Title } from "@mantine/core";
import { formatMoment, formatNumber } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { reading } from "../shop/calls";
import { useNode } from "../shop/node";
import { useRead } from "../shop/reading";

/** The address of what is to come to a node. */
export function arrivalsPath(node: string) {
  return reading("/v1/warehouse/arrivals", { query: { node } });
}

/** Deliveries, the next one first; and one that nobody announced. */
export function Arrivals() {
  const { t } = useTranslation();
  const { node } = useNode();
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
            <span className="card-title">
              {t(`arrival.${arrival.kind}`)} {arrival.from_node && t("arrival.from", { node: arrival.from_node })}
            </span>
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
