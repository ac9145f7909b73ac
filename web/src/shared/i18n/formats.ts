/** Numbers, shares, money, times and lengths of time, as the chosen language writes them. */
import i18next from "i18next";

const language = () => i18next.language || "en";

/** 12345.6 as "12,345.6". */
export function formatNumber(value: number, digits = 0): string {
  return new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(value);
}

/** 0.123 as "12.3%". */
export function formatShare(value: number, digits = 1): string {
  return new Intl.NumberFormat(language(), { style: "percent", maximumFractionDigits: digits }).format(value);
}

/** Whole minor units with their currency: 1999, "EUR" as "€19.99". */
export function formatMoney(minor: number, currency: string): string {
  const format = new Intl.NumberFormat(language(), { style: "currency", currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** An amount that was worked out, in its currency: "12.3456", "EUR" as "€12.35"; less than a few cents in two digits. */
export function formatAmount(amount: string | number, currency?: string | null): string {
  const value = Number(amount);
  const small = value !== 0 && Math.abs(value) < SMALL ? { maximumSignificantDigits: 2 } : {};
  if (!currency) return new Intl.NumberFormat(language(), { maximumFractionDigits: 2, ...small }).format(value);
  return new Intl.NumberFormat(language(), { style: "currency", currency, ...small }).format(value);
}

const SMALL = 0.1;

/** A moment as date and time, in the time zone of the device. */
export function formatMoment(moment: string | Date): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(moment));
}

/** A moment as the time of the day. */
export function formatTime(moment: string | Date): string {
  return new Intl.DateTimeFormat(language(), { timeStyle: "short" }).format(new Date(moment));
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** How far a moment is from now: "in 2 hours", "3 minutes ago". */
export function formatFromNow(moment: string | Date, now = Date.now()): string {
  const seconds = (new Date(moment).getTime() - now) / 1000;
  const [unit, size] = STEPS.find(([, each]) => Math.abs(seconds) >= each) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(language(), { numeric: "auto" }).format(Math.trunc(seconds / size), unit);
}
