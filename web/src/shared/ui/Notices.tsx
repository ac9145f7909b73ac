/** Short words at the edge of the screen about what has just happened; read out by screen readers. */
import { Notification, Stack } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

export type Notice = { id: number; kind: "good" | "bad"; text: string };

const SHOWN_MS = { good: 4_000, bad: 10_000 };

let notices: readonly Notice[] = [];
let last = 0;
const watchers = new Set<() => void>();

function become(next: readonly Notice[]): void {
  notices = next;
  for (const watcher of watchers) watcher();
}

/** Shows a notice for some seconds. */
export function notify(notice: Omit<Notice, "id">): void {
  last += 1;
  const id = last;
  become([...notices.slice(-3), { ...notice, id }]);
  setTimeout(() => become(notices.filter((each) => each.id !== id)), SHOWN_MS[notice.kind]);
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** The notices of now. */
export function Notices() {
  const { t } = useTranslation();
  const shown = useSyncExternalStore(watch, () => notices);
  return (
    <Stack
      pos="fixed"
      bottom="1rem"
      right="1rem"
      maw="min(28rem, calc(100vw - 2rem))"
      style={{ zIndex: 1000 }}
      aria-live="polite"
      role="status"
    >
      {shown.map(({ id, kind, text }) => (
        <Notification
          key={id}
          color={kind === "good" ? "teal" : "red"}
          withBorder
          onClose={() => become(notices.filter((each) => each.id !== id))}
          closeButtonProps={{ "aria-label": t("app.close") }}
        >
          {text}
        </Notification>
      ))}
    </Stack>
  );
}
