/** Who is here, how they do, and what they like: language, colors, a PIN. */
import { Button, PasswordInput } from "@mantine/core";
import { lock as lockNow, SESSION, setPin, signOut } from "@shared/api/session";
import { notify } from "@shared/ui/Notices";
import { ColorSwitch, LanguageMenu } from "@shared/ui/Preferences";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { forgetOthers } from "../offline/kept";
import { Head } from "../parts/Frame";
import { forgetSession } from "../shop/remembered";
import { useShop } from "../shop/Shop";
import { Figures } from "./Figures";

/** The page behind the person at the top. */
export function Me() {
  const { t } = useTranslation();
  const { session, isPractice } = useShop();
  return (
    <>
      <Head title={session.user} />
      <span className="quiet">{t(`role.${session.role}`)}</span>
      {!isPractice && <Figures />}
      <LanguageMenu />
      <ColorSwitch />
      <Link to="/waiting" className="card">
        <span className="card-words card-title">{t("waiting.title")}</span>
      </Link>
      {isPractice ? (
        <Button component="a" size="lg" variant="default" href="/store/">
          {t("practice.leave")}
        </Button>
      ) : (
        <Away />
      )}
    </>
  );
}

function Away() {
  const { t } = useTranslation();
  const { session, store } = useShop();
  const client = useQueryClient();
  const [pin, setDigits] = useState("");
  const again = () => client.invalidateQueries({ queryKey: SESSION });
  const leave = useMutation({
    mutationFn: async () => {
      await signOut();
      forgetSession();
      await forgetOthers(store, null);
    },
    onSuccess: again,
  });
  const lock = useMutation({ mutationFn: lockNow, onSuccess: again });
  const choose = useMutation({
    mutationFn: () => setPin(pin),
    onSuccess: () => {
      setDigits("");
      notify({ kind: "good", text: t("me.pinSet") });
      return again();
    },
  });
  return (
    <>
      <Button component="a" size="lg" variant="default" href="/store/?practice">
        {t("practice.enter")}
      </Button>
      <form
        className="row"
        style={{ alignItems: "flex-end", flexWrap: "nowrap" }}
        onSubmit={(event) => {
          event.preventDefault();
          choose.mutate();
        }}
      >
        <PasswordInput
          flex={1}
          size="lg"
          label={t("lock.setPin")}
          description={t("lock.pinHint")}
          value={pin}
          inputMode="numeric"
          autoComplete="off"
          onChange={(event) => setDigits(event.currentTarget.value)}
        />
        <Button type="submit" size="lg" variant="default" disabled={!/^\d{4,8}$/.test(pin)} loading={choose.isPending}>
          {t("app.save")}
        </Button>
      </form>
      {session.has_pin && (
        <Button size="lg" variant="default" onClick={() => lock.mutate()}>
          {t("lock.lock")}
        </Button>
      )}
      <Button size="lg" color="red" variant="light" onClick={() => leave.mutate()} loading={leave.isPending}>
        {t("signIn.signOut")}
      </Button>
    </>
  );
}
