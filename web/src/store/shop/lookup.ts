/** What the server says that a code is, where the device does not know it. */
import { read } from "./backend";
import { type Got, reading } from "./calls";
import { soon } from "./patience";
import type { Shop } from "./Shop";

/** Nothing where nobody knows, or nobody answers. */
export async function lookUp(shop: Shop, node: string, code: string): Promise<Got<"/v1/warehouse/scan"> | undefined> {
  try {
    return await soon(read(shop.backend, reading("/v1/warehouse/scan", { query: { node, code } })));
  } catch {
    return undefined;
  }
}
