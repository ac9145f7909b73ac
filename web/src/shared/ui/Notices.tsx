/** Short words at the edge of the screen about what has just happened; read out by screen readers. */
import "./notices.css";
import { Button, Notification, Stack } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

export type Notice = {
  id: number;
  kind: "good" | "bad";
  text: string;
  /** What can be done about it; such a notice stays. */
  action?: { label: string; take: () => void };
};

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
  if (notice.action) return;
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
    <Stack className="notices" aria-live="polite" role="status">
      {shown.map(({ id, kind, text, action }) => (
        <Notification
          key={id}
          color={kind === "good" ? "teal" : "red"}
          withBorder
          onClose={() => become(notices.filter((each) => each.id !== id))}
          closeButtonProps={{ "aria-label": t("app.close") }}
        >
          {text}
          {action && (
            <Button mt="xs" size="md" variant="default" onClick={action.take}>
              {action.label}
            </Button>
          )}
        </Notification>
      ))}
    </Stack>
  );
}
