/** Puts the library that draws `stockpool forecast --picture` beside the built apps. */
import { copyFileSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";

const HERE = import.meta.dirname;
const FOLDER = resolve(HERE, "../src/stockpool/entrypoints/ui/static/picture");

mkdirSync(FOLDER, { recursive: true });
copyFileSync(resolve(HERE, "node_modules/echarts/dist/echarts.common.min.js"), resolve(FOLDER, "echarts.js"));
