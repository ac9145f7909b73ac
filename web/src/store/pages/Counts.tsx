/** What is to be counted here. */
import { Text, Title } from "@mantine/core";
import { formatFromNow } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { reading } from "../shop/calls";
import { useNode } from "../shop/node";
import { useRead } from "../shop/reading";
import { useActions } from "../shop/Shop";
import { useSkus } from "../shop/skus";
import type { Count } from "../shop/types";

/** The address of the open counts of a node. */
export function countsPath(node: string) {
  return reading("/v1/warehouse/counts", { query: { node: [node], status: ["open"], limit: 200 } });
}

const NAMES_MAX = 3;

function goodsOf({ lines }: Count, skus: ReturnType<typeof useSkus>): string {
  const names = lines.slice(0, NAMES_MAX).map((line) => skus.get(line.sku)?.name ?? line.sku);
  return names.join(", ") + (lines.length > NAMES_MAX ? ", …" : "");
}

/** Open counts, the first asked for first. */
export function Counts() {
  const { t } = useTranslation();
  const { node } = useNode();
  const actions = useActions();
  const { data, error, refetch } = useRead(countsPath(node));
  const counts = data?.value.counts ?? [];
  const skus = useSkus(
    node,
    counts.flatMap((count) => count.lines.slice(0, NAMES_MAX).map((line) => line.sku)),
  );
  if (error && !data) return <Trouble error={error} onRetry={() => void refetch()} />;
  const askedBy = ({ reason, requested_by }: Count) => {
    const name = reason === "manager" ? data?.value.names?.[requested_by] : undefined; // what was kept may be older than names
    return name === undefined ? undefined : t("count.by", { name });
  };
  const waits = (id: string) => actions.some((each) => each.thing === `count/${id}` && each.state === "waiting");
  return (
    <>
      <Title order={1} size="h2">
        {t("nav.counts")}
      </Title>
      {data && counts.length === 0 && <Text>{t("count.nothing")}</Text>}
      {counts.map((count) => (
        <Link key={count.id} to="/counts/$id" params={{ id: count.id }} className="card">
          <span className="card-words">
            <span className="card-title">
              {count.shelf ? t("count.shelf", { shelf: count.shelf }) : goodsOf(count, skus)}
            </span>
            <span className="quiet">
              {t("count.skus", { count: count.lines.length })}
              {count.shelf && `: ${goodsOf(count, skus)}`}
            </span>
            <span className="quiet">
              {[t(`count.because.${count.reason}`), formatFromNow(count.requested_at), askedBy(count)]
                .filter(Boolean)
                .join(" · ")}
            </span>
            {count.note && <span className="quiet">{count.note}</span>}
            {waits(count.id) && <span className="tag">{t("queue.notSent")}</span>}
          </span>
        </Link>
      ))}
    </>
  );
}
