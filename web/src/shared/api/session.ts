/** Who is signed in, and how that begins and ends. */
import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { keepCsrfToken, onSessionTrouble, SESSION_PATH as PATH, Refused, type Schema, send } from "./client";

/** Who is signed in. */
export type Session = Schema<"SessionReply">;
export type Role = Session["role"];

/** The key under which the session is kept in the query client. */
export const SESSION = ["session"] as const;

/** The session, or null where nobody is signed in. */
export async function readSession(): Promise<Session | null> {
  try {
    return began(await send<Session>("GET", PATH));
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return null;
    throw error;
  }
}

/** Begins a session. */
export async function signIn(name: string, password: string): Promise<Session> {
  return began(await send<Session>("POST", PATH, { name, password, device: deviceName() }));
}

const DEVICE_LENGTH_MAX = 64;

/** What the list of sessions calls this device: the browser's own words in short. */
function deviceName(): string {
  return (/\(([^)]*)\)/.exec(navigator.userAgent)?.[1] ?? navigator.userAgent).slice(0, DEVICE_LENGTH_MAX);
}

const WAYS = ["ways"] as const;

/** How people can sign in here. */
export const waysRead = queryOptions({
  queryKey: WAYS,
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: () => send<Schema<"WaysReply">>("GET", `${PATH}/ways`),
});

/** Ends it. */
export const signOut = () => send<unknown>("DELETE", PATH);

/** Locks it until the PIN is given. */
export const lock = () => send<unknown>("POST", `${PATH}/lock`);

/** Unlocks it. */
export const unlock = (pin: string) => send<unknown>("POST", `${PATH}/unlock`, { pin });

/** Sets the PIN of this session. */
export const setPin = (pin: string) => send<unknown>("PUT", `${PATH}/pin`, { pin });

function began(session: Session): Session {
  keepCsrfToken(session.csrf_token);
  return session;
}

/** The session as it is known; it is asked for again when the server no longer knows it. */
export function useSession(read: () => Promise<Session | null> = readSession) {
  const client = useQueryClient();
  useEffect(() => onSessionTrouble(() => void client.invalidateQueries({ queryKey: SESSION })), [client]);
  return useQuery({ queryKey: SESSION, queryFn: read, staleTime: 60_000, retry: 1, networkMode: "always" });
}

/** Forgets what was read for somebody who is not signed in any more; the session itself is watched by the door. */
export function forgetRead(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION[0] && queryKey[0] !== WAYS[0] });
}

/** Whether a session has one of these scopes; `admin` includes all. */
export function allows(session: Session, ...scopes: Session["scopes"]): boolean {
  return session.scopes.includes("admin") || scopes.some((scope) => session.scopes.includes(scope));
}
