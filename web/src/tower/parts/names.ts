/** What SKUs and nodes are called, beside their ids. */
import { useQueries, useQuery } from "@tanstack/react-query";
import { nodesRead, skuRead } from "../reads";

const ASKED_MAX = 50;

/** The name of each SKU that is known by now; the first ones of very many. */
export function useSkuNames(skus: readonly string[]): ReadonlyMap<string, string> {
  const asked = [...new Set(skus)].slice(0, ASKED_MAX);
  return useQueries({
    queries: asked.map(skuRead),
    combine: (found) => new Map(found.flatMap(({ data }) => (data ? [[data.id, data.name] as const] : []))),
  });
}

/** What a node is called; its id where nobody knows. */
export function useNodeName(): (id: string) => string {
  const { data } = useQuery(nodesRead);
  return (id) => data?.find((node) => node.id === id)?.name ?? id;
}
