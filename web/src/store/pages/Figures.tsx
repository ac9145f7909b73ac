/** How somebody works, and their store, in the last seven days. */
import { Title } from "@mantine/core";
import { allows } from "@shared/api/session";
import { formatNumber, formatShare } from "@shared/i18n/formats";
import { useTranslation } from "react-i18next";
import { type Got, reading } from "../shop/calls";
import { useNode } from "../shop/node";
import { useRead } from "../shop/reading";
import { useShop } from "../shop/Shop";

const HOUR_MS = 3_600_000;
const HOURS = 7 * 24;
const NONE = "–";

type Work = Got<"/v1/insights/nodes/{node}">["work"];

/** Nothing where there are no figures, or not for this person. */
export function Figures() {
  const { t } = useTranslation();
  const { session } = useShop();
  const { node } = useNode();
  const span = { from: hoursAgo(HOURS), until: hoursAgo(-1) };
  const people = useRead(reading("/v1/insights/people", { query: { node: [node], ...span } }));
  const store = useRead(reading("/v1/insights/nodes/{node}", { path: { node }, query: span }), allows(session, "read"));
  const mine = people.data?.value.people.find(({ person }) => person === session.id || person === session.user)?.work;
  if (!mine && !store.data) return null;
  const figures = store.data?.value;
  return (
    <>
      <Title order={2} size="h4">
        {t("me.figures")}
      </Title>
      {mine && <OfWork title={t("me.mine")} work={mine} />}
      {figures && <OfWork title={t("me.store")} work={figures.work} />}
      {figures && (
        <div className="figures">
          <Figure label={t("me.acceptance")} value={share(figures.acceptance)} />
          <Figure label={t("me.counts")} value={share(figures.count_accuracy)} />
        </div>
      )}
    </>
  );
}

function OfWork({ title, work }: { title: string; work: Work }) {
  const { t } = useTranslation();
  return (
    <section className="figures" aria-label={title}>
      <Title order={3} size="h5" style={{ gridColumn: "1 / -1" }}>
        {title}
      </Title>
      <Figure label={t("me.picked")} value={formatNumber(work.picked_units)} />
      <Figure label={t("me.accuracy")} value={share(work.accuracy)} />
      <Figure label={t("me.accept")} value={minutes(work.accept_s)} />
      <Figure label={t("me.pick")} value={minutes(work.pick_s)} />
      <Figure label={t("me.shorts")} value={formatNumber(work.short_units)} />
    </section>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div className="figure">
      <span className="quiet">{label}</span>
      <b>{value}</b>
    </div>
  );
}

function hoursAgo(hours: number): string {
  return new Date(Math.floor(Date.now() / HOUR_MS - hours) * HOUR_MS).toISOString();
}

function share(value: number | null): string {
  return value === null ? NONE : formatShare(value);
}

function minutes(seconds: number | null): string {
  return seconds === null ? NONE : `${formatNumber(seconds / 60, 1)} min`;
}
