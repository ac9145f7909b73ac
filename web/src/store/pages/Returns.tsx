/** What customers bring back: take one, or go on with one. */
import { Button, Text, Title } from "@mantine/core";
import { formatFromNow } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useScans } from "../scan/useScans";
import { reading } from "../shop/calls";
import { useNode } from "../shop/node";
import { useRead } from "../shop/reading";

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
      {data?.value.items.length === 0 && <Text>{t("return.nothing")}</Text>}
      {data?.value.items.map((each) => (
        <Link key={each.return_id} to="/returns/$id" params={{ id: each.return_id }} className="card">
          <span className="card-words">
            <span className="card-title">{each.receipt ?? each.order_id?.slice(-12) ?? each.return_id.slice(-12)}</span>
            <span className="quiet">
              {t(`return.status.${each.status}`)} · {formatFromNow(each.requested_at)}
            </span>
            <span className="quiet">{each.lines.map((line) => `${line.requested} × ${line.sku}`).join(", ")}</span>
          </span>
        </Link>
      ))}
    </>
  );
}
