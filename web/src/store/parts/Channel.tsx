/** By which channel something is sold; the device remembers the last one. */
import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { reading } from "../shop/calls";
import { useRead } from "../shop/reading";
import type { Channel } from "../shop/types";

const KEPT_AS = "stockpool.channel";

type Choice = { channels: Channel[]; channel: string | undefined; choose: (id: string) => void; isPending: boolean };

/** All channels, the chosen one, and how to choose another. */
export function useChannel(): Choice {
  const { data, isPending } = useRead(reading("/v1/network/channels", { query: { limit: 500 } }));
  const [chosen, setChosen] = useState(() => localStorage.getItem(KEPT_AS) ?? "");
  const channels = data?.value.channels ?? [];
  const choose = (id: string) => {
    localStorage.setItem(KEPT_AS, id);
    setChosen(id);
  };
  return { channels, channel: channels.find((each) => each.id === chosen)?.id ?? channels[0]?.id, choose, isPending };
}

/** Nothing where there is no choice. */
export function ChannelChoice({ channels, channel, choose }: Omit<Choice, "isPending">) {
  const { t } = useTranslation();
  if (channels.length < 2) return null;
  return (
    <NativeSelect
      size="lg"
      label={t("stock.channel")}
      value={channel ?? ""}
      onChange={(event) => choose(event.currentTarget.value)}
      data={channels.map((each) => ({ value: each.id, label: each.name }))}
    />
  );
}
