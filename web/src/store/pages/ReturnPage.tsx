/** A return that was asked for: what came of it, and what becomes of what came. */
import { Button, NativeSelect, Text } from "@mantine/core";
import { Trouble } from "@shared/ui/Trouble";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Amount } from "../parts/Amount";
import { Head } from "../parts/Frame";
import { Loading } from "../parts/Loading";
import { Picture } from "../parts/Picture";
import { reading } from "../shop/calls";
import { deed } from "../shop/deeds";
import { useNode } from "../shop/node";
import { useRead } from "../shop/reading";
import { useActions, useShop } from "../shop/Shop";
import { useSkus } from "../shop/skus";
import type { Disposition, ReturnDetails } from "../shop/types";
import { DISPOSITIONS } from "./ReturnNew";

/** The page of a return. */
export function ReturnPage({ id }: { id: string }) {
  const { data, isPending, error } = useRead(reading("/v1/returns/{return_id}", { path: { return_id: id } }));
  if (data) return <View key={data.value.status} details={data.value} />;
  return isPending ? <Loading /> : <Trouble error={error} />;
}

type Line = ReturnDetails["lines"][number];

const toCome = (line: Line) => line.expected ?? 0;
const toInspect = (line: Line) => (line.received ?? 0) - (line.inspected ?? 0);

function View({ details }: { details: ReturnDetails }) {
  const { t } = useTranslation();
  const { node } = useNode();
  const shop = useShop();
  const navigate = useNavigate();
  const thing = `return/${details.return_id}`;
  const isWaiting = useActions().some((each) => each.thing === thing && each.state === "waiting");
  const skus = useSkus(
    node,
    details.lines.map((line) => line.sku),
  );
  const isComing = details.lines.some((line) => toCome(line) > 0) && details.status !== "received";
  const most = isComing ? toCome : toInspect;
  const [amounts, setAmounts] = useState<Record<number, number>>({});
  const [becomes, setBecomes] = useState<Record<number, Disposition>>({});
  const lines = details.lines.filter((line) => most(line) > 0);
  const amountOf = (line: Line) => amounts[line.line] ?? most(line);
  const [isBusy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    const given = lines.filter((line) => amountOf(line) > 0);
    const told = given.map((line) => ({ line: line.line, quantity: amountOf(line) }));
    const inspected = told.map((each) => ({ ...each, disposition: becomes[each.line] ?? ("restock" as const) }));
    const at = { path: { return_id: details.return_id } };
    const meant = { thing, title: details.receipt ?? details.return_id.slice(-12) };
    if (isComing) {
      const body = { node, lines: told };
      await shop.doAndWait(deed("/v1/returns/{return_id}/receive", at, { kind: "return-receive", ...meant, body }));
    } else {
      const body = { lines: inspected };
      await shop.doAndWait(deed("/v1/returns/{return_id}/inspect", at, { kind: "return-inspect", ...meant, body }));
    }
    setBusy(false);
    if (!isComing) void navigate({ to: "/returns" });
  };
  return (
    <>
      <Head title={details.receipt ?? details.return_id.slice(-12)} />
      <Text>{t(`return.status.${details.status}`)}</Text>
      {lines.map((line) => {
        const name = skus.get(line.sku)?.name ?? line.sku;
        return (
          <div key={line.line} className="card" style={{ flexWrap: "wrap" }}>
            <Picture name={name} category={skus.get(line.sku)?.category} />
            <span className="card-words">
              <span className="card-title">{name}</span>
              {line.reason && <span className="quiet">{t(`return.because.${line.reason}`)}</span>}
            </span>
            <Amount
              label={t("return.amount", { name })}
              value={amountOf(line)}
              onChange={(value) => setAmounts((now) => ({ ...now, [line.line]: Math.min(value ?? 0, most(line)) }))}
            />
            {!isComing && (
              <NativeSelect
                size="lg"
                w="100%"
                label={t("return.disposition")}
                value={becomes[line.line] ?? "restock"}
                onChange={(event) => {
                  const chosen = event.currentTarget.value as Disposition;
                  setBecomes((now) => ({ ...now, [line.line]: chosen }));
                }}
                data={DISPOSITIONS.map((each) => ({ value: each, label: t(`return.becomes.${each}`) }))}
              />
            )}
          </div>
        );
      })}
      {lines.length > 0 && (
        <div className="deed-bar">
          <Button size="lg" disabled={isWaiting} loading={isBusy} onClick={() => void send()}>
            {t(isComing ? "action.return-receive" : "action.return-inspect")}
          </Button>
        </div>
      )}
    </>
  );
}
