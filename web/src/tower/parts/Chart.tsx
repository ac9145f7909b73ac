/** A chart by ECharts, which is loaded when the first one is shown; its colors follow the page, its picture can be kept. */
import { Button, Group, Skeleton, Text, useComputedColorScheme } from "@mantine/core";
import type { EChartsCoreOption, EChartsType } from "echarts/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { saveFile } from "./saving";

type Props = { label: string; option: EChartsCoreOption; height?: number; fileName: string };

/** The chart; `label` says in words what it shows. */
export function Chart({ label, option, height = 280, fileName }: Props) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme("light");
  const [chart, setChart] = useState<EChartsType>();

  useEffect(() => {
    let made: EChartsType | undefined;
    let gone = false;
    void import("./echarts").then(({ init }) => {
      if (gone || place.current === null) return;
      place.current.style.height = `${height}px`;
      made = init(place.current, scheme === "dark" ? "dark" : undefined);
      setChart(made);
    });
    const observer = new ResizeObserver(() => made?.resize());
    if (place.current) observer.observe(place.current);
    return () => {
      gone = true;
      observer.disconnect();
      made?.dispose();
      setChart(undefined);
    };
  }, [scheme, height]);

  useEffect(() => {
    chart?.setOption({ backgroundColor: "transparent", animationDuration: 200, ...option }, { notMerge: true });
  }, [chart, option]);

  const keep = () => {
    if (!chart) return;
    const backgroundColor = scheme === "dark" ? "#1a1b1e" : "#ffffff";
    saveFile(`${fileName}.png`, "image/png", chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor }));
  };
  return (
    <figure style={{ margin: 0 }}>
      <Group justify="space-between" wrap="nowrap">
        <Text component="figcaption" fw={600} size="sm">
          {label}
        </Text>
        <Button
          variant="subtle"
          size="compact-sm"
          disabled={chart === undefined}
          onClick={keep}
          style={{ flexShrink: 0 }}
        >
          {t("chart.png")}
        </Button>
      </Group>
      {chart === undefined && <Skeleton height={height} />}
      <div ref={place} role="img" aria-label={label} style={{ height: chart === undefined ? 0 : height }} />
    </figure>
  );
}
