/** The service worker that serves the app where there is no network, and the question when a newer one is here. */
import { notify } from "@shared/ui/Notices";
import i18next from "i18next";

const ADDRESS = "/store/sw.js";

/** Registers it where the browser has such a thing, in builds only. */
export function registerWorker(): void {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  addEventListener("load", () => void register().catch(() => undefined));
}

async function register(): Promise<void> {
  const registration = await navigator.serviceWorker.register(ADDRESS, { scope: "/store/" });
  if (registration.waiting) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const next = registration.installing;
    next?.addEventListener("statechange", () => {
      if (next.state === "installed" && navigator.serviceWorker.controller) offer(next);
    });
  });
}

function offer(worker: ServiceWorker): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  notify({
    kind: "good",
    text: i18next.t("app.newVersion"),
    action: { label: i18next.t("app.reload"), take: () => worker.postMessage({ type: "SKIP_WAITING" }) },
  });
}
