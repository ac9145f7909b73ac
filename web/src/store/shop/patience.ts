/** An answer is waited for, but not for ever: scans behind it wait too. */
import { Unreachable } from "@shared/api/client";

const PATIENCE_MS = 8_000;

/** The answer, or `Unreachable` where it takes longer than anybody at a counter waits. */
export async function soon<Value>(asked: Promise<Value>, withinMs = PATIENCE_MS): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Unreachable("no answer")), withinMs);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
