/** What somebody did, written down before it is sent; and what the server made of it. */
import type { ProblemDocument } from "@shared/api/client";
import type { Address } from "../shop/calls";

/** What an action was, in a word that every language has (`action.<kind>`). */
export type ActionKind =
  | "accept"
  | "reject"
  | "start-picking"
  | "pick"
  | "pack"
  | "ready"
  | "ship"
  | "arrive"
  | "hand-over"
  | "count"
  | "receipt"
  | "return"
  | "return-receive"
  | "return-inspect";

/** A call that changes something, as it was meant; `Reply` is what a server answers that does it. */
export type Deed<Reply = unknown> = {
  kind: ActionKind;
  /** Actions on the same thing are sent one behind the other, and wait for each other. */
  thing: string;
  /** What people call the thing. */
  title: string;
  path: Address<Reply>;
  body?: unknown;
};

/** A deed on its way. `key` is its Idempotency-Key: however often it is sent, it is done once. */
export type Action<Reply = unknown> = Deed<Reply> & {
  place: number;
  key: string;
  user: string;
  madeAt: number;
  state: "waiting" | "done" | "refused";
  attempts: number;
  doneAt?: number;
  reply?: Reply;
  problem?: ProblemDocument;
};

/** What an attempt to send came to. */
export type Outcome =
  | { kind: "done"; reply: unknown }
  | { kind: "refused"; problem: ProblemDocument }
  | { kind: "later"; afterMs: number }
  | { kind: "stop"; why: "offline" | "signed-out" | "locked" | "csrf" };

const ATTEMPTS_MAX = 8;
const WAIT_MS = 1_000;
/** Nothing waits longer between two attempts. */
export const WAIT_MS_MAX = 60_000;
const PASSING = new Set([408, 425, 429]);

/** How long to wait before the next attempt. */
export function waitMs(attempts: number): number {
  return Math.min(WAIT_MS * 2 ** attempts, WAIT_MS_MAX);
}

/** What a refused call means for its action: some are for good, others pass. */
export function judge(problem: ProblemDocument, action: Pick<Action, "attempts" | "kind">): Outcome {
  const reason = problem.type.split("/").pop();
  if (problem.status === 401) return { kind: "stop", why: "signed-out" };
  if (problem.status === 423) return { kind: "stop", why: "locked" };
  if (problem.status === 403 && reason === "csrf") return { kind: "stop", why: "csrf" };
  // Whoever stands at the counter is to hear of a wrong code now, and not to try others meanwhile.
  if (problem.status === 429 && action.kind === "hand-over") return { kind: "refused", problem };
  const passes = PASSING.has(problem.status) || problem.status >= 500;
  if (passes && action.attempts < ATTEMPTS_MAX) return { kind: "later", afterMs: waitMs(action.attempts) };
  return { kind: "refused", problem };
}

/** What was refused is nevertheless so: somebody else accepted it, and the node is to do it. */
export function isSoAnyway(kind: ActionKind, problem: ProblemDocument): boolean {
  const possible = problem.details?.possible;
  return kind === "accept" && Array.isArray(possible) && possible.includes("pick");
}
