/** The store cannot do it: another one is found, and it is said why. */
import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Sheet } from "../../parts/Sheet";
import type { ShownTask } from "../../rules/steps";
import { step } from "../../shop/deeds";
import { useShop } from "../../shop/Shop";

const REASONS = ["not_found", "damaged", "no_time", "closing"] as const;

/** Asks for the reason. */
export function Reject({ task, onClose }: { task: ShownTask; onClose: () => void }) {
  const { t } = useTranslation();
  const shop = useShop();
  const navigate = useNavigate();
  const [own, setOwn] = useState("");
  const reject = async (reason: string) => {
    await shop.do(step(task, "reject", { reason }));
    onClose();
    void navigate({ to: "/" });
  };
  return (
    <Sheet title={t("reject.title")} onClose={onClose}>
      <Text>{t("reject.what")}</Text>
      <Stack gap="xs">
        {REASONS.map((reason) => (
          <Button key={reason} size="lg" variant="default" onClick={() => void reject(t(`reject.${reason}`))}>
            {t(`reject.${reason}`)}
          </Button>
        ))}
      </Stack>
      <TextInput
        size="lg"
        label={t("reject.own")}
        value={own}
        onChange={(event) => setOwn(event.currentTarget.value)}
      />
      <Button size="lg" disabled={own.trim() === ""} onClick={() => void reject(own.trim())}>
        {t("action.reject")}
      </Button>
    </Sheet>
  );
}
