/** The customer is here: their code, and who they are. */
import { Alert, Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Action } from "../../offline/actions";
import { Check } from "../../parts/Check";
import { CameraButton } from "../../parts/CodeField";
import { Sheet } from "../../parts/Sheet";
import { type ShownTask, thingOf } from "../../rules/steps";
import { pickupCodeIn } from "../../scan/codes";
import { feel } from "../../scan/feedback";
import { useScans } from "../../scan/useScans";
import { step } from "../../shop/deeds";
import { useConnection, useShop } from "../../shop/Shop";

type Props = {
  task: ShownTask;
  /** The code, where it was scanned before this was opened. */
  scanned?: string | undefined;
  onClose: () => void;
};

/** Asks for the code and the check of the id, and waits until the server knows the code. */
export function HandOver({ task, scanned = "", onClose }: Props) {
  const { t } = useTranslation();
  const shop = useShop();
  const connection = useConnection();
  const [code, setCode] = useState(scanned);
  const [isChecked, setChecked] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const heard = (read: string) => {
    const found = pickupCodeIn(read);
    feel(found ? "good" : "bad");
    if (found) setCode(found);
    else setTrouble(t("handOver.noCode"));
  };
  useScans(heard, { ready: !isBusy });
  const handOver = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const action = await shop.doAndWait(step(task, "hand-over", { code: code.trim() }));
    setBusy(false);
    if (action?.state !== "refused") {
      feel("done");
      return onClose();
    }
    feel("bad");
    setTrouble(reasonOf(action) === "wrong-pickup-code" ? t("handOver.wrong") : (action.problem?.detail ?? ""));
    // It was told here: there is nothing left to look into.
    await shop.outbox.dismiss(thingOf(task.id), shop.session.user);
  };
  return (
    <Sheet title={t("handOver.title")} onClose={onClose}>
      <form onSubmit={(event) => void handOver(event)} style={{ display: "contents" }}>
        {trouble && (
          <Alert color="red" role="alert">
            {trouble}
          </Alert>
        )}
        {connection !== "online" && <Alert color="yellow">{t("handOver.offline")}</Alert>}
        <div className="row" style={{ flexWrap: "nowrap", alignItems: "flex-end" }}>
          <TextInput
            size="xl"
            flex={1}
            label={t("handOver.code")}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            inputMode="numeric"
            autoComplete="off"
            maxLength={6}
          />
          <CameraButton />
        </div>
        <Check label={t("handOver.id")} checked={isChecked} onChange={setChecked} />
        <Button type="submit" size="lg" loading={isBusy} disabled={!isChecked || !/^\d{6}$/.test(code.trim())}>
          {t("action.hand-over")}
        </Button>
      </form>
    </Sheet>
  );
}

function reasonOf(action: Action): string | undefined {
  return action.problem?.type.split("/").pop();
}
