/** A page follows the feed while somebody sees it, and misses nothing in between. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LiveFeed, UNSEEN_MS } from "../src/shared/api/live";

class Page extends EventTarget {
  hidden = false;

  become(hidden: boolean): void {
    this.hidden = hidden;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

class Source extends EventTarget {
  static readonly CLOSED = 2;
  static opened: Source[] = [];
  readyState = 1;
  onopen = () => {};
  onerror = () => {};
  onmessage: (message: Partial<MessageEvent<string>>) => void = () => {};
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
    Source.opened.push(this);
  }

  close(): void {
    this.readyState = Source.CLOSED;
  }
}

const open = () => Source.opened.filter((each) => each.readyState !== Source.CLOSED);

let page: Page;

beforeEach(() => {
  vi.useFakeTimers();
  page = new Page();
  Source.opened = [];
  vi.stubGlobal("document", page);
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("EventSource", Source);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a page that nobody sees holds no connection, and goes on where it was when it is seen", () => {
  const feed = new LiveFeed();
  const gap = vi.fn();
  feed.onGap(gap);
  const stop = feed.hear(() => {});
  Source.opened[0]?.onopen();
  Source.opened[0]?.onmessage({ data: "{}", lastEventId: "7" });
  page.become(true);
  expect(open()).toHaveLength(1);
  vi.advanceTimersByTime(UNSEEN_MS);
  expect(open()).toHaveLength(0);
  window.dispatchEvent(new Event("online"));
  expect(open()).toHaveLength(0);
  page.become(false);
  expect(open().map((each) => each.url)).toEqual(["/v1/events/stream?named=false&after=7"]);
  open()[0]?.onopen();
  expect(gap).not.toHaveBeenCalled();
  stop();
  expect(open()).toHaveLength(0);
});

test("a page that is opened behind another one connects when it is seen", () => {
  page.hidden = true;
  const feed = new LiveFeed();
  feed.hear(() => {});
  expect(Source.opened).toHaveLength(0);
  page.become(false);
  expect(open()).toHaveLength(1);
});

test("a glance at another page costs no connection", () => {
  new LiveFeed().hear(() => {});
  page.become(true);
  vi.advanceTimersByTime(UNSEEN_MS - 1);
  page.become(false);
  vi.advanceTimersByTime(UNSEEN_MS);
  expect([Source.opened.length, open().length]).toEqual([1, 1]);
});

test("a place that the server no longer knows is given up, and everything is read again", () => {
  const feed = new LiveFeed();
  const gap = vi.fn();
  feed.onGap(gap);
  feed.hear(() => {});
  Source.opened[0]?.onopen();
  Source.opened[0]?.onmessage({ data: "{}", lastEventId: "7" });
  Source.opened[0]?.close();
  Source.opened[0]?.onerror();
  vi.advanceTimersByTime(UNSEEN_MS);
  expect(open().map((each) => each.url)).toEqual(["/v1/events/stream?named=false"]);
  open()[0]?.onopen();
  expect(gap).toHaveBeenCalledOnce();
});

test("where no event has told the place, everything is read again", () => {
  const feed = new LiveFeed();
  const gap = vi.fn();
  feed.onGap(gap);
  feed.hear(() => {});
  Source.opened[0]?.onopen();
  expect(gap).not.toHaveBeenCalled();
  page.become(true);
  vi.advanceTimersByTime(UNSEEN_MS);
  page.become(false);
  open()[0]?.onopen();
  expect(gap).toHaveBeenCalledOnce();
});
