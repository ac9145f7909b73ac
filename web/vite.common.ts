/** What both builds share: where sources are, where the result goes, and what of it is compressed. */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin, UserConfig } from "vite";

const HERE = import.meta.dirname;
const STATIC = resolve(HERE, "../src/stockpool/entrypoints/ui/static");
const WORTH_COMPRESSING = /\.(js|css|html|svg|json|wasm|webmanifest)$/;
const BYTES_MIN = 1000;

/** Each file also as brotli and gzip, once, so that no server has to do it again. */
export function compressed(folder: string): Plugin {
  return {
    name: "compressed",
    apply: "build",
    enforce: "post",
    closeBundle: {
      sequential: true,
      order: "post",
      handler() {
        for (const file of filesOf(folder)) {
          const bytes = readFileSync(file);
          if (!WORTH_COMPRESSING.test(file) || bytes.length < BYTES_MIN) continue;
          writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
          writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }));
        }
      },
    },
  };
}

function filesOf(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesOf(path) : [path];
  });
}

/** Where an app's built files go. */
export function folderOf(app: "tower" | "store"): string {
  return join(STATIC, app);
}

/** The part of a build's settings that is the same for both apps. */
export function common(app: "tower" | "store"): UserConfig {
  return {
    root: resolve(HERE, app),
    base: `/${app}/`,
    plugins: [react()],
    resolve: { alias: { "@shared": resolve(HERE, "src/shared") } },
    build: {
      outDir: folderOf(app),
      emptyOutDir: true,
      target: "es2022",
      assetsInlineLimit: 0, // the content security policy has no data: but for pictures
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
    server: { port: 5173, proxy: { "/v1": "http://127.0.0.1:8000" } },
  };
}
