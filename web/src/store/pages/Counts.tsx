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

/** The address of the open counts of a node. */
export function countsPath(node: string) {
  return reading("/v1/warehouse/counts", { query: { node: [node], status: ["open"], limit: 200 } });
}

/** Open counts, the first asked for first. */
export function Counts() {
  const { t } = useTranslation();
  const { node } = useNode();
  const actions = useActions();
  const { data, error, refetch } = useRead(countsPath(node));
  if (error && !data) return <Trouble error={error} onRetry={() => void refetch()} />;
  const waits = (id: string) => actions.some((each) => each.thing === `count/${id}` && each.state === "waiting");
  return (
    <>
      <Title order={1} size="h2">
        {t("nav.counts")}
      </Title>
      {data?.value.counts.length === 0 && <Text>{t("count.nothing")}</Text>}
      {data?.value.counts.map((count) => (
        <Link key={count.id} to="/counts/$id" params={{ id: count.id }} className="card">
          <span className="card-words">
            <span className="card-title">
              {count.shelf ? t("count.shelf", { shelf: count.shelf }) : t("count.skus", { count: count.lines.length })}
            </span>
            <span className="quiet">
              {t(`count.because.${count.reason}`)} · {formatFromNow(count.requested_at)}
            </span>
            {count.note && <span className="quiet">{count.note}</span>}
            {waits(count.id) && <span className="tag">{t("queue.notSent")}</span>}
          </span>
        </Link>
      ))}
    </>
  );
}
