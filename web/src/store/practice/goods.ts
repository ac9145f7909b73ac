/** The made-up store: what lies where, and what is to be done. Times are hours from now. */
import type { Arrival, Count, Sku, Task } from "../shop/types";

export const NODE = { id: "PRACTICE", name: "Practice store", kind: "store" as const };
/** What the customers of practice were sent. */
export const CODE = "482913";

const HOUR_MS = 3_600_000;

export const SKUS: Sku[] = [
  { sku: "MUG-BLUE", name: "Mug blue", category: "Kitchen", gtins: ["4006381333931"], shelf: "A-2" },
  { sku: "TOWEL-L", name: "Towel large", category: "Bath", gtins: ["4006381333948"], shelf: "A-10" },
  { sku: "LAMP-DESK", name: "Desk lamp", category: "Light", gtins: ["4006381333955"], shelf: "B-1" },
  { sku: "SOCKS-42", name: "Socks 42", category: "Clothing", gtins: ["4006381333962"], shelf: "C-4" },
  { sku: "SCARF-RED", name: "Scarf red", category: "Clothing", gtins: ["4006381333979"], shelf: "C-7" },
];

/** Of this nothing is on the shelf, whatever the list says. */
export const NOT_THERE = "SCARF-RED";

const ADDRESS = {
  recipient: "Ada Byron",
  street: "Am Markt 1",
  postal_code: "10115",
  city: "Berlin",
  region: null,
  country: "DE",
  latitude: null,
  longitude: null,
};

type Wanted = { reference: string; method: "pickup" | "ship"; hours: number; lines: [string, number][] };

const WANTED: Wanted[] = [
  {
    reference: "P-1001",
    method: "pickup",
    hours: 1,
    lines: [
      ["MUG-BLUE", 2],
      ["TOWEL-L", 1],
    ],
  },
  {
    reference: "P-1002",
    method: "ship",
    hours: 4,
    lines: [
      ["LAMP-DESK", 1],
      ["SCARF-RED", 1],
    ],
  },
  { reference: "P-1003", method: "pickup", hours: 6, lines: [["SOCKS-42", 3]] },
];

/** The orders as they begin. */
export function firstTasks(now: number): Task[] {
  return WANTED.map(({ reference, method, hours, lines }, place) => ({
    id: `00000000-0000-7000-8000-00000000000${place + 1}-1`,
    order_id: `00000000-0000-7000-8000-00000000000${place + 1}`,
    number: 1,
    delivery: 1,
    cause: null,
    reason: null,
    carrier: null,
    tracking: null,
    ready_until: null,
    promised_from: null,
    node: NODE.id,
    status: "released",
    since: new Date(now).toISOString(),
    channel: "web",
    priority: 0,
    method,
    reference,
    placed_at: new Date(now - HOUR_MS / 4).toISOString(),
    accept_by: new Date(now + HOUR_MS / 2).toISOString(),
    promised_until: new Date(now + hours * HOUR_MS).toISOString(),
    pickup_node: method === "pickup" ? NODE.id : null,
    ship_to: method === "ship" ? ADDRESS : null,
    lines: lines.map(([sku, quantity]) => ({ sku, quantity })),
    possible: ["accept", "reject"],
  }));
}

/** One count: the book says 7 mugs, and 6 are there. */
export function firstCount(now: number): Count {
  return {
    id: "practice-count",
    node: NODE.id,
    reason: "cycle",
    status: "open",
    requested_at: new Date(now).toISOString(),
    requested_by: "practice",
    lines: [{ sku: "MUG-BLUE", status: "open" }],
    shelf: "A-2",
  };
}

/** One delivery: four lamps are announced. */
export function firstArrival(now: number): Arrival {
  return {
    id: "practice-arrival",
    kind: "purchase_order",
    node: NODE.id,
    expected_at: new Date(now + HOUR_MS).toISOString(),
    lines: [{ sku: "LAMP-DESK", quantity: 4, supply_id: "practice-supply" }],
  };
}
