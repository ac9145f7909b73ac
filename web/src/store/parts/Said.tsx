/** What the app says about the last scan: large, colored, and read out. */
import { Icon } from "./Icon";

export type Words = { kind: "good" | "bad" | "calm"; title: string; text?: string };

/** Red is also said by a cross, and green by a hook. */
export function Said({ words }: { words: Words }) {
  return (
    <div className="said" data-kind={words.kind} role={words.kind === "bad" ? "alert" : "status"}>
      {words.kind !== "calm" && <Icon name={words.kind === "good" ? "check" : "cross"} size={32} />}
      <span>
        <b>{words.title}</b>
        {words.text}
      </span>
    </div>
  );
}
