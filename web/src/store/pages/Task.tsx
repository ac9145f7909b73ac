/** One fulfillment order: what it is, and the one thing to do next. */
import { Button, Text } from "@mantine/core";
import { formatMoment, formatNumber } from "@shared/i18n/formats";
import { notify } from "@shared/ui/Notices";
import { Trouble } from "@shared/ui/Trouble";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Head } from "../parts/Frame";
import { Loading } from "../parts/Loading";
import { Picture } from "../parts/Picture";
import { dueWords } from "../parts/TaskCard";
import { isOver, titleOf } from "../rules/queue";
import { isCollectedHere, type ShownTask } from "../rules/steps";
import { pickupCodeIn } from "../scan/codes";
import { feel } from "../scan/feedback";
import { useScans } from "../scan/useScans";
import { step } from "../shop/deeds";
import { useNode } from "../shop/node";
import { useTask } from "../shop/reading";
import { useShop } from "../shop/Shop";
import { useSkus } from "../shop/skus";
import type { Sku, Step } from "../shop/types";
import { HandOver } from "./task/HandOver";
import { Papers } from "./task/Papers";
import { Reject } from "./task/Reject";
import { Ship } from "./task/Ship";

/** The page of a fulfillment order. */
export function TaskPage({ id }: { id: string }) {
  const { node } = useNode();
  const { task, isPending, error } = useTask(node, id);
  const skus = useSkus(node, task?.lines.map((line) => line.sku) ?? [], task ? [task] : []);
  if (task) return <TaskView task={task} skus={skus} />;
  return isPending ? <Loading /> : <Trouble error={error} />;
}

function TaskView({ task, skus }: { task: ShownTask; skus: ReadonlyMap<string, Sku> }) {
  const { t } = useTranslation();
  const isPackedHere = task.status === "picked" || task.status === "packed";
  return (
    <>
      <Head title={titleOf(task)} />
      <div className="row">
        <span className="tag">{t(`status.${task.status}`)}</span>
        <span className="tag">{t(`method.${task.method}`)}</span>
        {task.waiting > 0 && <span className="tag">{t("queue.notSent")}</span>}
      </div>
      {!isOver(task) && <Text>{dueWords(task, t)}</Text>}
      {task.ship_to && <Address task={task} />}
      {task.cause && <Text>{t(`cause.${task.cause}`)}</Text>}
      <section aria-label={t("task.lines")} style={{ display: "contents" }}>
        {task.lines.map((line) => (
          <Line key={line.sku} sku={skus.get(line.sku)} id={line.sku} quantity={line.quantity} />
        ))}
      </section>
      {isPackedHere && <Papers task={task} />}
      {task.status === "ready_for_pickup" && (
        <Text>{t("task.codeIsTheirs", { until: task.ready_until ? formatMoment(task.ready_until) : "" })}</Text>
      )}
      <NextStep task={task} />
    </>
  );
}

function Address({ task }: { task: ShownTask }) {
  const { recipient, street, postal_code, city, country } = task.ship_to ?? {};
  return (
    <address className="card" style={{ fontStyle: "normal" }}>
      <span className="card-words">
        <span className="card-title">{recipient}</span>
        <span>{street}</span>
        <span>{[postal_code, city, country].filter(Boolean).join(" ")}</span>
      </span>
    </address>
  );
}

function Line({ sku, id, quantity }: { sku: Sku | undefined; id: string; quantity: number }) {
  return (
    <div className="card">
      <Picture name={sku?.name ?? id} category={sku?.category} />
      <span className="card-words">
        <span className="card-title">{sku?.name ?? id}</span>
        <span className="quiet">{id}</span>
      </span>
      {sku?.shelf && <span className="shelf">{sku.shelf}</span>}
      <span className="amount">{formatNumber(quantity, 3)}</span>
    </div>
  );
}

type Open = "reject" | "ship" | "hand-over" | undefined;

function NextStep({ task }: { task: ShownTask }) {
  const { t } = useTranslation();
  const shop = useShop();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open>();
  const can = (name: Step) => task.possible?.includes(name) ?? false;
  const [isBusy, setBusy] = useState(false);
  const take = (name: "accept" | "pack" | "ready" | "arrive") => () => {
    setBusy(true);
    void shop.do(step(task, name)).finally(() => setBusy(false));
  };
  const pick = () => void navigate({ to: "/pick", search: { ids: task.id } });
  const [code, setCode] = useState<string>();
  const close = () => {
    setOpen(undefined);
    setCode(undefined);
  };
  const heard = (read: string) => {
    const found = pickupCodeIn(read);
    feel(found ? "good" : "bad");
    if (!found) return notify({ kind: "bad", text: t("handOver.noCode") });
    setCode(found);
    setOpen("hand-over");
  };
  useScans(heard, { enabled: can("hand-over") });
  return (
    <>
      <div className="deed-bar">
        {can("reject") && (
          <Button size="lg" variant="default" onClick={() => setOpen("reject")}>
            {t("action.reject")}
          </Button>
        )}
        {can("accept") && (
          <Button size="lg" loading={isBusy} onClick={take("accept")}>
            {t("action.accept")}
          </Button>
        )}
        {can("pick") && (
          <Button size="lg" onClick={pick}>
            {t(task.status === "picking" ? "task.goOnPicking" : "action.start-picking")}
          </Button>
        )}
        {can("pack") && (
          <Button size="lg" variant={can("ready") ? "default" : "filled"} loading={isBusy} onClick={take("pack")}>
            {t("action.pack")}
          </Button>
        )}
        {can("ready") && isCollectedHere(task) && (
          <Button size="lg" loading={isBusy} onClick={take("ready")}>
            {t("action.ready")}
          </Button>
        )}
        {can("ship") && (
          <Button size="lg" onClick={() => setOpen("ship")}>
            {t("action.ship")}
          </Button>
        )}
        {can("arrive") && (
          <Button size="lg" loading={isBusy} onClick={take("arrive")}>
            {t("action.arrive")}
          </Button>
        )}
        {can("hand-over") && (
          <Button size="lg" onClick={() => setOpen("hand-over")}>
            {t("action.hand-over")}
          </Button>
        )}
      </div>
      {open === "reject" && <Reject task={task} onClose={close} />}
      {open === "ship" && <Ship task={task} onClose={close} />}
      {open === "hand-over" && <HandOver task={task} scanned={code} onClose={close} />}
    </>
  );
}
