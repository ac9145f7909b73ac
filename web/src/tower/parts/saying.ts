/** Cases and the life of an order in the words of the chosen language, made of the facts that came with them. Pure. */
import { formatMoment, formatNumber } from "@shared/i18n/formats";
import type { TFunction } from "i18next";
import type { Case, LifeEvent } from "../insights";

const MINUTE_S = 60;
const HOUR_S = 3_600;
const MINUTES_MAX_S = 2 * HOUR_S;

/** What is the case, in a sentence; as the server said it where there are no words for its cause. */
export function sayCase(found: Pick<Case, "kind" | "cause" | "said" | "units" | "facts">, t: TFunction): string {
  const facts = (found.facts ?? {}) as Record<string, unknown>;
  const seconds = facts[found.cause === "silent" ? "silence_s" : "lag_s"];
  return t(`caseSaid.${found.kind}.${found.cause}`, {
    defaultValue: t(`caseSaid.${found.kind}.any`, { defaultValue: found.said, ...worded(facts, t) }),
    ...worded(facts, t),
    units: formatNumber(found.units, 3),
    span: typeof seconds === "number" ? sayLength(seconds, t) : "",
  });
}

/** A length of time: "90 min", "5 h". */
export function sayLength(seconds: number, t: TFunction): string {
  if (seconds < MINUTE_S) return t("length.seconds", { value: formatNumber(seconds) });
  return seconds < MINUTES_MAX_S
    ? t("length.minutes", { value: formatNumber(seconds / MINUTE_S) })
    : t("length.hours", { value: formatNumber(seconds / HOUR_S) });
}

const MOMENTS = new Set(["promised_until", "ready_until", "expected_at"]);

function worded(facts: Record<string, unknown>, t: TFunction): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]): [string, string] => {
      if (MOMENTS.has(name)) return [name, formatMoment(String(value))];
      if (name === "status") return [name, t(`fulfillmentStatus.${String(value)}`)];
      return [name, typeof value === "number" ? formatNumber(value, 3) : String(value ?? "")];
    }),
  );
}

/** The name of an event of the feed: "stockpool.order.placed.v1" is "order.placed". */
export function nameOf(type: string): string {
  return type.replace(/^stockpool\./, "").replace(/\.v\d+$/, "");
}

type Line = { sku: string; quantity: number; short?: number };
type Work = { node: string; lines?: Line[]; reason?: string | null; cause?: string | null };
type Repair = { sku: string; quantity: number; from_node: string; to_node?: string | null; outcome: string };
type Told = {
  channel?: string;
  status?: string;
  reason?: string;
  by?: string;
  lines?: Line[];
  fulfillment_orders?: Work[];
  fulfillment_order?: Work;
  repairs?: Repair[];
};

/** What people are called, by their ids. */
type Names = Readonly<Record<string, string>>;

/** What an event of an order tells, in a sentence; as the server said it where there are no words for it. */
export function sayEvent(
  { type, data, said }: Pick<LifeEvent, "type" | "data" | "said">,
  t: TFunction,
  names: Names = {},
): string {
  const told = data as Told;
  if (type === "order.repaired") return (told.repairs ?? []).map((each) => sayRepair(each, t)).join("; ");
  const work = told.fulfillment_order;
  const sentence = t(`life.${type}`, {
    defaultValue: said,
    channel: told.channel ?? "",
    reason: told.reason ?? "",
    units: units(work?.lines ?? told.lines ?? []),
    node: work?.node ?? "",
  });
  return [sentence, ...(work ? workFurther(type, work, names[told.by ?? ""], t) : orderFurther(type, told, t))].join(
    " · ",
  );
}

function workFurther(type: string, work: Work, name: string | undefined, t: TFunction): string[] {
  const cause = type === "fulfillment.rejected" && work.cause ? t(`cause.${work.cause}`) : undefined;
  return [...(work.reason ? [work.reason] : cause ? [cause] : []), ...(name ? [t("life.by", { name })] : [])];
}

function orderFurther(type: string, told: Told, t: TFunction): string[] {
  if (type !== "order.placed" && type !== "order.allocated") return [];
  const nodes = [...new Set((told.fulfillment_orders ?? []).map((each) => each.node))];
  const short = (told.lines ?? []).reduce((sum, line) => sum + (line.short ?? 0), 0);
  return [
    ...(told.status === "payment_pending" ? [t("life.heldUntilPaid")] : []),
    ...(nodes.length > 0 ? [t("life.servedBy", { nodes: nodes.join(" + ") })] : []),
    ...(short > 0 ? [t("life.waits", { units: formatNumber(short, 3) })] : []),
  ];
}

/** What became of units that a node gave up. */
export function sayRepair(repair: Repair, t: TFunction): string {
  return t(`why.${repair.outcome}`, {
    units: formatNumber(repair.quantity, 3),
    sku: repair.sku,
    from: repair.from_node,
    to: repair.to_node ?? "",
  });
}

function units(lines: readonly Line[]): string {
  return lines.map((line) => `${formatNumber(line.quantity, 3)} × ${line.sku}`).join(", ");
}
