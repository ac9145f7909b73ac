/** The same app about made-up orders. */
import type { Session } from "@shared/api/session";
import { useState } from "react";
import { StoreApp } from "../StoreApp";
import { NODE } from "./goods";
import { PERSON, PracticeServer } from "./server";

const SESSION: Session = {
  user: PERSON,
  id: PERSON,
  language: null,
  device: "",
  has_password: false,
  ends_at: "",
  role: "associate",
  scopes: ["work"],
  nodes: [NODE.id],
  csrf_token: "",
  locked: false,
  has_pin: false,
};

/** Begins anew whenever it is opened. */
export default function Practice() {
  const [server] = useState(() => new PracticeServer());
  return <StoreApp session={SESSION} backend={server} practice />;
}
