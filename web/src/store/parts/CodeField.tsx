/** For codes that no scanner reads: the camera, or the keys. */
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { scanned } from "../scan/useScans";
import { Icon } from "./Icon";

const CameraSheet = lazy(() => import("./CameraSheet"));

/** A field for a code, with the camera beside it; whatever is read goes the way of a scan. */
export function CodeField({ label }: { label: string }) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() !== "") scanned(code.trim());
    setCode("");
  };
  return (
    <form onSubmit={submit} className="row" style={{ flexWrap: "nowrap", alignItems: "flex-end" }}>
      <TextInput
        label={label}
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
      <CameraButton />
    </form>
  );
}

/** Opens the camera. */
export function CameraButton() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="icon-button" aria-label={t("scan.camera")} onClick={() => setOpen(true)}>
        <Icon name="camera" />
      </button>
      {isOpen && (
        <Suspense>
          <CameraSheet onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
