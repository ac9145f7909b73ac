/** A figure over time, and how figures are written. */
import { formatNumber, formatShare } from "@shared/i18n/formats";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Figure, seriesRead } from "../insights";
import { Chart } from "./Chart";

const HOURS_MIN = 24;

/** A figure in its unit; a dash where nothing can be said. */
export function shownFigure(value: number | null, unit: string): string {
  if (value === null) return "–";
  if (unit === "share") return formatShare(value);
  return unit === "ms" ? `${formatNumber(value)} ms` : formatNumber(value, 1);
}

/** Its course; of the last day at least. */
export function Course({ figure, hours }: { figure: Figure; hours: number }) {
  const { t } = useTranslation();
  const { data } = useQuery(seriesRead(figure, Math.max(hours, HOURS_MIN)));
  const option = useMemo(() => {
    const share = data?.unit === "share";
    return {
      grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
      tooltip: { trigger: "axis", valueFormatter: (value: number | null) => shownFigure(value, data?.unit ?? "") },
      xAxis: { type: "time" },
      yAxis: { type: "value", min: 0, ...(share ? { max: 1, axisLabel: { formatter: formatShare } } : {}) },
      series: [
        {
          name: t(`figure.${figure}`),
          type: share || data?.unit === "ms" ? "line" : "bar",
          barMaxWidth: 24,
          connectNulls: true,
          symbolSize: 6,
          data: (data?.points ?? []).map((point) => [point.at, point.value]),
        },
      ],
    };
  }, [data, figure, t]);
  return <Chart label={t(`figure.${figure}`)} option={option} height={200} fileName={figure} />;
}
