/** It has left: with whom, and under which number. */
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CameraButton } from "../../parts/CodeField";
import { Sheet } from "../../parts/Sheet";
import type { ShownTask } from "../../rules/steps";
import { feel } from "../../scan/feedback";
import { useScans } from "../../scan/useScans";
import { step } from "../../shop/deeds";
import { useShop } from "../../shop/Shop";

const KEPT_AS = "stockpool.carrier";

/** Asks for carrier and tracking number; a scan is the number. */
export function Ship({ task, onClose }: { task: ShownTask; onClose: () => void }) {
  const { t } = useTranslation();
  const shop = useShop();
  const [carrier, setCarrier] = useState(() => localStorage.getItem(KEPT_AS) ?? "");
  const [tracking, setTracking] = useState("");
  const [isBusy, setBusy] = useState(false);
  useScans((code) => {
    feel("good");
    setTracking(code);
  });
  const ship = async () => {
    setBusy(true);
    localStorage.setItem(KEPT_AS, carrier.trim());
    await shop.do(step(task, "ship", { ...said("carrier", carrier), ...said("tracking", tracking) }));
    onClose();
  };
  return (
    <Sheet title={t("action.ship")} onClose={onClose}>
      <TextInput
        size="lg"
        label={t("ship.carrier")}
        value={carrier}
        onChange={(event) => setCarrier(event.currentTarget.value)}
      />
      <div className="row" style={{ flexWrap: "nowrap", alignItems: "flex-end" }}>
        <TextInput
          size="lg"
          flex={1}
          label={t("ship.tracking")}
          value={tracking}
          onChange={(event) => setTracking(event.currentTarget.value)}
        />
        <CameraButton />
      </div>
      <Button size="lg" loading={isBusy} onClick={() => void ship()}>
        {t("ship.go")}
      </Button>
    </Sheet>
  );
}

function said(field: string, words: string): Record<string, string> {
  return words.trim() === "" ? {} : { [field]: words.trim() };
}
