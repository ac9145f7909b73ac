/** The control tower: what planners and operators see. */

import type { Session } from "@shared/api/session";
import { Door, start } from "@shared/ui/App";
import { WrongApp } from "@shared/ui/WrongApp";
import { createRouter, RouterProvider } from "@tanstack/react-router";
import { routes } from "./routes";

const router = createRouter({
  routeTree: routes,
  basepath: "/tower",
  defaultPreload: "intent",
  context: {} as { session: Session },
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

void start(
  <Door>
    {(session) =>
      session.role === "associate" ? (
        <WrongApp session={session} other="/store/" />
      ) : (
        <RouterProvider router={router} context={{ session }} />
      )
    }
  </Door>,
  async (language) => (await import(`./words/${language}.json`)).default,
);
