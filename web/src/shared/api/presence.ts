/** Whether somebody is at this page: what it asks for by itself must not keep a session awake that nobody uses. */

/** Reads later than this after the last touch are the page's own. */
export const AWAY_MS = 60_000;

/** What only a person does, or a scanner in a person's hand, which types. */
const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel"] as const;

/** When the page was touched last; opening it is a touch. */
export class Presence {
  private touchedAt: number;
  private readonly now: () => number;

  constructor(now: () => number = () => Date.now()) {
    this.now = now;
    this.touchedAt = now();
  }

  /** Somebody is here; for what is no event of the page, such as a code in front of the camera. */
  readonly touched = (): void => {
    this.touchedAt = this.now();
  };

  /** Whether nobody has touched the page for a while. */
  get away(): boolean {
    return this.now() - this.touchedAt > AWAY_MS;
  }

  /** Hears of touches anywhere in the page. */
  watch(target: EventTarget): void {
    for (const each of TOUCHES) target.addEventListener(each, this.touched, { capture: true, passive: true });
  }
}

/** Of this page. */
export const presence = new Presence();
