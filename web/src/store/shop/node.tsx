/** At which node somebody works; the device remembers it. */
import { createContext, type ReactNode, useContext, useState } from "react";
import { reading } from "./calls";
import { useRead } from "./reading";
import { useShop } from "./Shop";
import type { Node } from "./types";

type AtNode = { node: string; nodes: Pick<Node, "id" | "name">[]; choose(node: string): void };

const NodeContext = createContext<AtNode | undefined>(undefined);
const KEPT_AS = "stockpool.node";

/** Finds out where somebody may work, and chooses the last one again. */
export function NodeDoor({ children, otherwise }: { children: ReactNode; otherwise: ReactNode }) {
  const { session, isPractice } = useShop();
  const { data } = useRead(reading("/v1/network/nodes", { query: { limit: 500 } }));
  const [chosen, setChosen] = useState(() => localStorage.getItem(KEPT_AS) ?? "");
  const known = data?.value.nodes ?? [];
  const names = new Map(known.map((each) => [each.id, each.name]));
  const nodes = session.nodes?.map((id) => ({ id, name: names.get(id) ?? id })) ?? known.filter(isForPeople);
  const node = nodes.find((each) => each.id === chosen)?.id ?? nodes[0]?.id;
  if (node === undefined) return otherwise;
  const choose = (next: string) => {
    if (!isPractice) localStorage.setItem(KEPT_AS, next);
    setChosen(next);
  };
  return <NodeContext value={{ node, nodes, choose }}>{children}</NodeContext>;
}

function isForPeople(node: Node): boolean {
  return node.active !== false && node.kind !== "supplier" && node.kind !== "in_transit";
}

/** Where somebody works, and how to change it. */
export function useNode(): AtNode {
  const at = useContext(NodeContext);
  if (!at) throw new Error("this is shown inside of a NodeDoor");
  return at;
}
