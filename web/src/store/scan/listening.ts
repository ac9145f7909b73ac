/** Listens to the keyboard of the whole page for a hand scanner, and keeps what it types out of fields. */
import { Wedge } from "./wedge";

type Field = HTMLInputElement | HTMLTextAreaElement;
type Before = { field: Field; value: string };

/** Keys are told apart by their own times; this is only for what was held back and no key followed on a busy device. */
const PAUSE_MS = 600;

/** Calls back with each code that is scanned; gives back how to stop. */
export function listenForScans(heard: (code: string) => void): () => void {
  const wedge = new Wedge();
  let before: Before | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    clearTimeout(timer);
    const field = fieldOf(event.target);
    const now = field && { field, value: field.value };
    const judged = wedge.press({ key: event.key, at: event.timeStamp });
    if (wedge.hasJustBegun && event.key.length === 1) {
      const held = judged.kind === "typed" ? judged.held.slice(0, -1) : "";
      before = now && { field: now.field, value: now.value + held };
    }
    if (judged.kind === "through") {
      wait();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (judged.kind === "held") wait();
    else if (judged.kind === "typed") retype(judged.held);
    else ended(judged.code);
  }

  function ended(code: string): void {
    if (before) setValue(before.field, before.value);
    before = undefined;
    heard(code);
  }

  function wait(): void {
    timer = setTimeout(() => {
      const judged = wedge.pause();
      if (judged.kind === "typed") retype(judged.held);
    }, PAUSE_MS);
  }

  document.addEventListener("keydown", pressed, { capture: true });
  return () => {
    clearTimeout(timer);
    document.removeEventListener("keydown", pressed, { capture: true });
  };
}

function fieldOf(target: EventTarget | null): Field | undefined {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : undefined;
}

/** Sets a field so that React hears of it. */
function setValue(field: Field, value: string): void {
  const kind = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(kind, "value")?.set?.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function retype(held: string): void {
  const field = fieldOf(document.activeElement);
  if (field) setValue(field, field.value + held);
}
