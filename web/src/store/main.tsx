/** The store app: what associates work with. */

import { allows, type Session } from "@shared/api/session";
import { Door, start } from "@shared/ui/App";
import { WrongApp } from "@shared/ui/WrongApp";
import { createRouter, RouterProvider } from "@tanstack/react-router";
import { routes } from "./routes";

const router = createRouter({ routeTree: routes, basepath: "/store", context: {} as { session: Session } });

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

void start(
  <Door>
    {(session) =>
      allows(session, "work") ? (
        <RouterProvider router={router} context={{ session }} />
      ) : (
        <WrongApp session={session} other="/tower/" />
      )
    }
  </Door>,
  async (language) => (await import(`./words/${language}.json`)).default,
);
