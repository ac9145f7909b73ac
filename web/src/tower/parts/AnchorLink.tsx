/** A link within the app that looks like all links; its address and parameters are checked by the compiler. */
import { Anchor, type AnchorProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { ReactNode, Ref } from "react";

type Props = Omit<AnchorProps, "href"> & { ref?: Ref<HTMLAnchorElement>; children?: ReactNode; title?: string };

function Plain({ ref, ...props }: Props) {
  return <Anchor ref={ref ?? null} {...props} />;
}

export const AnchorLink = createLink(Plain);
