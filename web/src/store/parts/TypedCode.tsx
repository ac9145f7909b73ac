/** A code by its digits. */
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

/** A field that is empty again once its code was taken; other ways to give one stand beside it. */
export function TypedCode(props: { label?: string; onCode: (code: string) => void; children?: ReactNode }) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Nor is it an answer to the form that the dialog was opened from.
    event.stopPropagation();
    if (code.trim() !== "") props.onCode(code.trim());
    setCode("");
  };
  return (
    <form onSubmit={submit} className="row" style={{ flexWrap: "nowrap", alignItems: "flex-end" }}>
      <TextInput
        label={props.label ?? t("scan.code")}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        autoComplete="off"
        autoCapitalize="characters"
        size="lg"
        flex={1}
      />
      <Button type="submit" size="lg" variant="default" px="md">
        {t("scan.enter")}
      </Button>
      {props.children}
    </form>
  );
}
