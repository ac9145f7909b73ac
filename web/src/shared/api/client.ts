/** The one way to the server: typed by its OpenAPI document, with the session's token and a key for each change. */
import createClient, { type Middleware } from "openapi-fetch";
import { newKey } from "./keys";
import { presence } from "./presence";
import type { components, paths } from "./schema";

/** What the server says about a request that it does not grant (RFC 9457). */
export type ProblemDocument = {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: { path: string; message: string }[];
  details?: Record<string, unknown>;
};

/** A type of the OpenAPI document by its name. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

/** A refused request. `reason` is the last part of the problem's type, such as `insufficient-stock`. */
export class Refused extends Error {
  readonly status: number;
  readonly reason: string;
  readonly problem: ProblemDocument;

  constructor(problem: ProblemDocument) {
    super(problem.detail ?? problem.title);
    this.status = problem.status;
    this.reason = problem.type.split("/").pop() ?? "";
    this.problem = problem;
  }
}

/** The server was not reached. */
export class Unreachable extends Error {}

const SAFE = new Set(["GET", "HEAD"]);

let csrfToken = "";

/** Tells the client the token that each change needs, as the session told it. */
export function keepCsrfToken(token: string): void {
  csrfToken = token;
}

type Listener = (reason: string) => void;
const listeners = new Set<Listener>();

/** Hears of a session that has ended (`unauthenticated`) or is locked (`session-locked`); gives back how to stop. */
export function onSessionTrouble(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function withManners(request: Request): Request {
  if (SAFE.has(request.method)) {
    if (presence.away) request.headers.set("X-Background", "1");
    return request;
  }
  request.headers.set("X-CSRF-Token", csrfToken);
  if (!request.headers.has("Idempotency-Key")) request.headers.set("Idempotency-Key", newKey());
  return request;
}

/** Where the session itself is asked for, begun and ended: what it answers is no news of another call's trouble. */
export const SESSION_PATH = "/v1/session";

function heard(response: Response): Response {
  if (isOfSession(response)) return response;
  if (response.status === 401) for (const listener of listeners) listener("unauthenticated");
  if (response.status === 423) for (const listener of listeners) listener("session-locked");
  return response;
}

function isOfSession(response: Response): boolean {
  return response.url !== "" && new URL(response.url).pathname === SESSION_PATH;
}

const manners: Middleware = {
  onRequest: ({ request }) => withManners(request),
  onResponse: ({ response }) => heard(response),
};

/** `api.GET("/v1/orders/{order_id}", …)`: paths, parameters and answers are checked by the compiler. */
export const api = createClient<paths>({ baseUrl: "/", credentials: "same-origin" });
api.use(manners);

type Result<Data> = { data?: Data; error?: unknown; response: Response };

/** The answer of a call; a refusal is thrown as `Refused`, silence as `Unreachable`. */
export async function answered<Data>(call: Promise<Result<Data>>): Promise<Data> {
  let result: Result<Data>;
  try {
    result = await call;
  } catch (error) {
    throw new Unreachable(error instanceof Error ? error.message : String(error));
  }
  if (!result.response.ok) throw new Refused(asProblem(result.error, result.response));
  return result.data as Data;
}

function asProblem(error: unknown, response: Response): ProblemDocument {
  if (typeof error === "object" && error !== null && "type" in error) return error as ProblemDocument;
  return { type: "about:blank", title: response.statusText || "error", status: response.status };
}

/** A call that is not in the document's types, or made of data such as an exception's action. */
export async function send<Data>(method: string, path: string, body?: unknown, key?: string): Promise<Data> {
  const headers = new Headers(body === undefined ? {} : { "Content-Type": "application/json" });
  if (key !== undefined) headers.set("Idempotency-Key", key);
  const request = new Request(path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
  return answered<Data>(sent(request));
}

async function sent<Data>(request: Request): Promise<Result<Data>> {
  const full = withManners(request);
  const response = heard(await fetch(full));
  const text = await response.text();
  const json: unknown = text === "" ? undefined : asJson(text);
  return response.ok ? { data: json as Data, response } : { error: json, response };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
