/** What is shown in place of something that could not be read. */
import { Alert, Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Refused, Unreachable } from "../api/client";

/** An error in plain words, with a way to try again. */
export function Trouble({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert color="red" title={t("trouble.title")} m="md">
      <Stack gap="sm" align="start">
        <Text>{useWords(error)}</Text>
        {onRetry && (
          <Button variant="default" onClick={onRetry}>
            {t("app.retry")}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

function useWords(error: unknown): string {
  const { t } = useTranslation();
  if (error instanceof Unreachable) return t("trouble.unreachable");
  if (error instanceof Refused && error.status === 403) return `${t("trouble.forbidden")} ${error.message}`;
  if (error instanceof Refused && error.status === 404) return `${t("trouble.notFound")} ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
