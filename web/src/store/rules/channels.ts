/** Which channel is meant where nobody has chosen one. */
import type { Channel } from "../shop/types";

/** By which channel a store sells: one that draws on it before one that only is of its kind. */
export function ofStore(channels: readonly Channel[], node: string): Channel | undefined {
  const own = channels.filter((each) => each.kind === "store");
  return own.find((each) => each.pool?.nodes?.includes(node)) ?? own[0];
}
