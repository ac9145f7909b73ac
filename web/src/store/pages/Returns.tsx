/** What customers bring back: take one, or go on with one. */
import { Button, Text, Title } from "@mantine/core";
import { formatFromNow } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Picture } from "../parts/Picture";
import { goodsOf } from "../rules/returning";
import { useScans } from "../scan/useScans";
import { reading } from "../shop/calls";
import { useNode } from "../shop/node";
import { useRead } from "../shop/reading";
import { useSkus } from "../shop/skus";
import type { ReturnDetails } from "../shop/types";

/** The address of the returns that a node still has to do with. */
export function returnsPath(node: string) {
  const status = ["requested", "received", "inspected"] as const;
  return reading("/v1/returns", { query: { node: [node], status: [...status], limit: 100 } });
}

/** Open returns; a scanned receipt or order begins a new one. */
export function Returns() {
  const { t } = useTranslation();
  const { node } = useNode();
  const navigate = useNavigate();
  const { data, error, refetch } = useRead(returnsPath(node));
  const items = data?.value.items ?? [];
  const skus = useSkus(
    node,
    items.flatMap((each) => each.lines.map((line) => line.sku)),
  );
  useScans((code) => navigate({ to: "/returns/new", search: { code } }));
  if (error && !data) return <Trouble error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <Title order={1} size="h2">
        {t("nav.returns")}
      </Title>
      <Button component={Link} to="/returns/new" size="lg">
        {t("return.new")}
      </Button>
      {data && items.length === 0 && <Text>{t("return.nothing")}</Text>}
      {items.map((each) => (
        <Card key={each.return_id} details={each} skus={skus} />
      ))}
    </>
  );
}

function Card({ details, skus }: { details: ReturnDetails; skus: ReturnType<typeof useSkus> }) {
  const { t } = useTranslation();
  const known = skus.get(details.lines[0]?.sku ?? "");
  const goods = goodsOf(details.lines, (sku) => skus.get(sku)?.name ?? sku);
  return (
    <Link to="/returns/$id" params={{ id: details.return_id }} className="card">
      <Picture name={known?.name ?? "?"} category={known?.category} />
      <span className="card-words">
        <span className="card-title">{goods}</span>
        <span className="quiet">
          {t(`return.status.${details.status}`)} · {formatFromNow(details.requested_at)}
        </span>
        {details.receipt && <span className="quiet">{details.receipt}</span>}
      </span>
    </Link>
  );
}
