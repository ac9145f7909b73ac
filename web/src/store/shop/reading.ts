/** What pages read: from the server where it answers, else what it said last. */
import { LiveFeed } from "@shared/api/live";
import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import type { Read } from "../offline/kept";
import { type ShownTask, withActions } from "../rules/steps";
import { read } from "./backend";
import { type Address, reading } from "./calls";
import { useActions, useConnection, useShop } from "./Shop";

const READ = "read";
/** What hardly changes is not read again with each event. */
const LASTING = "lasting";
const AGAIN_MS = 30_000;
const TOGETHER_MS = 300;
const TOUCHES = "fulfillment.*,order.*,count.*,receipt.*,return.*,supply.*";

/** Reads an address; the answer says when it was asked for and whether it is an old one. */
export function useRead<Value>(path: Address<Value>, enabled = true): UseQueryResult<Read<Value>> {
  const { keeper, backend, isPractice } = useShop();
  return useQuery({
    queryKey: [path.startsWith("/v1/network/") ? LASTING : READ, isPractice, path],
    queryFn: () => keeper.read<Value>(path, () => read(backend, path)),
    enabled,
    networkMode: "always",
    retry: false,
    staleTime: 2_000,
    refetchInterval: AGAIN_MS,
  });
}

/** Reads again whatever is shown. */
export function useReadAgain(): () => void {
  const client = useQueryClient();
  return useCallback(() => void client.invalidateQueries({ queryKey: [READ] }), [client]);
}

/** The address of the queue of a node. */
export function queuePath(node: string) {
  return reading("/v1/fulfillment-orders", { query: { node: [node], limit: 500 } });
}

/** The address of one fulfillment order. */
export function taskPath(id: string) {
  return reading("/v1/fulfillment-orders/{fulfillment_order_id}", { path: { fulfillment_order_id: id } });
}

/** The tasks of a node, with what was done here and is not sent yet. */
export function useTasks(node: string): Omit<UseQueryResult, "data"> & { tasks: ShownTask[]; isKept: boolean } {
  const actions = useActions();
  const { data, ...query } = useRead(queuePath(node));
  const tasks = data ? withActions(data.value.items, data.askedAt, actions) : [];
  return { ...query, tasks, isKept: data?.isKept ?? false } as ReturnType<typeof useTasks>;
}

/** One task: as the queue has it, or read by itself where it has left the queue. */
export function useTask(node: string, id: string): { task: ShownTask | undefined; isPending: boolean; error: unknown } {
  const actions = useActions();
  const { tasks, isPending } = useTasks(node);
  const queued = tasks.find((each) => each.id === id);
  const alone = useRead(taskPath(id), !isPending && !queued);
  const [found] = alone.data ? withActions([alone.data.value], alone.data.askedAt, actions) : [];
  return { task: queued ?? found, isPending: isPending || (!queued && alone.isPending), error: alone.error };
}

/** Reads again when the server tells of something here, when it is back, and when something was sent. */
export function useLiveReading(node: string): void {
  const { isPractice, sender } = useShop();
  const again = useReadAgain();
  const connection = useConnection();
  const done = useActions().filter((each) => each.state !== "waiting").length;
  useEffect(() => {
    if (isPractice) return;
    return follow(node, again, (state) => sender.heard(state));
  }, [node, isPractice, sender, again]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was done is the reason to read again
  useEffect(() => {
    if (connection === "online") again();
  }, [connection, done, again]);
  useEffect(() => {
    const wake = () => void sender.wake();
    const offline = () => sender.heard("offline");
    window.addEventListener("online", wake);
    window.addEventListener("offline", offline);
    document.addEventListener("visibilitychange", wake);
    return () => {
      window.removeEventListener("online", wake);
      window.removeEventListener("offline", offline);
      document.removeEventListener("visibilitychange", wake);
    };
  }, [sender]);
}

function follow(node: string, again: () => void, heard: (state: "online" | "offline") => void): () => void {
  const feed = new LiveFeed(`node=${encodeURIComponent(node)}&type=${TOUCHES}`);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      again();
    }, TOGETHER_MS);
  };
  const stops = [
    feed.hear(soon),
    feed.onGap(soon),
    // Between two connections anything may have happened.
    feed.watch(() => {
      if (feed.state !== "live") return;
      heard("online");
      soon();
    }),
  ];
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}
