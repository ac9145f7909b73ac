/** Practice answers as the server would, and counts what goes wrong. */
import { Refused } from "@shared/api/client";
import { expect, test } from "vitest";
import { CODE } from "../../src/store/practice/goods";
import { MISSIONS, PracticeServer } from "../../src/store/practice/server";
import { read } from "../../src/store/shop/backend";
import { queuePath } from "../../src/store/shop/reading";

const queue = async (server: PracticeServer) => (await read(server, queuePath("P"))).items;

async function work(server: PracticeServer, reference: string, steps: [string, unknown?][]): Promise<void> {
  const task = (await queue(server)).find((each) => each.reference === reference);
  for (const [step, body] of steps)
    await server.send("POST", `/v1/fulfillment-orders/${task?.id}/${step}`, body, crypto.randomUUID());
}

async function all(server: PracticeServer): Promise<void> {
  await work(server, "P-1001", [["accept"], ["pick", {}], ["ready"], ["hand-over", { code: CODE }]]);
  await work(server, "P-1002", [["accept"], ["pick", { picked: [{ sku: "LAMP-DESK", quantity: 1 }] }], ["ship", {}]]);
  for (const key of ["1", "2"]) {
    await server.send(
      "POST",
      "/v1/warehouse/counts/practice-count/lines",
      { lines: [{ sku: "MUG-BLUE", quantity: 6 }] },
      key,
    );
  }
  await server.send("POST", "/v1/warehouse/receipts", {}, "3");
}

test("whoever does all of it without a mistake has the full score", async () => {
  const server = new PracticeServer();
  await all(server);
  expect([server.done.size, server.score()]).toEqual([MISSIONS.length, 100]);
});

test("mistakes cost", async () => {
  const server = new PracticeServer();
  server.mistake();
  await all(server);
  expect(server.score()).toBe(95);
});

test("a step that is not possible and a wrong code are refused as the server refuses them", async () => {
  const server = new PracticeServer();
  await expect(work(server, "P-1001", [["pack"]])).rejects.toThrow(Refused);
  await expect(
    work(server, "P-1001", [["accept"], ["pick"], ["ready"], ["hand-over", { code: "000000" }]]),
  ).rejects.toThrow(Refused);
  expect(server.mistakes).toBe(1);
});

test("a repeated key is answered as before", async () => {
  const server = new PracticeServer();
  const [task] = await queue(server);
  const path = `/v1/fulfillment-orders/${task?.id}/accept`;
  const first = await server.send("POST", path, undefined, "same");
  expect(await server.send("POST", path, undefined, "same")).toEqual(first);
});
