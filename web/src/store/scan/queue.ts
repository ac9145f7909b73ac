/** Scans wait in line: each is heard in full before the next, and by nobody but the page that it was meant for. */

/** Hears a code; `isHere` tells later whether the page is still shown. */
export type Hear = (code: string, isHere: () => boolean) => unknown;

/** What listens: a page, or a dialog above it. It is not ready while what decides about a code is still asked for. */
export type Ear = { isReady(): boolean; hear(code: string): Promise<void> };

/** Where the app is, or is going to. */
export type Place = { at(): string; isMoving(): boolean };

type Waiting = { code: string; at: string };

const NOWHERE: Place = { at: () => "", isMoving: () => false };

/** The line of one app. Codes that find nobody to hear them are told to `missed`, never dropped in silence. */
export class ScanQueue {
  place: Place = NOWHERE;
  missed: (code: string) => void = () => {};
  private waiting: Waiting[] = [];
  private readonly ears: Ear[] = [];
  private isBusy = false;

  /** A code was read while the person saw, or had asked for, the page that the app is at. */
  put(code: string): void {
    this.waiting.push({ code, at: this.place.at() });
    this.go();
  }

  /** Listens from now on, above all others; gives back how to stop. */
  listen(ear: Ear): () => void {
    this.ears.push(ear);
    this.go();
    return () => {
      this.ears.splice(this.ears.indexOf(ear), 1);
    };
  }

  /** Goes on, where somebody has become ready or a page has come. */
  readonly go = (): void => {
    if (!this.isBusy) void this.run();
  };

  /** Forgets what waits and where the app is: it is not shown any more. */
  leave(): void {
    this.waiting = [];
    this.place = NOWHERE;
    this.missed = () => {};
  }

  private async run(): Promise<void> {
    this.isBusy = true;
    for (let next = this.next(); next; next = this.next()) {
      this.waiting.shift();
      if (next.ear) await next.ear.hear(next.code).catch((error: unknown) => reportError(error));
      else this.missed(next.code);
    }
    this.isBusy = false;
  }

  /** The first in line, if it is its turn, and who hears it: nobody where its page has gone or does not listen. */
  private next(): { code: string; ear: Ear | undefined } | undefined {
    const [first] = this.waiting;
    if (!first || this.place.isMoving()) return undefined;
    const ear = this.place.at() === first.at ? this.ears.at(-1) : undefined;
    return ear && !ear.isReady() ? undefined : { code: first.code, ear };
  }
}
