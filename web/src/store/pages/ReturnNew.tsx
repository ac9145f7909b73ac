/** Goods are on the counter: from which order, what, why, and in which condition. */
import { Alert, Button, NativeSelect, Text, TextInput } from "@mantine/core";
import { Refused } from "@shared/api/client";
import { notify } from "@shared/ui/Notices";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Amount } from "../parts/Amount";
import { ChannelChoice, useChannel } from "../parts/Channel";
import { CodeField } from "../parts/CodeField";
import { Head } from "../parts/Frame";
import { Picture } from "../parts/Picture";
import { blind, findOrder, type Given, givenLines, returnBody } from "../rules/returning";
import { gtinIn, named } from "../scan/codes";
import { feel } from "../scan/feedback";
import { useScans } from "../scan/useScans";
import { deed } from "../shop/deeds";
import { lookUp } from "../shop/lookup";
import { useNode } from "../shop/node";
import { soon } from "../shop/patience";
import { useShop } from "../shop/Shop";
import { useCatalog } from "../shop/skus";
import type { Disposition, ReturnReason, SoldOrder } from "../shop/types";

export const REASONS = [
  "unwanted",
  "size_too_small",
  "size_too_large",
  "defective",
  "not_as_described",
  "wrong_item",
  "other",
] as const satisfies ReturnReason[];
export const DISPOSITIONS = [
  "restock",
  "quality_control",
  "damaged",
  "repair",
  "destroy",
] as const satisfies Disposition[];

/** Takes a return; without an order it stands for itself. */
export function ReturnNew({ code }: { code: string }) {
  const { t } = useTranslation();
  const shop = useShop();
  const { node } = useNode();
  const { channels, channel, choose, isPending } = useChannel();
  const navigate = useNavigate();
  const [asked, setAsked] = useState(code);
  /** What was found, and by which words; they stand, whatever is typed meanwhile. */
  const [found, setFound] = useState<{ receipt: string; order: SoldOrder | null }>();
  const [isBusy, setBusy] = useState(code !== "");
  const [trouble, setTrouble] = useState<string>();
  const [lines, setLines] = useState<Given[]>([]);
  const { skus, isLearning } = useCatalog(
    node,
    lines.map((line) => line.sku),
  );
  const order = found?.order;
  const set = (at: number, change: Partial<Given>) =>
    setLines((now) => now.map((line, place) => (place === at ? { ...line, ...change } : line)));

  const find = async (receipt: string) => {
    setAsked(receipt);
    setTrouble(undefined);
    setBusy(true);
    try {
      const sold = await soon(findOrder(shop.backend, receipt, channel));
      setFound({ receipt, order: sold });
      setLines(sold ? givenLines(sold) : []);
    } catch (error) {
      setTrouble(error instanceof Refused ? error.message : t("trouble.unreachable"));
    }
    setBusy(false);
  };
  const goods = async (read: string) => {
    const sku =
      named(
        read,
        lines.map((line) => skus.get(line.sku) ?? { sku: line.sku, gtins: [] }),
      )?.sku ?? (await lookUp(shop, node, read))?.sku?.id;
    const at = lines.findIndex((line) => line.sku === sku && line.quantity < line.most);
    const isTaken = sku !== undefined && (at >= 0 || order === null);
    feel(isTaken ? "good" : "bad");
    setTrouble(isTaken ? undefined : t("return.notOfOrder", { code: read }));
    if (at >= 0) set(at, { quantity: (lines[at]?.quantity ?? 0) + 1 });
    else if (isTaken) setLines((now) => [...now, blind(sku)]);
  };
  const heard = async (read: string) => {
    if (found) return goods(read);
    // Goods are no receipt: whoever begins with them is told what to begin with.
    const isGoods = gtinIn(read) !== undefined && (await lookUp(shop, node, read))?.sku;
    if (!isGoods) return find(read);
    feel("bad");
    setTrouble(t("return.receiptFirst"));
  };
  // A receipt that was scanned on the page before is looked for as soon as it is known where it was sold.
  const isKnown = code !== "" && !isPending;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => {
    if (isKnown) void find(code);
  }, [isKnown]);
  const waits = isBusy || (lines.length > 0 && isLearning);
  useScans(heard, { ready: !waits });

  const given = lines.filter((line) => line.quantity > 0);
  const take = async () => {
    if (!found) return;
    setBusy(true);
    const { receipt } = found;
    const thing = `return-of/${found.order?.order_id ?? receipt}`;
    const body = returnBody(node, found.order, { receipt, channel }, given);
    const title = found.order?.reference ?? receipt;
    const action = await shop.doAndWait(deed("/v1/returns", {}, { kind: "return", thing, title, body }));
    if (action?.state === "refused") {
      setBusy(false);
      feel("bad");
      setTrouble(action.problem?.detail ?? "");
      return shop.outbox.dismiss(action.thing, action.user);
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
      {order == null && <ChannelChoice channels={channels} channel={channel} choose={choose} />}
      <form
        className="row"
        style={{ alignItems: "flex-end", flexWrap: "nowrap" }}
        onSubmit={(event) => {
          event.preventDefault();
          void find(asked.trim());
        }}
      >
        <TextInput
          size="lg"
          flex={1}
          label={t("return.receipt")}
          value={asked}
          onChange={(event) => setAsked(event.currentTarget.value)}
        />
        <Button
          type="submit"
          size="lg"
          loading={isBusy}
          disabled={asked.trim() === "" || lines.some((line) => line.quantity > 0)}
        >
          {t("return.find")}
        </Button>
      </form>
      {order === null && <Text role="status">{t("return.noOrder")}</Text>}
      {found && <CodeField label={t("scan.code")} />}
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
        <Button size="lg" disabled={given.length === 0} loading={isBusy} onClick={() => void take()}>
          {t("return.take", { count: given.reduce((sum, line) => sum + line.quantity, 0) })}
        </Button>
      </div>
    </>
  );
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
        <>
          <NativeSelect
            size="lg"
            w="100%"
            label={t("return.reason")}
            value={line.reason}
            onChange={(event) => set({ reason: event.currentTarget.value as ReturnReason })}
            data={REASONS.map((each) => ({ value: each, label: t(`return.because.${each}`) }))}
          />
          <NativeSelect
            size="lg"
            w="100%"
            label={t("return.disposition")}
            value={line.disposition}
            onChange={(event) => set({ disposition: event.currentTarget.value as Disposition })}
            data={DISPOSITIONS.map((each) => ({ value: each, label: t(`return.becomes.${each}`) }))}
          />
        </>
      )}
    </div>
  );
}
