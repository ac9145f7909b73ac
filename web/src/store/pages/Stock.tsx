/** How much of something is here, near, and anywhere. */
import { Loader, Text, Title } from "@mantine/core";
import { formatMoment, formatNumber } from "@shared/i18n/formats";
import { Trouble } from "@shared/ui/Trouble";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ChannelChoice, useChannel } from "../parts/Channel";
import { CodeField } from "../parts/CodeField";
import { Picture } from "../parts/Picture";
import { gtinIn } from "../scan/codes";
import { feel } from "../scan/feedback";
import { useScans } from "../scan/useScans";
import { reading } from "../shop/calls";
import { lookUp } from "../shop/lookup";
import { useNode } from "../shop/node";
import { useRead } from "../shop/reading";
import { useShop } from "../shop/Shop";
import { useSkus } from "../shop/skus";
import type { TillView } from "../shop/types";

/** A scan or a SKU, and what is known of it. */
export function Stock() {
  const { t } = useTranslation();
  const shop = useShop();
  const { node } = useNode();
  const { channels, channel, choose } = useChannel();
  const [sku, setSku] = useState<string>();
  useScans(async (code) => {
    const found = await lookUp(shop, node, code);
    feel(found?.sku ? "good" : "bad");
    setSku(found?.sku?.id ?? gtinIn(code) ?? code);
  });
  return (
    <>
      <Title order={1} size="h2">
        {t("nav.stock")}
      </Title>
      <CodeField label={t("stock.what")} />
      <ChannelChoice channels={channels} channel={channel} choose={choose} />
      {sku === undefined && <Text className="quiet">{t("stock.how")}</Text>}
      {sku !== undefined && channel !== undefined && <View node={node} channel={channel} code={sku} />}
    </>
  );
}

function View({ node, channel, code }: { node: string; channel: string; code: string }) {
  const { t } = useTranslation();
  const gtin = gtinIn(code);
  const what = gtin ? { barcode: code } : { sku: code };
  const { data, error, isPending, refetch } = useRead(
    reading("/v1/tills/view", { query: { node, channel, near: 5, ...what } }),
  );
  const skus = useSkus(node, data ? [data.value.sku] : []);
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (isPending || !data) return <Loader />;
  const { sku, here, near, pool, promises } = data.value;
  const known = skus.get(sku);
  return (
    <>
      {data.isKept && <Text className="quiet">{t("stock.kept", { when: formatMoment(new Date(data.askedAt)) })}</Text>}
      <div className="card">
        <Picture name={known?.name ?? sku} category={known?.category} />
        <span className="card-words">
          <span className="card-title">{known?.name ?? sku}</span>
          <span className="quiet">{sku}</span>
        </span>
        {known?.shelf && <span className="shelf">{known.shelf}</span>}
      </div>
      <div className="figures">
        <Figure label={t("stock.here")} value={here.available} />
        <Figure label={t("stock.onHand")} value={here.on_hand} />
        <Figure label={t("stock.waits")} value={here.ready_for_pickup} />
        <Figure label={t("stock.pool")} value={pool} />
      </div>
      <Title order={2} size="h4">
        {t("stock.near")}
      </Title>
      {near.length === 0 && <Text>{t("stock.nowhere")}</Text>}
      {near.map((each) => (
        <div key={each.node} className="card">
          <span className="card-words">
            <span className="card-title">{each.name}</span>
            {typeof each.distance_km === "number" && (
              <span className="quiet">{formatNumber(each.distance_km, 1)} km</span>
            )}
          </span>
          <span className="amount">{formatNumber(each.available, 3)}</span>
        </div>
      ))}
      <Title order={2} size="h4">
        {t("stock.promises")}
      </Title>
      {promises.map((promise) => (
        <div key={promise.method} className="card">
          <span className="card-words">
            <span className="card-title">{t(`method.${promise.method}`)}</span>
            <span className="quiet">{promise.available ? whenOf(promise) : t("stock.no")}</span>
          </span>
        </div>
      ))}
    </>
  );
}

function whenOf(promise: TillView["promises"][number]): string {
  const until = promise.promised_until ?? promise.until_date;
  return until ? formatMoment(until) : "✓";
}

function Figure({ label, value }: { label: string; value: number }) {
  return (
    <div className="figure">
      <span className="quiet">{label}</span>
      <b>{formatNumber(value, 3)}</b>
    </div>
  );
}
