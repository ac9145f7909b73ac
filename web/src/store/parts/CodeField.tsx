/** For codes that no scanner reads: the camera, or the keys. */
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { scanned } from "../scan/useScans";
import { Icon } from "./Icon";
import { TypedCode } from "./TypedCode";

const CameraSheet = lazy(() => import("./CameraSheet"));

/** A field for a code, with the camera beside it; whatever is read goes the way of a scan. */
export function CodeField({ label }: { label: string }) {
  return (
    <TypedCode label={label} onCode={scanned}>
      <CameraButton />
    </TypedCode>
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
