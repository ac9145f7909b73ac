/** Hand scanners type what they read, far faster than a person, and press Enter or Tab behind it. This tells the two apart. */

/** Keys of a scanner follow each other within this; 240 words a minute would be slower. */
export const GAP_MS_MAX = 50;
/** Shorter bursts are a person's. */
export const LENGTH_MIN = 4;
/** From this key of a burst on, keys no longer reach the page. */
export const HELD_FROM = 3;

/** What scanners press behind a code. */
const ENDS: ReadonlySet<string> = new Set(["Enter", "Tab"]);

/** A key as the browser tells it; `at` in milliseconds. */
export type Key = { key: string; at: number };

/**
 * What to do with a key: let it through; hold it back, for a scanner may be typing; it ended a scan; or it ended
 * something that looked like one and was not, so that the keys held back are to be typed after all.
 */
export type Judged =
  | { kind: "through" }
  | { kind: "held" }
  | { kind: "scan"; code: string }
  | { kind: "typed"; held: string };

/** Watches keys. It has no timer of its own: whoever feeds it calls `pause` when no key came for a while. */
export class Wedge {
  private keys = "";
  private last = Number.NEGATIVE_INFINITY;
  private readonly gapMsMax: number;

  constructor(gapMsMax = GAP_MS_MAX) {
    this.gapMsMax = gapMsMax;
  }

  /** The first key of a burst is here, and no other yet. */
  get hasJustBegun(): boolean {
    return this.keys.length === 1;
  }

  /** Judges the next key. */
  press({ key, at }: Key): Judged {
    const follows = at - this.last <= this.gapMsMax;
    this.last = at;
    if (ENDS.has(key)) return this.end(follows);
    if (key.length !== 1) return isSilent(key) ? { kind: "through" } : this.giveUp();
    if (!follows) {
      const held = this.heldBack();
      this.keys = key;
      return held === "" ? { kind: "through" } : { kind: "typed", held: held + key };
    }
    this.keys += key;
    return this.keys.length >= HELD_FROM ? { kind: "held" } : { kind: "through" };
  }

  /** No key came for longer than a scanner would take. */
  pause(): Judged {
    return this.giveUp();
  }

  private end(follows: boolean): Judged {
    const code = this.keys;
    if (!follows || code.length < LENGTH_MIN) return this.giveUp();
    this.keys = "";
    return { kind: "scan", code };
  }

  private giveUp(): Judged {
    const held = this.heldBack();
    this.keys = "";
    return held === "" ? { kind: "through" } : { kind: "typed", held };
  }

  private heldBack(): string {
    return this.keys.slice(HELD_FROM - 1);
  }
}

/** Scanners press Shift for capitals. */
function isSilent(key: string): boolean {
  return key === "Shift" || key === "CapsLock";
}
