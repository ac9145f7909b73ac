/** The build of the control tower. */
import { defineConfig, mergeConfig } from "vite";
import { common, compressed, folderOf } from "./vite.common";

export default defineConfig(mergeConfig(common("tower"), { plugins: [compressed(folderOf("tower"))] }));
