/** Goods are on the counter: from which order, what, why, and in which condition. */
import { Alert, Button, NativeSelect, Text, TextInput } from "@mantine/core";
import { Refused } from "@shared/api/client";
import { notify } from "@shared/ui/Notices";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Amount } from "../parts/Amount";
import { ChannelChoice, useChannel } from "../parts/Channel";
import { CodeField } from "../parts/CodeField";
import { Head } from "../parts/Frame";
import { Picture } from "../parts/Picture";
import { findOrder, type Given, givenLines, returnBody } from "../rules/returning";
import { named } from "../scan/codes";
import { feel } from "../scan/feedback";
import { useScans } from "../scan/useScans";
import { lookUp } from "../shop/lookup";
import { useNode } from "../shop/node";
import { useShop } from "../shop/Shop";
import { useSkus } from "../shop/skus";
import type { Order } from "../shop/types";

export const REASONS = [
  "unwanted",
  "size_too_small",
  "size_too_large",
  "defective",
  "not_as_described",
  "wrong_item",
  "other",
] as const;
export const DISPOSITIONS = ["restock", "quality_control", "damaged", "repair", "destroy"] as const;

/** Takes a return; without an order it stands for itself. */
export function ReturnNew({ code }: { code: string }) {
  const { t } = useTranslation();
  const shop = useShop();
  const { node } = useNode();
  const { channels, channel, choose } = useChannel();
  const navigate = useNavigate();
  const [asked, setAsked] = useState(code);
  const [order, setOrder] = useState<Order | null>();
  const [trouble, setTrouble] = useState<string>();
  const [lines, setLines] = useState<Given[]>([]);
  const skus = useSkus(
    node,
    lines.map((line) => line.sku),
  );
  const set = (at: number, change: Partial<Given>) =>
    setLines((now) => now.map((line, place) => (place === at ? { ...line, ...change } : line)));
  const find = async (event: FormEvent) => {
    event.preventDefault();
    setTrouble(undefined);
    try {
      const found = await findOrder(shop.backend, asked.trim());
      setOrder(found);
      setLines(found ? givenLines(found) : []);
    } catch (error) {
      setTrouble(error instanceof Refused ? error.message : t("trouble.unreachable"));
    }
  };
  useScans(async (read) => {
    if (order === undefined) return setAsked(read);
    const sku =
      named(
        read,
        lines.map((line) => skus.get(line.sku) ?? { sku: line.sku, gtins: [] }),
      )?.sku ?? (await lookUp(shop, node, read))?.sku?.id;
    const at = lines.findIndex((line) => line.sku === sku && line.quantity < line.most);
    feel(sku && (at >= 0 || order === null) ? "good" : "bad");
    if (at >= 0) return set(at, { quantity: (lines[at]?.quantity ?? 0) + 1 });
    if (order === null && sku) setLines((now) => [...now, blind(sku)]);
    else setTrouble(t("return.notOfOrder", { code: read }));
  });
  const given = lines.filter((line) => line.quantity > 0);
  const take = async () => {
    const action = await shop.doAndWait({
      kind: "return",
      thing: `return-of/${order?.order_id ?? asked}`,
      title: order?.reference ?? asked,
      path: "/v1/returns",
      body: returnBody(node, order ?? null, { receipt: asked, channel }, given),
    });
    if (action?.state === "refused") {
      feel("bad");
      setTrouble(action.problem?.detail ?? "");
      return shop.outbox.dismiss(action.thing);
    }
    feel("done");
    notify({ kind: "good", text: t("return.taken") });
    void navigate({ to: "/returns" });
  };
  return (
    <>
      <Head title={t("return.new")} />
      {trouble && (
        <Alert color="red" role="alert">
          {trouble}
        </Alert>
      )}
      <form
        className="row"
        style={{ alignItems: "flex-end", flexWrap: "nowrap" }}
        onSubmit={(event) => void find(event)}
      >
        <TextInput
          size="lg"
          flex={1}
          label={t("return.receipt")}
          value={asked}
          onChange={(event) => setAsked(event.currentTarget.value)}
        />
        <Button type="submit" size="lg" disabled={asked.trim() === ""}>
          {t("return.find")}
        </Button>
      </form>
      {order === null && <Text role="status">{t("return.noOrder")}</Text>}
      {order === null && <ChannelChoice channels={channels} channel={channel} choose={choose} />}
      {order !== undefined && <CodeField label={t("scan.code")} />}
      {lines.map((line, at) => (
        <Line
          key={`${line.line}/${line.sku}`}
          line={line}
          name={skus.get(line.sku)?.name ?? line.sku}
          category={skus.get(line.sku)?.category}
          set={(change) => set(at, change)}
        />
      ))}
      <div className="deed-bar">
        <Button size="lg" disabled={given.length === 0} onClick={() => void take()}>
          {t("return.take", { count: given.reduce((sum, line) => sum + line.quantity, 0) })}
        </Button>
      </div>
    </>
  );
}

function blind(sku: string): Given {
  return { sku, most: Number.POSITIVE_INFINITY, quantity: 1, reason: "unwanted", disposition: "restock" };
}

type LineProps = {
  line: Given;
  name: string;
  category?: string | null | undefined;
  set: (change: Partial<Given>) => void;
};

function Line({ line, name, category, set }: LineProps) {
  const { t } = useTranslation();
  return (
    <div className="card" style={{ flexWrap: "wrap" }}>
      <Picture name={name} category={category} />
      <span className="card-words">
        <span className="card-title">{name}</span>
        <span className="quiet">{line.sku}</span>
      </span>
      <Amount
        label={t("return.amount", { name })}
        value={line.quantity}
        onChange={(value) => set({ quantity: Math.min(value ?? 0, line.most) })}
      />
      {line.quantity > 0 && (
        <div className="row" style={{ width: "100%", flexWrap: "nowrap" }}>
          <NativeSelect
            size="lg"
            flex={1}
            label={t("return.reason")}
            value={line.reason}
            onChange={(event) => set({ reason: event.currentTarget.value })}
            data={REASONS.map((each) => ({ value: each, label: t(`return.because.${each}`) }))}
          />
          <NativeSelect
            size="lg"
            flex={1}
            label={t("return.disposition")}
            value={line.disposition}
            onChange={(event) => set({ disposition: event.currentTarget.value })}
            data={DISPOSITIONS.map((each) => ({ value: each, label: t(`return.becomes.${each}`) }))}
          />
        </div>
      )}
    </div>
  );
}
