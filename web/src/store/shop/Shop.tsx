/** The store as a page works with it: what is read, what is done, and how that stands to the server. */
import type { Session } from "@shared/api/session";
import { Trouble } from "@shared/ui/Trouble";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { Action, Deed } from "../offline/actions";
import { openStore, type Store } from "../offline/database";
import { forgetOthers, Keeper } from "../offline/kept";
import { Outbox } from "../offline/outbox";
import { type Connection, Sender } from "../offline/sender";
import type { Backend } from "./backend";

/** How long somebody waits for an answer before the page goes on without it. */
const PATIENCE_MS = 4_000;

/** All of it, for one user. */
export class Shop {
  session: Session;
  readonly backend: Backend;
  readonly store: Store;
  readonly outbox: Outbox;
  readonly sender: Sender;
  readonly keeper: Keeper;
  readonly isPractice: boolean;
  /** Told of each wrong scan, where somebody counts them. */
  readonly mistake: (() => void) | undefined;

  constructor(session: Session, backend: Backend, store: Store, outbox: Outbox, isPractice: boolean) {
    this.session = session;
    this.backend = backend;
    this.store = store;
    this.outbox = outbox;
    this.isPractice = isPractice;
    this.mistake = backend.mistake;
    const line = {
      send: (action: Action) => backend.send("POST", action.path, action.body, action.key),
      who: () => backend.who(),
    };
    this.sender = new Sender(outbox, line, session.user);
    this.keeper = new Keeper(store, session.user, (connection) => this.sender.heard(connection));
  }

  /** Writes down what was done, and sends it as soon as that is possible. */
  async do<Reply>(deed: Deed<Reply>): Promise<Action<Reply>> {
    const action = await this.outbox.put(deed, this.session.user);
    void this.sender.wake();
    return action as Action<Reply>;
  }

  /** The same, and waits a moment for what becomes of it; still waiting: nobody answers. */
  async doAndWait<Reply>(deed: Deed<Reply>): Promise<Action<Reply> | undefined> {
    const { key } = await this.do(deed);
    const action = await this.outbox.settled(key, this.sender.connection === "online" ? PATIENCE_MS : 0);
    return action as Action<Reply> | undefined;
  }

  close(): void {
    this.sender.close();
    this.outbox.close();
    this.store.close();
  }
}

const ShopContext = createContext<Shop | undefined>(undefined);

/** Opens what the device keeps before anything is shown. */
export function ShopDoor(props: { session: Session; backend: Backend; practice?: boolean; children: ReactNode }) {
  const { session, backend, practice = false, children } = props;
  const [shop, setShop] = useState<Shop>();
  const [trouble, setTrouble] = useState<unknown>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another person is another shop; another token is not
  useEffect(() => {
    let opened: Shop | undefined;
    let isGone = false;
    void open(session, backend, practice).then((made) => {
      opened = made;
      if (isGone) return made.close();
      setShop(made);
      void made.sender.wake();
    }, setTrouble);
    return () => {
      isGone = true;
      opened?.close();
    };
  }, [session.user, backend, practice]);
  // Without a place to keep what is done nothing is done: it could be lost.
  if (trouble !== undefined) return <Trouble error={trouble} onRetry={() => location.reload()} />;
  if (shop) shop.session = session;
  return shop && <ShopContext value={shop}>{children}</ShopContext>;
}

async function open(session: Session, backend: Backend, practice: boolean): Promise<Shop> {
  const store = await openStore(practice ? "stockpool-practice" : "stockpool-store");
  if (practice) for (const each of ["actions", "kept", "baskets"] as const) await store.clear(each);
  await forgetOthers(store, session.user);
  return new Shop(session, backend, store, await Outbox.open(store), practice);
}

/** The store of this page. */
export function useShop(): Shop {
  const shop = useContext(ShopContext);
  if (!shop) throw new Error("this is shown inside of a ShopDoor");
  return shop;
}

/** All actions of this device, as they are now. */
export function useActions(): readonly Action[] {
  const { outbox } = useShop();
  return useSyncExternalStore(outbox.watch, outbox.all);
}

/** How the app stands to the server. */
export function useConnection(): Connection {
  const { sender } = useShop();
  return useSyncExternalStore(sender.watch, () => sender.connection);
}
