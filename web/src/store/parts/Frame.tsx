/** What is around every page: where one is, how it stands to the server, and the way to the others. */
import { notify } from "@shared/ui/Notices";
import { Link, useRouter, useRouterState } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { feel } from "../scan/feedback";
import { useScanners } from "../scan/useScans";
import { useNode } from "../shop/node";
import { useLiveReading } from "../shop/reading";
import { useActions, useConnection, useShop } from "../shop/Shop";
import { Icon, type IconName } from "./Icon";

const PLACES = [
  { to: "/", name: "queue" },
  { to: "/arrivals", name: "arrivals" },
  { to: "/counts", name: "counts" },
  { to: "/returns", name: "returns" },
  { to: "/stock", name: "stock" },
] as const satisfies { to: string; name: IconName }[];

/** Bar, banner, page, and the places at the bottom. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { node } = useNode();
  const path = useRouterState({ select: (state) => state.location.pathname });
  useLiveReading(node);
  useScanners((code) => {
    feel("bad");
    notify({ kind: "bad", text: t("scan.notHere", { code }) });
  });
  return (
    <div className="frame">
      <header className="bar">
        <NodeChoice />
        <Link to="/me" className="icon-button" aria-label={t("me.title")}>
          <Icon name="person" />
        </Link>
      </header>
      <Banner />
      <main className="page" key={path}>
        {children}
      </main>
      <nav className="nav" aria-label={t("app.menu")}>
        {PLACES.map(({ to, name }) => (
          <Link key={to} to={to} aria-current={isAt(path, to) ? "page" : undefined}>
            <Icon name={name} />
            {t(`nav.${name}`)}
          </Link>
        ))}
      </nav>
    </div>
  );
}

function isAt(path: string, to: string): boolean {
  return to === "/" ? path === "/" || /^\/(order|pick)/.test(path) : path.startsWith(to);
}

function NodeChoice() {
  const { t } = useTranslation();
  const { node, nodes, choose } = useNode();
  if (nodes.length === 1) return <span className="bar-title">{nodes[0]?.name}</span>;
  return (
    <select
      className="node-choice"
      aria-label={t("nav.node")}
      value={node}
      onChange={(event) => choose(event.target.value)}
    >
      {nodes.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

function Banner() {
  const { t } = useTranslation();
  const { session, isPractice } = useShop();
  const connection = useConnection();
  const actions = useActions();
  const own = actions.filter((each) => each.user === session.user);
  const refused = new Set(own.filter((each) => each.state === "refused").map((each) => each.thing)).size;
  const waiting = own.filter((each) => each.state === "waiting").length;
  const others = actions.filter((each) => each.state !== "done" && each.user !== session.user).length;
  if (refused > 0) return <ToWaiting kind="bad">{t("waiting.refused", { count: refused })}</ToWaiting>;
  if (connection !== "online")
    return (
      <ToWaiting kind="cut">
        <Icon name="cut" /> {t(`connection.${connection}`)} {waiting > 0 && t("waiting.some", { count: waiting })}
      </ToWaiting>
    );
  if (others > 0) return <ToWaiting kind="cut">{t("waiting.others", { count: others })}</ToWaiting>;
  if (!isPractice) return null;
  return (
    <Link to="/practice" className="banner" data-kind="practice">
      {t("practice.banner")}
    </Link>
  );
}

function ToWaiting({ kind, children }: { kind: string; children: ReactNode }) {
  return (
    <Link to="/waiting" className="banner" data-kind={kind} role="status">
      {children}
    </Link>
  );
}

/** The head of a page that one came to from another. */
export function Head({ title, children }: { title: string; children?: ReactNode }) {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <div className="row" style={{ flexWrap: "nowrap" }}>
      <button type="button" className="icon-button" aria-label={t("nav.back")} onClick={() => router.history.back()}>
        <Icon name="back" />
      </button>
      <h1 style={{ fontSize: "1.375rem", margin: 0, flex: 1, overflowWrap: "break-word", minWidth: 0 }}>{title}</h1>
      {children}
    </div>
  );
}
