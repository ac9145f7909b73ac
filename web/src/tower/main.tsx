/** The control tower: what planners and operators see. */
import "@mantine/core/styles.css";
import type { Session } from "@shared/api/session";
import { Door, start } from "@shared/ui/App";
import { WrongApp } from "@shared/ui/WrongApp";
import { createRouter, RouterProvider } from "@tanstack/react-router";
import { useState } from "react";
import { routes } from "./routes";
import "./contrast.css";

const makeRouter = (session: Session) =>
  createRouter({ routeTree: routes, basepath: "/tower", defaultPreload: "intent", context: { session } });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}

/** The pages of one person: a router keeps what it was told, so that the next person has one of their own. */
function Tower({ session }: { session: Session }) {
  const [router] = useState(() => makeRouter(session));
  return <RouterProvider router={router} context={{ session }} />;
}

void start(
  <Door>
    {(session) =>
      session.role === "associate" ? (
        <WrongApp session={session} other="/store/" />
      ) : (
        <Tower key={session.user} session={session} />
      )
    }
  </Door>,
  async (language) => (await import(`./words/${language}.json`)).default,
);
