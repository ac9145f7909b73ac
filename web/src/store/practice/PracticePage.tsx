/** How far practice is, what to try next, and how well it goes. */
import { Button, Text, Title } from "@mantine/core";
import { formatNumber } from "@shared/i18n/formats";
import { Link } from "@tanstack/react-router";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../parts/Icon";
import { useShop } from "../shop/Shop";
import { CODE } from "./goods";
import { MISSIONS, type PracticeServer } from "./server";

/** Missions with hints, and the score. */
export function PracticePage() {
  const { t } = useTranslation();
  const server = useShop().backend as PracticeServer;
  const score = useSyncExternalStore(server.watch, server.score);
  const isOver = server.done.size === MISSIONS.length;
  const next = MISSIONS.find((mission) => !server.done.has(mission));
  return (
    <>
      <Title order={1} size="h2">
        {t(isOver ? "practice.over" : "practice.title")}
      </Title>
      <div className="figures">
        <div className="figure">
          <span className="quiet">{t("practice.score")}</span>
          <b>{formatNumber(score)}</b>
        </div>
        <div className="figure">
          <span className="quiet">{t("practice.mistakes")}</span>
          <b>{formatNumber(server.mistakes)}</b>
        </div>
      </div>
      <Text>{t("practice.what", { code: CODE })}</Text>
      {MISSIONS.map((mission) => (
        <div
          key={mission}
          className="card"
          data-tone={server.done.has(mission) ? "done" : undefined}
          aria-current={mission === next ? "step" : undefined}
        >
          <span className="card-words">
            <span className="card-title">{t(`practice.mission.${mission}`)}</span>
            {mission === next && <span className="quiet">{t(`practice.hint.${mission}`, { code: CODE })}</span>}
          </span>
          {server.done.has(mission) && <Icon name="check" size={32} />}
        </div>
      ))}
      <Button component={Link} to="/" size="lg">
        {t("practice.goOn")}
      </Button>
      <Button component="a" href="/store/" size="lg" variant="default">
        {t("practice.leave")}
      </Button>
    </>
  );
}
