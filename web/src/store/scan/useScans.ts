/** Codes go to whatever is on top: an open dialog before the page behind it. */
import { useEffect, useRef } from "react";
import { listenForScans } from "./listening";

type Heard = (code: string) => void;

const ears: { current: Heard }[] = [];
let stop: (() => void) | undefined;

/** Hands a code to the page, from wherever it came: hand scanner, camera, a field, or practice goods. */
export function scanned(code: string): void {
  ears.at(-1)?.current(code);
}

/** Hears scans while a component is shown. */
export function useScans(heard: Heard, enabled = true): void {
  const latest = useRef(heard);
  latest.current = heard;
  useEffect(() => {
    if (!enabled) return;
    ears.push(latest);
    stop ??= listenForScans(scanned);
    return () => {
      ears.splice(ears.indexOf(latest), 1);
      if (ears.length > 0) return;
      stop?.();
      stop = undefined;
    };
  }, [enabled]);
}
