/** One delivery: what came of it, what of that is broken, and how it differs from what was announced. */
import { Button, TextInput } from "@mantine/core";
import { formatNumber } from "@shared/i18n/formats";
import { notify } from "@shared/ui/Notices";
import { Trouble } from "@shared/ui/Trouble";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Amount } from "../parts/Amount";
import { Check } from "../parts/Check";
import { CodeField } from "../parts/CodeField";
import { Head } from "../parts/Frame";
import { Loading } from "../parts/Loading";
import { Picture } from "../parts/Picture";
import { Said, type Words } from "../parts/Said";
import { addUnit, type Came, came, differences, receiptBody } from "../rules/receiving";
import { named } from "../scan/codes";
import { feel } from "../scan/feedback";
import { useScans } from "../scan/useScans";
import { deed } from "../shop/deeds";
import { lookUp } from "../shop/lookup";
import { useNode } from "../shop/node";
import { useRead } from "../shop/reading";
import { useShop } from "../shop/Shop";
import { useSkus } from "../shop/skus";
import type { Arrival } from "../shop/types";
import { arrivalsPath } from "./Arrivals";

/** The page of a delivery; `new` for one that nobody announced. */
export function ArrivalPage({ id }: { id: string }) {
  const { node } = useNode();
  const { data, isPending, error } = useRead(arrivalsPath(node), id !== "new");
  const { t } = useTranslation();
  const found =
    id === "new"
      ? { id: "", kind: "transfer" as const, node, lines: [] }
      : data?.value.arrivals.find((each) => each.id === id);
  if (found) return <Receive arrival={found} />;
  if (isPending) return <Loading />;
  if (error) return <Trouble error={error} />;
  return (
    <>
      <Head title={t("nav.arrivals")} />
      <Said words={{ kind: "good", title: t("arrival.done") }} />
    </>
  );
}

function Receive({ arrival }: { arrival: Arrival }) {
  const { t } = useTranslation();
  const { node } = useNode();
  const shop = useShop();
  const navigate = useNavigate();
  const [lines, setLines] = useState<Came[]>(() => came(arrival));
  const [isFinal, setFinal] = useState(true);
  const [note, setNote] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [said, say] = useState<Words>({ kind: "calm", title: t("arrival.how") });
  const skus = useSkus(
    node,
    lines.map((line) => line.sku),
  );
  const nameOf = (sku: string) => skus.get(sku)?.name ?? sku;
  const set = (sku: string, change: Partial<Came>) =>
    setLines((now) => now.map((line) => (line.sku === sku ? { ...line, ...change } : line)));
  const heard = async (code: string) => {
    const known = named(
      code,
      lines.map((line) => skus.get(line.sku) ?? { sku: line.sku, name: line.sku, gtins: [] }),
    );
    const sku = known?.sku ?? (await lookUp(shop, node, code))?.sku?.id;
    feel(sku ? "good" : "bad");
    if (!sku) return say({ kind: "bad", title: t("scan.unknown"), text: code });
    setLines((now) => addUnit(now, sku));
    const expected = lines.find((line) => line.sku === sku)?.expected ?? 0;
    say({
      kind: expected > 0 ? "good" : "bad",
      title: nameOf(sku),
      text: expected > 0 ? t("arrival.oneMore") : t("arrival.not_expected"),
    });
  };
  useScans(heard, { ready: !isBusy });
  const receive = async () => {
    setBusy(true);
    const action = await shop.doAndWait(
      deed(
        "/v1/warehouse/receipts",
        {},
        {
          kind: "receipt",
          thing: `arrival/${arrival.id || crypto.getRandomValues(new Uint32Array(1))[0]}`,
          title: t(`arrival.${arrival.kind}`),
          body: receiptBody(arrival, node, lines, note, isFinal),
        },
      ),
    );
    if (action?.state !== "refused") notify({ kind: "good", text: t("arrival.done") });
    void navigate({ to: "/arrivals" });
  };
  const differs = differences(lines);
  return (
    <>
      <Head title={arrival.id === "" ? t("arrival.unannounced") : t(`arrival.${arrival.kind}`)} />
      <Said words={said} />
      {lines.map((line) => (
        <Line key={line.sku} line={line} name={nameOf(line.sku)} category={skus.get(line.sku)?.category} set={set} />
      ))}
      <CodeField label={t("scan.code")} />
      <TextInput
        size="lg"
        label={t("arrival.note")}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {arrival.id !== "" && <Check label={t("arrival.final")} checked={isFinal} onChange={setFinal} />}
      {differs.map(({ sku, kind, units }) => (
        <span key={sku} className="tag">
          {t(`arrival.differs.${kind}`, { units: formatNumber(units, 3), name: nameOf(sku) })}
        </span>
      ))}
      <div className="deed-bar">
        <Button
          size="lg"
          color={differs.length > 0 ? "orange" : "blue"}
          disabled={lines.length === 0}
          loading={isBusy}
          onClick={() => void receive()}
        >
          {t(differs.length > 0 ? "arrival.receiveDiffering" : "arrival.receive")}
        </Button>
      </div>
    </>
  );
}

type LineProps = {
  line: Came;
  name: string;
  category?: string | null | undefined;
  set: (sku: string, change: Partial<Came>) => void;
};

function Line({ line, name, category, set }: LineProps) {
  const { t } = useTranslation();
  return (
    <div className="card" style={{ flexWrap: "wrap" }} data-tone={line.quantity === line.expected ? "done" : undefined}>
      <Picture name={name} category={category} />
      <span className="card-words">
        <span className="card-title">{name}</span>
        <span className="quiet">{t("arrival.expected", { units: formatNumber(line.expected, 3) })}</span>
      </span>
      <div>
        <span className="quiet">{t("arrival.came")}</span>
        <Amount
          label={t("arrival.cameOf", { name })}
          value={line.quantity}
          onChange={(value) => set(line.sku, { quantity: value ?? 0 })}
        />
      </div>
      <div>
        <span className="quiet">{t("arrival.damaged")}</span>
        <Amount
          label={t("arrival.damagedOf", { name })}
          value={line.damaged}
          onChange={(value) => set(line.sku, { damaged: Math.min(value ?? 0, line.quantity) })}
        />
      </div>
    </div>
  );
}
