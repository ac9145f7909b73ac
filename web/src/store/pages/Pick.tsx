/** The walk: where to go, what to take, and each unit confirmed by its code. */
import { Button, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeField } from "../parts/CodeField";
import { Head } from "../parts/Frame";
import { Loading } from "../parts/Loading";
import { Said, type Words } from "../parts/Said";
import { PracticeGoods } from "../practice/Goods";
import { emptyBasket, left, markMissing, type PickLine, pickLines, put, scan } from "../rules/picking";
import type { ShownTask } from "../rules/steps";
import { feel } from "../scan/feedback";
import { useScans } from "../scan/useScans";
import { lookUp } from "../shop/lookup";
import { useNode } from "../shop/node";
import { useTasks } from "../shop/reading";
import { useShop } from "../shop/Shop";
import { useCatalog } from "../shop/skus";
import { useBaskets } from "../shop/useBaskets";
import { Finish } from "./pick/Finish";
import { Line } from "./pick/Line";
import { useBeginning } from "./pick/useBeginning";

/** Picks one or several fulfillment orders. */
export function PickPage({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation();
  const { node } = useNode();
  const { tasks, isPending } = useTasks(node);
  // In the order in which they were chosen: the queue's changes with each step, and units belong to the first that wants them.
  const wanted = tasks
    .filter((task) => ids.includes(task.id) && (task.status === "accepted" || task.status === "picking"))
    .sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
  if (isPending) return <Loading />;
  if (wanted.length > 0) return <Walk tasks={wanted} />;
  return (
    <>
      <Head title={t("pick.title")} />
      <Text>{t("pick.nothing")}</Text>
    </>
  );
}

function Walk({ tasks }: { tasks: ShownTask[] }) {
  const { t } = useTranslation();
  const { node } = useNode();
  const shop = useShop();
  const navigate = useNavigate();
  const [said, say] = useState<Words>({ kind: "calm", title: t("pick.scanFirst") });
  const [isFinishing, setFinishing] = useState(false);
  const ids = tasks.map((task) => task.id);
  const { skus, isLearning } = useCatalog(
    node,
    tasks.flatMap((task) => task.lines.map((line) => line.sku)),
    tasks,
  );
  const { baskets, change, now } = useBaskets(ids);
  const trouble = useBeginning(tasks, baskets, change, now);
  const lines = pickLines(tasks, skus, baskets ?? new Map());
  const open = lines.reduce((sum, line) => sum + left(line), 0);

  const heard = (code: string) => {
    const judged = scan(code, pickLines(tasks, skus, now()));
    if (judged.kind === "wrong") {
      feel("bad");
      shop.mistake?.();
      say({ kind: "bad", title: t("pick.wrong"), text: t("pick.wrongMore", { code }) });
      return void nameIt(code);
    }
    if (judged.kind === "too-many") {
      feel("bad");
      shop.mistake?.();
      return say({ kind: "bad", title: t("pick.tooMany", { name: judged.line.name }), text: t("pick.putBack") });
    }
    const basket = now().get(judged.for) ?? emptyBasket(judged.for);
    void change([put(basket, judged.line.sku, judged.units)]);
    feel(left(judged.line) <= 1 ? "done" : "good");
    say({
      kind: "good",
      title: t("pick.right", { name: judged.line.name }),
      text: rightWords(judged.line, judged.for),
    });
  };
  const rightWords = (line: PickLine, id: string) => {
    const rest = left(line) - 1;
    const whose =
      tasks.length > 1
        ? `${t("pick.for", { title: tasks.find((task) => task.id === id)?.reference ?? id.slice(-8) })} `
        : "";
    return whose + (rest > 0 ? t("pick.more", { count: rest }) : t("pick.lineDone"));
  };
  const nameIt = async (code: string) => {
    const name = (await lookUp(shop, node, code))?.sku?.name;
    if (name) say({ kind: "bad", title: t("pick.wrong"), text: t("pick.wrongIs", { name }) });
  };
  // What is in the basket and what a code means are known before a code is judged by them.
  useScans(heard, { enabled: trouble === undefined && !isFinishing, ready: baskets !== undefined && !isLearning });

  if (trouble) return <Taken words={trouble.words} onTakeOver={trouble.takeOver} />;
  return (
    <>
      <Head title={tasks.length === 1 ? t("pick.title") : t("pick.several", { count: tasks.length })} />
      <Progress lines={lines} />
      <Said words={said} />
      {lines.map((line) => (
        <Line
          key={line.sku}
          line={line}
          isNext={line === lines.find((each) => left(each) > 0)}
          onMissing={() => void change(markMissing(line, now()))}
          onFound={() => void change(withoutMissing(line, now()))}
        />
      ))}
      <CodeField label={t("scan.code")} />
      {shop.isPractice && <PracticeGoods />}
      <div className="deed-bar">
        <Button size="lg" disabled={open > 0} onClick={() => setFinishing(true)}>
          {open > 0 ? t("pick.left", { count: open }) : t("pick.done")}
        </Button>
      </div>
      {isFinishing && (
        <Finish
          tasks={tasks}
          lines={lines}
          baskets={now()}
          onClose={() => setFinishing(false)}
          onDone={() =>
            void navigate(
              ids.length === 1 ? { to: "/order/$id", params: { id: ids[0] ?? "" }, replace: true } : { to: "/" },
            )
          }
        />
      )}
    </>
  );
}

function Progress({ lines }: { lines: readonly PickLine[] }) {
  const { t } = useTranslation();
  const done = lines.filter((line) => left(line) <= 0).length;
  return (
    <div
      className="steps"
      role="progressbar"
      aria-label={t("pick.progress")}
      aria-valuemin={0}
      aria-valuemax={lines.length}
      aria-valuenow={done}
    >
      {lines.map((line) => (
        <span key={line.sku} data-done={left(line) <= 0} />
      ))}
    </div>
  );
}

function Taken({ words, onTakeOver }: { words: string; onTakeOver: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Head title={t("pick.title")} />
      <Said words={{ kind: "bad", title: words, text: t("pick.takenMore") }} />
      <Button size="lg" variant="default" onClick={onTakeOver}>
        {t("pick.takeOver")}
      </Button>
    </>
  );
}

function withoutMissing(line: PickLine, baskets: Parameters<typeof markMissing>[1]) {
  return line.parts
    .map((part) => baskets.get(part.id))
    .filter((basket) => basket !== undefined)
    .map((basket) => ({ ...basket, missing: { ...basket.missing, [line.sku]: 0 } }));
}
