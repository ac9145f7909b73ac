/** One stop of the walk. */
import { Button } from "@mantine/core";
import { formatNumber } from "@shared/i18n/formats";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../parts/Icon";
import { Picture } from "../../parts/Picture";
import { Sheet } from "../../parts/Sheet";
import { left, type PickLine } from "../../rules/picking";

type Props = { line: PickLine; isNext: boolean; onMissing: () => void; onFound: () => void };

/** Shelf, name, and how much; what cannot be found is said here. */
export function Line({ line, isNext, onMissing, onFound }: Props) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isNext) card.current?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }, [isNext]);
  const rest = left(line);
  return (
    <div
      ref={card}
      className="card"
      data-tone={rest <= 0 ? "done" : undefined}
      aria-current={isNext ? "step" : undefined}
      style={{ flexWrap: "wrap" }}
    >
      <Picture name={line.name} category={line.category} />
      <span className="card-words">
        <span className="card-title">{line.name}</span>
        <span className="quiet">{line.sku}</span>
        {line.missing > 0 && (
          <span className="quiet">{t("pick.missing", { units: formatNumber(line.missing, 3) })}</span>
        )}
      </span>
      {line.shelf && <span className="shelf">{line.shelf}</span>}
      <span className="amount">
        {rest <= 0 ? <Icon name="check" size={32} /> : null}
        {formatNumber(line.picked, 3)}/{formatNumber(line.quantity, 3)}
      </span>
      {isNext && (
        <Button variant="default" size="md" fullWidth onClick={() => setAsking(true)}>
          {t("pick.cannotFind")}
        </Button>
      )}
      {line.missing > 0 && (
        <Button variant="default" size="md" fullWidth onClick={onFound}>
          {t("pick.foundAfterAll")}
        </Button>
      )}
      {isAsking && (
        <Sheet
          title={t("pick.shortTitle", { units: formatNumber(rest, 3), name: line.name })}
          onClose={() => setAsking(false)}
        >
          <span>{t("pick.shortMore")}</span>
          <Button
            size="lg"
            color="red"
            onClick={() => {
              setAsking(false);
              onMissing();
            }}
          >
            {t("pick.shortYes")}
          </Button>
          <Button size="lg" variant="default" onClick={() => setAsking(false)}>
            {t("pick.lookAgain")}
          </Button>
        </Sheet>
      )}
    </div>
  );
}
