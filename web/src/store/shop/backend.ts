/** Where calls go: to the server, or to the one that is made up for practice. */
import { send } from "@shared/api/client";
import { readSession } from "@shared/api/session";

/** Sends calls. What a refusal and silence are is as in the client. */
export type Backend = {
  send<Data>(method: "GET" | "POST", path: string, body?: unknown, key?: string): Promise<Data>;
  /** Who is signed in. */
  who(): Promise<string | null>;
  /** Practice counts what was scanned wrong. */
  mistake?: () => void;
};

/** The real server. */
export const server: Backend = {
  send,
  who: async () => (await readSession())?.user ?? null,
};
