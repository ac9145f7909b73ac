/** One count: blind, line by line. What differs from the book is counted again. */
import { Button, Text } from "@mantine/core";
import type { Schema } from "@shared/api/client";
import { Trouble } from "@shared/ui/Trouble";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Action } from "../offline/actions";
import { Amount } from "../parts/Amount";
import { CodeField } from "../parts/CodeField";
import { Head } from "../parts/Frame";
import { Loading } from "../parts/Loading";
import { Picture } from "../parts/Picture";
import { Said, type Words } from "../parts/Said";
import { alsoAsked, linesToCount } from "../rules/counting";
import { named } from "../scan/codes";
import { feel } from "../scan/feedback";
import { useScans } from "../scan/useScans";
import { deed } from "../shop/deeds";
import { useNode } from "../shop/node";
import { useRead } from "../shop/reading";
import { useActions, useShop } from "../shop/Shop";
import { useCatalog } from "../shop/skus";
import type { Count, CountLine, Sku } from "../shop/types";
import { countsPath } from "./Counts";

/** Scanning a unit adds one to its line. */
export function CountPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const { node } = useNode();
  const { data, isPending, error } = useRead(countsPath(node));
  const count = data?.value.counts.find((each) => each.id === id);
  const others = data?.value.counts.filter((each) => each.id !== id) ?? [];
  if (count) return <CountView count={count} others={others} askedAt={data?.askedAt ?? 0} />;
  if (isPending) return <Loading />;
  if (error) return <Trouble error={error} />;
  return (
    <>
      <Head title={t("nav.counts")} />
      <Said words={{ kind: "good", title: t("count.done") }} />
    </>
  );
}

function CountView({ count, others, askedAt }: { count: Count; others: readonly Count[]; askedAt: number }) {
  const { t } = useTranslation();
  const { node } = useNode();
  const shop = useShop();
  const actions = useActions().filter((each) => each.thing === `count/${count.id}`);
  const { skus, isLearning } = useCatalog(
    node,
    count.lines.map((line) => line.sku),
  );
  const [amounts, setAmounts] = useState<Record<string, number | null>>({});
  const [isBusy, setBusy] = useState(false);
  const [said, say] = useState<Words>({ kind: "calm", title: t("count.how") });
  const lines = linesToCount(count.lines, actions as Action[], askedAt);
  const known = lines.map((line) => skus.get(line.sku) ?? { sku: line.sku, name: line.sku, gtins: [] });
  const heard = (code: string) => {
    const sku = named(code, known);
    feel(sku ? "good" : "bad");
    if (!sku) return say({ kind: "bad", title: t("count.wrong"), text: t("count.wrongMore", { code }) });
    const now = (amounts[sku.sku] ?? 0) + 1;
    setAmounts((before) => ({ ...before, [sku.sku]: (before[sku.sku] ?? 0) + 1 }));
    say({ kind: "good", title: sku.name, text: String(now) });
  };
  useScans(heard, { ready: !isBusy && !isLearning });
  const counted = lines.filter((line) => typeof amounts[line.sku] === "number");
  const send = async () => {
    const at = new Date().toISOString();
    const sent = counted.map((line) => ({ sku: line.sku, quantity: amounts[line.sku] ?? 0, counted_at: at }));
    setBusy(true);
    setAmounts({});
    const action = await shop.doAndWait(counting(count, sent));
    // Two orders that lacked the same have each asked for a count: what was counted once answers both.
    for (const [other, lines] of alsoAsked(others, sent)) await shop.do(counting(other, lines));
    say(wordsOf(action));
    setBusy(false);
  };
  const counting = ({ id, shelf, lines: all }: Count, counted: Schema<"CountedInput">[]) => {
    const title = shelf ?? t("count.skus", { count: all.length });
    const meant = { kind: "count", thing: `count/${id}`, title, body: { lines: counted } } as const;
    return deed("/v1/warehouse/counts/{count_id}/lines", { path: { count_id: id } }, meant);
  };
  const wordsOf = (action: Action<Schema<"CountedReply">> | undefined): Words => {
    if (action?.state !== "done") return { kind: "calm", title: t("count.kept") };
    const again = (action.reply?.results ?? []).filter((each) => each.outcome === "recount").length;
    if (again === 0) return { kind: "good", title: t("count.recorded") };
    return { kind: "calm", title: t("count.again", { count: again }), text: t("count.againMore") };
  };
  return (
    <>
      <Head title={count.shelf ? t("count.shelf", { shelf: count.shelf }) : t("count.title")} />
      <Text className="quiet">{t(`count.because.${count.reason}`)}</Text>
      <Said words={said} />
      <fieldset disabled={isBusy} style={{ display: "contents" }}>
        {lines.map((line) => (
          <Line
            key={line.sku}
            line={line}
            sku={skus.get(line.sku)}
            value={amounts[line.sku] ?? null}
            onChange={(value) => setAmounts((before) => ({ ...before, [line.sku]: value }))}
          />
        ))}
      </fieldset>
      <CodeField label={t("scan.code")} />
      <div className="deed-bar">
        <Button size="lg" disabled={counted.length === 0} loading={isBusy} onClick={() => void send()}>
          {t("count.send", { count: counted.length })}
        </Button>
      </div>
    </>
  );
}

type LineProps = {
  line: CountLine;
  sku: Sku | undefined;
  value: number | null;
  onChange: (value: number | null) => void;
};

function Line({ line, sku, value, onChange }: LineProps) {
  const { t } = useTranslation();
  const name = sku?.name ?? line.sku;
  const shelf = line.shelves?.[0] ?? sku?.shelf;
  return (
    <div className="card" data-tone={line.status === "recount" ? "soon" : undefined} style={{ flexWrap: "wrap" }}>
      <Picture name={name} category={sku?.category} />
      <span className="card-words">
        <span className="card-title">{name}</span>
        <span className="quiet">{line.sku}</span>
        {line.status === "recount" && <span className="tag">{t("count.recount")}</span>}
      </span>
      {shelf && <span className="shelf">{shelf}</span>}
      <Amount label={t("count.amount", { name })} value={value} onChange={onChange} />
    </div>
  );
}
