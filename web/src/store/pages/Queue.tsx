/** What this store has to do, by the time it was promised for. */
import { Button, Text, Title } from "@mantine/core";
import { notify } from "@shared/ui/Notices";
import { Trouble } from "@shared/ui/Trouble";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CameraButton } from "../parts/CodeField";
import { TaskCard } from "../parts/TaskCard";
import { type Group, grouped } from "../rules/queue";
import type { ShownTask } from "../rules/steps";
import { fulfillmentOrderIn } from "../scan/codes";
import { feel } from "../scan/feedback";
import { useScans } from "../scan/useScans";
import { lookUp } from "../shop/lookup";
import { useNode } from "../shop/node";
import { useTasks } from "../shop/reading";
import { useShop } from "../shop/Shop";
import { useSkus } from "../shop/skus";

const WALK_MAX = 30;

/** The first page: groups in the order of the work; several orders can be picked in one walk. */
export function Queue() {
  const { t } = useTranslation();
  const { node } = useNode();
  const shop = useShop();
  const navigate = useNavigate();
  const { tasks, isPending, error, isKept, refetch } = useTasks(node);
  const skus = useSkus(
    node,
    tasks.flatMap((task) => task.lines.map((line) => line.sku)),
    tasks,
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  useScans(async (code, isHere) => {
    const known = fulfillmentOrderIn(code) ?? tasks.find((task) => task.reference === code)?.id;
    const id = known ?? (await lookUp(shop, node, code))?.fulfillment_order?.id;
    if (!isHere()) return;
    if (id === undefined) {
      feel("bad");
      return notify({ kind: "bad", text: t("scan.unknown") });
    }
    feel("good");
    void navigate({ to: "/order/$id", params: { id } });
  });
  if (error && tasks.length === 0) return <Trouble error={error} onRetry={() => void refetch()} />;
  const groups = grouped(tasks, node);
  const walk = tasks.filter((task) => chosen.has(task.id) && canBePicked(task)).map((task) => task.id);
  const choose = (id: string) => setChosen(toggled(chosen, id));
  return (
    <>
      <div className="row" style={{ justifyContent: "space-between" }}>
        <Title order={1} size="h2">
          {t("queue.title")}
        </Title>
        <CameraButton />
      </div>
      {isKept && <Text className="quiet">{t("queue.kept")}</Text>}
      {!isPending && groups.length === 0 && <Text>{t("queue.empty")}</Text>}
      {groups.map(([group, found]) => (
        <GroupOfTasks key={group} group={group} tasks={found} skus={skus} chosen={chosen} choose={choose} />
      ))}
      {walk.length > 0 && (
        <div className="deed-bar">
          <Button
            size="lg"
            onClick={() => void navigate({ to: "/pick", search: { ids: walk.slice(0, WALK_MAX).join(",") } })}
          >
            {t("queue.pickTogether", { count: walk.length })}
          </Button>
        </div>
      )}
    </>
  );
}

type GroupProps = {
  group: Group;
  tasks: ShownTask[];
  skus: ReturnType<typeof useSkus>;
  chosen: ReadonlySet<string>;
  choose: (id: string) => void;
};

function GroupOfTasks({ group, tasks, skus, chosen, choose }: GroupProps) {
  const { t } = useTranslation();
  return (
    <section aria-label={t(`queue.${group}`)} style={{ display: "contents" }}>
      <Title order={2} size="h4">
        {t(`queue.${group}`)} ({tasks.length})
      </Title>
      {tasks.map((task) => (
        <div key={task.id} style={{ display: "flex" }}>
          {group === "pick" && tasks.length > 1 && (
            <label className="check">
              <input
                type="checkbox"
                checked={chosen.has(task.id)}
                onChange={() => choose(task.id)}
                aria-label={t("queue.choose", { title: task.reference ?? task.id })}
              />
            </label>
          )}
          <TaskCard task={task} skus={skus} />
        </div>
      ))}
    </section>
  );
}

function canBePicked(task: ShownTask): boolean {
  return task.status === "accepted" || task.status === "picking";
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}
