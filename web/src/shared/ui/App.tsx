/** What is around both apps: theme, words, calls, and the door for those who have not signed in. */
import { Center, Loader, MantineProvider } from "@mantine/core";
import { MutationCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, type ReactNode, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { useTranslation } from "react-i18next";
import { Refused, Unreachable } from "../api/client";
import { presence } from "../api/presence";
import { readSession, type Session, useSession } from "../api/session";
import { type LoadWords, startWords } from "../i18n";
import { Notices, notify } from "./Notices";
import { SignIn } from "./SignIn";
import { Trouble } from "./Trouble";
import { theme } from "./theme";

const Lock = lazy(async () => ({ default: (await import("./Lock")).Lock }));

type DoorProps = {
  children: (session: Session) => ReactNode;
  /** How to find out who is signed in. */
  read?: () => Promise<Session | null>;
  /** What strangers can do beside signing in. */
  below?: ReactNode;
};

/** Whoever is signed in sees the app; others are asked who they are. */
export function Door({ children, read = readSession, below }: DoorProps) {
  const { t } = useTranslation();
  const { data: session, isPending, error, refetch } = useSession(read);
  if (isPending)
    return (
      <Center h="100dvh">
        <Loader aria-label={t("app.loading")} />
      </Center>
    );
  if (error && session === undefined) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!session) return <SignIn below={below} />;
  if (session.locked)
    return (
      <Suspense>
        <Lock session={session} />
      </Suspense>
    );
  return children(session);
}

/** A client for calls that shows what was refused, and does not repeat what will be refused again. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => error instanceof Unreachable && failures < 3,
      },
    },
    mutationCache: new MutationCache({
      onError: (error, _variables, _context, mutation) => {
        if (!mutation.meta?.quiet)
          notify({ kind: "bad", text: error instanceof Refused ? error.message : String(error) });
      },
    }),
  });
}

/** Starts an app in the page. */
export async function start(app: ReactNode, loadWords: LoadWords): Promise<void> {
  presence.watch(window);
  await startWords(loadWords);
  const root = document.getElementById("root");
  if (root === null) throw new Error("the page has no #root");
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <QueryClientProvider client={makeQueryClient()}>
          {app}
          <Notices />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
