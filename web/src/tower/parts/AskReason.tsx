/** A step that wants a reason: a dialog asks for it before the step is taken. */
import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

type Props = {
  title: string;
  /** What the reason is called, where it is more than "why". */
  label?: string;
  /** What it means, where the title does not say it. */
  children?: ReactNode;
  /** The step, and the button that takes it. */
  step: string;
  /** The button that leaves all as it is, where there is a better word than "cancel". */
  leave?: string;
  color?: string;
  disabled?: boolean;
  variant?: string;
  onStep: (reason: string) => Promise<unknown>;
};

/** The button, and the dialog behind it; what is refused is told, and the dialog stays. */
export function AskReason({
  title,
  label,
  children,
  step,
  leave,
  color,
  disabled = false,
  variant = "default",
  onStep,
}: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const close = () => {
    setAsking(false);
    setReason("");
  };
  const taken = useMutation({ mutationFn: () => onStep(reason.trim()), onSuccess: close });
  const colored = color === undefined ? {} : { color };
  return (
    <>
      <Button variant={variant} {...colored} disabled={disabled} onClick={() => setAsking(true)}>
        {step}
      </Button>
      <Modal opened={asking} onClose={close} title={title} closeButtonProps={{ "aria-label": t("app.close") }}>
        <Stack>
          {children && <Text>{children}</Text>}
          <TextInput
            label={label ?? t("policies.why")}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            required
            data-autofocus
          />
          <Group justify="end">
            <Button variant="default" onClick={close}>
              {leave ?? t("app.cancel")}
            </Button>
            <Button
              {...colored}
              disabled={reason.trim() === ""}
              loading={taken.isPending}
              onClick={() => taken.mutate()}
            >
              {step}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
