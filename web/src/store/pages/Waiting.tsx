/** What was done here and the server does not know yet, and what it did not accept. */
import { Button, Text } from "@mantine/core";
import { formatFromNow } from "@shared/i18n/formats";
import { useNavigate } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Action } from "../offline/actions";
import { Head } from "../parts/Frame";
import { taskPath, useRead } from "../shop/reading";
import { useActions, useConnection, useShop } from "../shop/Shop";

/** Conflicts first, each with what is so now and what can be done. */
export function Waiting() {
  const { t } = useTranslation();
  const { session, sender } = useShop();
  const connection = useConnection();
  const actions = useActions();
  const refused = actions.filter((each) => each.state === "refused" && each.user === session.user);
  // What was refused to somebody else is theirs to look into.
  const waiting = actions.filter(
    (each) => each.state !== "done" && !refused.some((one) => one === each || isBehind(each, one)),
  );
  return (
    <>
      <Head title={t("waiting.title")} />
      <Text role="status">{t(`connection.${connection}`)}</Text>
      {refused.map((action) => (
        <Conflict key={action.key} action={action} behind={actions.filter((each) => isBehind(each, action))} />
      ))}
      {waiting.length === 0 && refused.length === 0 && <Text>{t("waiting.nothing")}</Text>}
      {waiting.map((action) => (
        <div key={action.key} className="card">
          <span className="card-words">
            <span className="card-title">
              {t(`action.${action.kind}`)}: {action.title}
            </span>
            <span className="quiet">{formatFromNow(new Date(action.madeAt))}</span>
            {action.user !== session.user && <span className="quiet">{t("waiting.of", { name: action.user })}</span>}
          </span>
        </div>
      ))}
      {waiting.length > 0 && (
        <Button size="lg" variant="default" onClick={() => void sender.wake()}>
          {t("waiting.sendNow")}
        </Button>
      )}
    </>
  );
}

function isBehind(other: Action, refused: Action): boolean {
  return other.thing === refused.thing && other.user === refused.user && other.state === "waiting";
}

function Conflict({ action, behind }: { action: Action; behind: Action[] }) {
  const { t } = useTranslation();
  const { outbox } = useShop();
  const navigate = useNavigate();
  const id = action.thing.startsWith("fulfillment-order/")
    ? action.thing.slice("fulfillment-order/".length)
    : undefined;
  const { data } = useRead(taskPath(id ?? ""), id !== undefined);
  return (
    <article className="card" data-tone="late" aria-label={action.title}>
      <div className="card-words" style={{ gap: "0.5rem" }}>
        <span className="card-title">
          {t("waiting.refusedAction", { action: t(`action.${action.kind}`), title: action.title })}
        </span>
        <span>{conflictWords(action, behind, t)}</span>
        {data && <span>{t("waiting.now", { status: t(`status.${data.value.status}`) })}</span>}
        {behind.length > 0 && (
          <span>{t("waiting.behind", { actions: behind.map((each) => t(`action.${each.kind}`)).join(", ") })}</span>
        )}
        <div className="row">
          {id && (
            <Button size="md" variant="default" onClick={() => void navigate({ to: "/order/$id", params: { id } })}>
              {t("waiting.open")}
            </Button>
          )}
          <Button size="md" onClick={() => void outbox.dismiss(action.thing, action.user)}>
            {t("waiting.dismiss")}
          </Button>
        </div>
      </div>
    </article>
  );
}

const KNOWN = new Set([
  "order-state",
  "wrong-pickup-code",
  "count-state",
  "return-state",
  "forbidden",
  "insufficient-stock",
]);

/** A refusal in plain words; the server's own where there are none. */
function conflictWords(action: Action, behind: Action[], t: TFunction): string {
  const reason = action.problem?.type.split("/").pop() ?? "";
  const isPicked = [action, ...behind].some((each) => each.kind === "pick" || each.kind === "start-picking");
  if (reason === "order-state" && isPicked) return t("conflict.picked");
  if (KNOWN.has(reason)) return t(`conflict.${reason}`);
  return action.problem?.detail ?? action.problem?.title ?? "";
}
