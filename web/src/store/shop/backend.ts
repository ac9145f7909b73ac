/** Where calls go: to the server, or to the one that is made up for practice. */
import { send } from "@shared/api/client";
import { readSession } from "@shared/api/session";
import type { Address } from "./calls";

/** Sends calls. What a refusal and silence are is as in the client. */
export type Backend = {
  /** Any call: what was written down to be sent later is no more than an address and a body. */
  send<Data>(method: "GET" | "POST", path: string, body?: unknown, key?: string): Promise<Data>;
  /** Who is signed in. */
  who(): Promise<string | null>;
  /** Practice counts what was scanned wrong. */
  mistake?: () => void;
};

/** What is answered at an address. */
export function read<Reply>(backend: Backend, address: Address<Reply>): Promise<Reply> {
  return backend.send<Reply>("GET", address);
}

/** The real server. */
export const server: Backend = {
  send,
  who: async () => (await readSession())?.user ?? null,
};
