/** Returns in a table; each leads to its page. */
import { Badge } from "@mantine/core";
import type { Schema } from "@shared/api/client";
import { formatMoment, formatMoney } from "@shared/i18n/formats";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { RETURN_COLORS } from "../states";
import { AnchorLink } from "./AnchorLink";
import { DataTable, type ShownColumn } from "./DataTable";

type Details = Schema<"ReturnDetails">;

type Props = {
  returns: readonly Details[];
  fileName: string;
  onMore?: (() => void) | undefined;
  filters?: ReactNode;
  address?: string;
};

/** The table. */
export function ReturnTable({ returns, fileName, onMore, filters, ...address }: Props) {
  const { t } = useTranslation();
  const columns: ShownColumn<Details>[] = [
    {
      key: "return",
      title: t("returns.return"),
      value: (row) => row.return_id,
      show: (row) => (
        <AnchorLink to="/returns/$id" params={{ id: row.return_id }}>
          {row.return_id.slice(0, 13)}
        </AnchorLink>
      ),
    },
    {
      key: "status",
      title: t("orders.status"),
      value: (row) => t(`returnStatus.${row.status}`),
      show: (row) => <ReturnBadge status={row.status} />,
    },
    {
      key: "order",
      title: t("returns.orderOrReceipt"),
      value: (row) => row.order_id ?? row.receipt ?? null,
      show: (row) =>
        row.order_id ? (
          <AnchorLink to="/orders/$id" params={{ id: row.order_id }}>
            {row.receipt ?? row.order_id.slice(0, 13)}
          </AnchorLink>
        ) : (
          (row.receipt ?? "–")
        ),
    },
    { key: "node", title: t("orders.node"), value: (row) => row.node ?? null },
    {
      key: "units",
      title: t("orders.units"),
      numeric: true,
      value: (row) => row.lines.reduce((sum, line) => sum + Math.max(line.requested, line.received ?? 0), 0),
    },
    {
      key: "refunded",
      title: t("returns.refunded"),
      numeric: true,
      value: (row) => row.refunded_amount ?? 0,
      show: (row) => (row.refunded_amount && row.currency ? formatMoney(row.refunded_amount, row.currency) : ""),
    },
    {
      key: "requested",
      title: t("returns.requested"),
      value: (row) => row.requested_at,
      show: (row) => formatMoment(row.requested_at),
    },
  ];
  return (
    <DataTable
      label={t("returns.title")}
      rows={returns}
      columns={columns}
      keyOf={(row) => row.return_id}
      fileName={fileName}
      onMore={onMore}
      filters={filters}
      {...address}
    />
  );
}

/** How a return stands. */
export function ReturnBadge({ status }: { status: Details["status"] }) {
  const { t } = useTranslation();
  return (
    <Badge color={RETURN_COLORS[status]} variant="light">
      {t(`returnStatus.${status}`)}
    </Badge>
  );
}
