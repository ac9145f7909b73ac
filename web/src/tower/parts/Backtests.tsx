/** What backtests of a policy came to, beside which other one. */
import { Text } from "@mantine/core";
import type { Schema } from "@shared/api/client";
import { formatMoment, formatNumber, formatShare } from "@shared/i18n/formats";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { backtestsRead } from "../reads";
import { TableCard } from "./TableCard";

const DIGITS = 4;

type Figure = Schema<"BacktestFigure">;

/** Nothing where there were none. */
export function Backtests({ name }: { name: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(backtestsRead(name));
  return data?.backtests.map((each) => (
    <TableCard
      key={each.done_at}
      title={t("backtest.title", { first: each.first, second: each.second })}
      headings={[
        { title: t("backtest.measure") },
        { title: each.first, numeric: true },
        { title: `${each.second} `, numeric: true },
        { title: t("policies.difference"), numeric: true },
        { title: t("backtest.interval"), numeric: true },
      ]}
      rows={each.figures.map((figure) => ({
        key: figure.measure,
        cells: [
          figure.measure,
          told(figure.first),
          told(figure.second),
          told(figure.difference),
          <Interval key="interval" figure={figure} />,
        ],
      }))}
    >
      <Text size="sm" c="dimmed">
        {t("backtest.of", {
          orders: formatNumber(each.orders),
          since: formatMoment(each.since),
          until: formatMoment(each.until),
          same: formatShare(each.same / each.orders),
          name: data.names[each.done_by] ?? each.done_by,
          at: formatMoment(each.done_at),
        })}
      </Text>
    </TableCard>
  ));
}

function told(value: number | null): string {
  return value === null ? "–" : formatNumber(value, DIGITS);
}

/** Where it holds zero, nobody knows which of both is better. */
function Interval({ figure: { low, high } }: { figure: Figure }) {
  const { t } = useTranslation();
  if (low === null || high === null) return "–";
  const said = t("backtest.between", { low: told(low), high: told(high) });
  if (low === 0 && high === 0) return said;
  return low > 0 || high < 0 ? said : `${said} · ${t("backtest.unclear")}`;
}
