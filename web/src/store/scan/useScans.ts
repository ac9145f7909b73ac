/** Codes go to whatever is on top: an open dialog before the page behind it. */
import { useRouter } from "@tanstack/react-router";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { listenForScans } from "./listening";
import { type Hear, ScanQueue } from "./queue";

const scans = new ScanQueue();

/** Hands a code to the page, from wherever it came: hand scanner, camera, a field, or practice goods. */
export function scanned(code: string): void {
  scans.put(code);
}

/** `enabled`: whether a page listens at all; `ready`: whether it knows what to make of a code, which else waits. */
type When = { enabled?: boolean; ready?: boolean };

/** Hears scans while a component is shown, one at a time: what one has changed is shown before the next is heard. */
export function useScans(heard: Hear, { enabled = true, ready = true }: When = {}): void {
  const latest = useRef({ heard, ready });
  const shown = useRef<() => void>(undefined);
  const isHere = useRef(false);
  const [turn, setTurn] = useState(0);
  useLayoutEffect(() => {
    latest.current = { heard, ready };
  });
  useLayoutEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
      shown.current?.();
    };
  }, []);
  useLayoutEffect(() => {
    if (!enabled) return;
    return scans.listen({
      isReady: () => latest.current.ready,
      hear: async (code) => {
        await latest.current.heard(code, () => isHere.current);
        if (!isHere.current) return;
        await new Promise<void>((resolve) => {
          shown.current = resolve;
          setTurn((now) => now + 1);
        });
      },
    });
  }, [enabled]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn has come to its end when it is shown
  useLayoutEffect(() => shown.current?.(), [turn]);
  useEffect(() => {
    if (ready) scans.go();
  }, [ready]);
}

/** Listens to scanners as long as the app is shown; `missed` hears of codes that no page wanted. */
export function useScanners(missed: (code: string) => void): void {
  const router = useRouter();
  const latest = useRef(missed);
  useLayoutEffect(() => {
    latest.current = missed;
  });
  useLayoutEffect(() => {
    scans.place = {
      at: () => router.latestLocation.href,
      isMoving: () =>
        router.state.status === "pending" || router.state.resolvedLocation?.href !== router.latestLocation.href,
    };
    scans.missed = (code) => latest.current(code);
    const stops = [listenForScans(scanned), router.subscribe("onResolved", scans.go)];
    return () => {
      for (const stop of stops) stop();
      scans.leave();
    };
  }, [router]);
}
