/** A page that is still being read; what is scanned meanwhile waits for it. */
import { Loader } from "@mantine/core";
import { useScans } from "../scan/useScans";

/** Shown in the place of the page. */
export function Loading() {
  useScans(() => undefined, { ready: false });
  return <Loader />;
}
