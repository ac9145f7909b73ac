/** The build of the store app, which can be installed and works offline. */
import { defineConfig, mergeConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { common, compressed, folderOf } from "./vite.common";

export default defineConfig(
  mergeConfig(common("store"), {
    plugins: [
      VitePWA({
        registerType: "prompt",
        injectRegister: false,
        manifest: {
          name: "stockpool store",
          short_name: "Store",
          description: "Pick, pack, hand over, receive, count and take returns.",
          display: "standalone",
          start_url: "/store/",
          scope: "/store/",
          background_color: "#ffffff",
          theme_color: "#1c7ed6",
          icons: [{ src: "icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }],
        },
        workbox: {
          globPatterns: ["**/*.{js,css,html,svg,webmanifest}"],
          globIgnores: ["**/*.wasm"],
          navigateFallback: "/store/index.html",
          navigateFallbackDenylist: [/^\/v1\//],
          cleanupOutdatedCaches: true,
        },
      }),
      compressed(folderOf("store")),
    ],
  }),
);
