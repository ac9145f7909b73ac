/** What happens, as it happens: one stream for a whole app, which goes on where it was cut. */
import { useEffect, useRef, useSyncExternalStore } from "react";

/** An event of the feed (CloudEvents 1.0). */
export type FeedEvent = {
  id: string;
  type: string;
  time: string;
  subject?: string;
  data: Record<string, unknown>;
};

export type LiveState = "connecting" | "live" | "cut";

type Listener = (event: FeedEvent) => void;

const RETRY_MS = [500, 1000, 2000, 5000, 10000];

/** A page that nobody sees for so long lets go of its stream: without HTTP/2 a browser has six connections for all tabs. */
export const UNSEEN_MS = 5_000;

/** A connection to the feed. The browser repeats `Last-Event-ID`; where it gives up, this one begins again behind the last event. */
export class LiveFeed {
  private source: EventSource | undefined;
  private last = "";
  private attempts = 0;
  private wasOpen = false;
  private isAsleep = false;
  private sleepTimer: ReturnType<typeof setTimeout> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<Listener>();
  private readonly watchers = new Set<() => void>();
  private readonly gaps = new Set<() => void>();
  private readonly query: string;
  state: LiveState = "connecting";

  constructor(query = "") {
    this.query = query;
  }

  /** The device is on the network again: nobody waits for the next attempt. */
  private readonly atOnce = (): void => {
    if (this.state === "live" || this.listeners.size === 0 || this.isAsleep) return;
    this.close();
    this.attempts = 0;
    this.open();
  };

  /** The page has gone out of sight, or is seen again. */
  private readonly onSight = (): void => {
    clearTimeout(this.sleepTimer);
    if (document.hidden) {
      this.sleepTimer = setTimeout(this.sleep, UNSEEN_MS);
      return;
    }
    this.isAsleep = false;
    if (this.source === undefined) this.atOnce();
  };

  private readonly sleep = (): void => {
    this.isAsleep = true;
    this.close();
    this.become("cut");
  };

  /** Calls back with each event until the answer of this function is called. */
  hear(listener: Listener): () => void {
    if (this.listeners.size === 0) {
      window.addEventListener("online", this.atOnce);
      document.addEventListener("visibilitychange", this.onSight);
      this.isAsleep = document.hidden;
    }
    this.listeners.add(listener);
    if (!this.isAsleep) this.open();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      window.removeEventListener("online", this.atOnce);
      document.removeEventListener("visibilitychange", this.onSight);
      clearTimeout(this.sleepTimer);
      this.close();
    };
  }

  /** Calls back when events were missed for good, so that what is shown has to be read again. */
  onGap(listener: () => void): () => void {
    this.gaps.add(listener);
    return () => this.gaps.delete(listener);
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  private open(): void {
    if (this.source !== undefined) return;
    const parameters = new URLSearchParams(this.query);
    parameters.set("named", "false");
    if (this.last !== "") parameters.set("after", this.last);
    // A comma that is written as %2C is part of a name, and parts no list.
    const source = new EventSource(`/v1/events/stream?${parameters.toString().replaceAll("%2C", ",")}`);
    this.source = source;
    // Where it was before is known from its first event on: what came between two connections may be missed.
    let isGap = this.wasOpen && this.last === "";
    source.onopen = () => {
      this.attempts = 0;
      this.wasOpen = true;
      this.become("live");
      if (isGap) for (const gap of this.gaps) gap();
      isGap = false;
    };
    source.onerror = () => {
      this.become("cut");
      if (source.readyState !== EventSource.CLOSED) return;
      // Refused, it may be because the place is no longer kept: from the end on, then, and all is read again.
      this.last = "";
      this.openLater();
    };
    source.addEventListener("end", (message) => {
      const reason = endReason((message as MessageEvent<string>).data);
      if (reason === "expired") {
        this.last = "";
        for (const gap of this.gaps) gap();
      }
      this.openLater();
    });
    const onMessage = (message: MessageEvent<string>) => {
      this.last = message.lastEventId;
      const event = JSON.parse(message.data) as FeedEvent;
      for (const listener of this.listeners) listener(event);
    };
    source.onmessage = onMessage;
  }

  private openLater(): void {
    this.close();
    this.become("cut");
    const wait = RETRY_MS[Math.min(this.attempts, RETRY_MS.length - 1)] ?? 0;
    this.attempts += 1;
    this.timer = setTimeout(() => {
      if (this.listeners.size > 0) this.open();
    }, wait);
  }

  private close(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
  }

  private become(state: LiveState): void {
    this.state = state;
    for (const watcher of this.watchers) watcher();
  }
}

function endReason(data: string): string {
  try {
    return String((JSON.parse(data) as { reason?: unknown }).reason ?? "");
  } catch {
    return "";
  }
}

/** Hears the events of a feed while a component is shown. */
export function useEvents(feed: LiveFeed, listener: Listener): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => feed.hear((event) => latest.current(event)), [feed]);
}

/** Whether the feed is live. */
export function useLiveState(feed: LiveFeed): LiveState {
  return useSyncExternalStore(feed.watch, () => feed.state);
}
