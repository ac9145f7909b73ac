/** The app of somebody who is in: what the device keeps, where they work, and the pages. */
import { Center, Loader } from "@mantine/core";
import type { Session } from "@shared/api/session";
import { RouterProvider } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { makeRouter } from "./routes";
import type { Backend } from "./shop/backend";
import { NodeDoor } from "./shop/node";
import { ShopDoor } from "./shop/Shop";

/** Opens the store of a session, at the server or in practice. */
export function StoreApp({
  session,
  backend,
  practice = false,
}: {
  session: Session;
  backend: Backend;
  practice?: boolean;
}) {
  const { t } = useTranslation();
  const [router] = useState(() => makeRouter(practice));
  const wait = (
    <Center mih="100dvh">
      <Loader aria-label={t("app.loading")} />
    </Center>
  );
  return (
    <ShopDoor session={session} backend={backend} practice={practice}>
      <NodeDoor otherwise={wait}>
        <RouterProvider router={router} />
      </NodeDoor>
    </ShopDoor>
  );
}
