/** A dialog that comes up from the bottom edge, where the thumb is. */
import { CloseButton, Group, Stack, Title } from "@mantine/core";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";

/** Shown while it is mounted; the browser keeps the focus in it, and Escape closes it. */
export function Sheet({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => dialog.current?.showModal(), []);
  // Not inside of the form that it may have been opened from: it can have one of its own.
  return createPortal(
    <dialog ref={dialog} className="sheet" aria-labelledby={heading} onClose={onClose}>
      <Stack>
        <Group justify="space-between" wrap="nowrap">
          <Title order={2} size="h3" id={heading}>
            {title}
          </Title>
          <CloseButton size={48} aria-label={t("app.close")} onClick={onClose} />
        </Group>
        {children}
      </Stack>
    </dialog>,
    document.body,
  );
}
