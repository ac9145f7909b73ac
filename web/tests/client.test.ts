/** What a page asks for while nobody is there says so; what somebody asks for does not. */
import { afterEach, expect, test, vi } from "vitest";
import { send } from "../src/shared/api/client";
import { AWAY_MS, Presence, presence } from "../src/shared/api/presence";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function marked(method: string): Promise<string | null> {
  let seen: Request | undefined;
  vi.stubGlobal("fetch", async (request: Request) => {
    seen = request;
    return new Response("{}");
  });
  await send(method, "http://test/v1/session");
  return seen?.headers.get("X-Background") ?? null;
}

test("a read is in the background once nobody has touched the page for a minute, a change never", async () => {
  vi.useFakeTimers();
  presence.touched();
  vi.advanceTimersByTime(AWAY_MS);
  expect(await marked("GET")).toBeNull();
  vi.advanceTimersByTime(1);
  expect(await marked("GET")).toBe("1");
  expect(await marked("POST")).toBeNull();
  presence.touched();
  expect(await marked("GET")).toBeNull();
});

test.each(["pointerdown", "pointermove", "keydown", "wheel"])("a %s is a touch", (kind) => {
  let now = 0;
  const page = new EventTarget();
  const watched = new Presence(() => now);
  watched.watch(page);
  now = AWAY_MS + 1;
  expect(watched.away).toBe(true);
  page.dispatchEvent(new Event("focus"));
  expect(watched.away).toBe(true);
  page.dispatchEvent(new Event(kind));
  expect(watched.away).toBe(false);
});
