/** A fulfillment order in one glance: by when, for whom, how much, and what is next. */
import { formatFromNow, formatNumber, formatTime } from "@shared/i18n/formats";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { type Deadline, deadlineOf, titleOf } from "../rules/queue";
import { isCollectedHere, type ShownTask } from "../rules/steps";
import type { Sku } from "../shop/types";
import { Picture } from "./Picture";

const SOON_MS = 3_600_000;
const NAMES_MAX = 3;

/** How urgent something is. */
export function toneOf(task: ShownTask, now = Date.now()): "late" | "soon" | "calm" {
  const due = deadlineOf(task);
  if (due === undefined) return "calm";
  const left = Date.parse(due.at) - now;
  if (left < 0) return "late";
  return left < SOON_MS ? "soon" : "calm";
}

const WORDS: Record<Deadline["what"], string> = {
  accept: "queue.acceptBy",
  promise: "queue.due",
  keep: "queue.keptFor",
};

/** By when, in words. */
export function dueWords(task: ShownTask, t: TFunction): string {
  const due = deadlineOf(task);
  if (due === undefined) return t("queue.noDate");
  return t(WORDS[due.what], {
    when: formatFromNow(due.at),
    time: formatTime(due.at),
  });
}

/** The card; a tap opens it. */
export function TaskCard({ task, skus }: { task: ShownTask; skus: ReadonlyMap<string, Sku> }) {
  const { t } = useTranslation();
  const units = task.lines.reduce((sum, line) => sum + line.quantity, 0);
  const names = task.lines.slice(0, NAMES_MAX).map((line) => skus.get(line.sku)?.name ?? line.sku);
  const first = skus.get(task.lines[0]?.sku ?? "");
  return (
    <Link
      to="/order/$id"
      params={{ id: task.id }}
      className="card"
      data-tone={toneOf(task)}
      style={{ flex: 1, minWidth: 0 }}
    >
      <Picture name={names[0] ?? "?"} category={first?.category} />
      <span className="card-words">
        <span className="card-title">
          {titleOf(task)} ·{" "}
          {t(`method.${task.method === "ship_to_store" && isCollectedHere(task) ? "pickup" : task.method}`)}
        </span>
        <span className="quiet">{dueWords(task, t)}</span>
        <span className="quiet">
          {t("queue.units", { count: units, units: formatNumber(units, 2) })}: {names.join(", ")}
          {task.lines.length > NAMES_MAX && "…"}
        </span>
        <Tags task={task} />
      </span>
    </Link>
  );
}

function Tags({ task }: { task: ShownTask }) {
  const { t } = useTranslation();
  return (
    <span className="row">
      {task.status === "picking" && <span className="tag">{t("status.picking")}</span>}
      {task.status === "packed" && <span className="tag">{t("status.packed")}</span>}
      {task.isRefused && <span className="tag">{t("queue.refused")}</span>}
      {task.waiting > 0 && !task.isRefused && <span className="tag">{t("queue.notSent")}</span>}
    </span>
  );
}
