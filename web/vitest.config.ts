/** The tests of what is logic: queues, scans, words. */
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@shared": resolve(import.meta.dirname, "src/shared") } },
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});
