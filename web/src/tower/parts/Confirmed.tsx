/** A step that is asked for once more before it is taken. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

type Props = { title: string; means: string; step: string; color?: string; onStep: () => Promise<unknown> };

/** The button, and the dialog behind it; what is refused is told, and the dialog stays. */
export function Confirmed({ title, means, step, color = "blue", onStep }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const taken = useMutation({ mutationFn: onStep, onSuccess: close });
  return (
    <>
      <Button size="compact-sm" variant="light" color={color} onClick={() => setAsking(true)}>
        {step}
      </Button>
      <Modal opened={asking} onClose={close} title={title} closeButtonProps={{ "aria-label": t("app.close") }}>
        <Stack>
          <Text>{means}</Text>
          <Group justify="end">
            <Button variant="default" onClick={close}>
              {t("app.cancel")}
            </Button>
            <Button color={color} loading={taken.isPending} onClick={() => taken.mutate()}>
              {step}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
