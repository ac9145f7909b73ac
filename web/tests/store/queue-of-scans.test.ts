/** Scans are heard one at a time, and by nobody but the page that they were meant for. */
import { expect, test, vi } from "vitest";
import { type Ear, ScanQueue } from "../../src/store/scan/queue";

function line(): { scans: ScanQueue; missed: string[]; place: { at: string; isMoving: boolean } } {
  const scans = new ScanQueue();
  const missed: string[] = [];
  const place = { at: "/", isMoving: false };
  scans.place = { at: () => place.at, isMoving: () => place.isMoving };
  scans.missed = (code) => missed.push(code);
  return { scans, missed, place };
}

type Ears = Ear & { codes: string[]; ready: boolean };

function ear(hear: (code: string) => Promise<void> = () => Promise.resolve()): Ears {
  const made: Ears = {
    codes: [],
    ready: true,
    isReady: () => made.ready,
    hear: (code) => {
      made.codes.push(code);
      return hear(code);
    },
  };
  return made;
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("a scan waits until the one before it was heard in full", async () => {
  const { scans } = line();
  let answer = () => {};
  const page = ear(() => new Promise<void>((resolve) => (answer = resolve)));
  scans.listen(page);
  scans.put("one");
  scans.put("two");
  await settled();
  expect(page.codes).toEqual(["one"]);
  answer();
  await settled();
  expect(page.codes).toEqual(["one", "two"]);
});

test("a scan waits for a page that has asked for something", async () => {
  const { scans } = line();
  const page = ear();
  page.ready = false;
  scans.listen(page);
  scans.put("one");
  await settled();
  expect(page.codes).toEqual([]);
  page.ready = true;
  scans.go();
  await settled();
  expect(page.codes).toEqual(["one"]);
});

test("a scan on the way to a page is that page's", async () => {
  const { scans, missed, place } = line();
  const before = ear();
  const stop = scans.listen(before);
  Object.assign(place, { at: "/stock", isMoving: true });
  scans.put("one");
  await settled();
  stop();
  const after = ear();
  scans.listen(after);
  place.isMoving = false;
  scans.go();
  await settled();
  expect([before.codes, after.codes, missed]).toEqual([[], ["one"], []]);
});

test("a scan whose page has gone is told as missed, and the next page does not hear it", async () => {
  const { scans, missed, place } = line();
  const before = ear();
  before.ready = false;
  const stop = scans.listen(before);
  scans.put("one");
  stop();
  place.at = "/stock";
  const after = ear();
  scans.listen(after);
  await settled();
  expect([before.codes, after.codes, missed]).toEqual([[], [], ["one"]]);
});

test("without a place to tell pages by, the next page would hear it", async () => {
  const { scans, place } = line();
  scans.place = { at: () => "", isMoving: () => false };
  const before = ear();
  before.ready = false;
  const stop = scans.listen(before);
  scans.put("one");
  stop();
  place.at = "/stock";
  const after = ear();
  scans.listen(after);
  await settled();
  expect(after.codes).toEqual(["one"]);
});

test("a scan where nobody listens is missed aloud", async () => {
  const { scans, missed } = line();
  scans.put("one");
  await settled();
  expect(missed).toEqual(["one"]);
});

test("a dialog hears before the page behind it, and the page again when it is closed", async () => {
  const { scans } = line();
  const [page, dialog] = [ear(), ear()];
  scans.listen(page);
  const close = scans.listen(dialog);
  scans.put("one");
  await settled();
  close();
  scans.put("two");
  await settled();
  expect([page.codes, dialog.codes]).toEqual([["two"], ["one"]]);
});

test("a page that stumbles over a scan hears the next one", async () => {
  const { scans } = line();
  const reported = vi.fn();
  vi.stubGlobal("reportError", reported);
  const page = ear((code) => (code === "one" ? Promise.reject(new Error("no")) : Promise.resolve()));
  scans.listen(page);
  scans.put("one");
  scans.put("two");
  await settled();
  vi.unstubAllGlobals();
  expect(page.codes).toEqual(["one", "two"]);
  expect(reported).toHaveBeenCalledOnce();
});
