/** The store app: what associates work with. */
import "./styles";
import { allows } from "@shared/api/session";
import { Door, start } from "@shared/ui/App";
import { lazy, Suspense } from "react";
import { registerWorker } from "./offline/worker";
import { PracticeLink } from "./parts/PracticeLink";
import { fetchPages } from "./routes";
import { StoreApp } from "./StoreApp";
import { server } from "./shop/backend";
import { sessionOrLast } from "./shop/remembered";

const Practice = lazy(() => import("./practice/Practice"));
const WrongApp = lazy(() => import("./parts/Elsewhere"));

const isPractice = new URLSearchParams(location.search).has("practice");

const door = (
  <Door read={sessionOrLast} below={<PracticeLink />}>
    {(session) =>
      allows(session, "work") ? (
        <StoreApp session={session} backend={server} />
      ) : (
        <WrongApp session={session} other="/tower/" />
      )
    }
  </Door>
);

void start(
  <Suspense>{isPractice ? <Practice /> : door}</Suspense>,
  async (language) => (await import(`./words/${language}.json`)).default,
);
fetchPages();
registerWorker();
