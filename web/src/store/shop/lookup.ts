/** What the server says that a code is, where the device does not know it. */
import type { Shop } from "./Shop";

type Scanned = {
  kind: string;
  sku?: { id: string; name: string };
  fulfillment_order?: { id: string };
  return_id?: string;
  shelf?: string;
};

/** Nothing where nobody knows, or nobody answers. */
export async function lookUp(shop: Shop, node: string, code: string): Promise<Scanned | undefined> {
  try {
    return await shop.backend.send<Scanned>("GET", `/v1/warehouse/scan?${new URLSearchParams({ node, code })}`);
  } catch {
    return undefined;
  }
}
