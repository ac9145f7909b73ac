/** Who was signed in last on this device, so that the app opens where no server answers. No token is kept. */
import { Unreachable } from "@shared/api/client";
import { readSession, type Session } from "@shared/api/session";

const KEPT_AS = "stockpool.session";

/** The session as the server tells it, or the last one where it cannot be reached. */
export async function sessionOrLast(): Promise<Session | null> {
  try {
    const session = await readSession();
    if (session) localStorage.setItem(KEPT_AS, JSON.stringify({ ...session, csrf_token: "" }));
    else forgetSession();
    return session;
  } catch (error) {
    const last = localStorage.getItem(KEPT_AS);
    if (error instanceof Unreachable && last !== null) return JSON.parse(last) as Session;
    throw error;
  }
}

/** The person has left. */
export function forgetSession(): void {
  localStorage.removeItem(KEPT_AS);
}
