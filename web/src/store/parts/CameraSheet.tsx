/** Reads a code with the camera, or from a picture that was taken with it. */
import { Button, FileButton, Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { makeReader, type ReadCodes } from "../scan/camera";
import { scanned } from "../scan/useScans";
import { Sheet } from "./Sheet";
import { TypedCode } from "./TypedCode";

const LOOK_MS = 120;

/** Open until something was read. */
export default function CameraSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const [trouble, setTrouble] = useState<"camera" | "permission" | "picture">();
  const read = useRef((code: string) => {
    onClose();
    scanned(code);
  });
  useEffect(() => {
    const watching = new AbortController();
    watch(video.current, watching.signal, read.current).catch((error: unknown) => {
      if (!watching.signal.aborted) setTrouble(isRefused(error) ? "permission" : "camera");
    });
    return () => watching.abort();
  }, []);
  const readFile = async (file: File | null) => {
    if (!file) return;
    const [code] = await (await makeReader())(await createImageBitmap(file));
    if (code === undefined) setTrouble("picture");
    else read.current(code);
  };
  return (
    <Sheet title={t("scan.camera")} onClose={onClose}>
      {trouble !== "permission" && trouble !== "camera" && (
        <video ref={video} className="camera" playsInline muted aria-label={t("scan.camera")} />
      )}
      <Text role="status">{trouble === undefined ? t("scan.hold") : t(`scan.no-${trouble}`)}</Text>
      {trouble !== undefined && <TypedCode onCode={read.current} />}
      <FileButton onChange={(file) => void readFile(file)} accept="image/*">
        {(button) => (
          <Button {...button} size="lg" variant="default">
            {t("scan.picture")}
          </Button>
        )}
      </FileButton>
    </Sheet>
  );
}

/** The person or the browser's settings said no; everything else is the camera's own trouble. */
function isRefused(error: unknown): boolean {
  return error instanceof DOMException && error.name === "NotAllowedError";
}

async function watch(video: HTMLVideoElement | null, signal: AbortSignal, found: (code: string) => void) {
  if (!video || !navigator.mediaDevices) throw new Error("no camera");
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment", width: { ideal: 1280 } },
  });
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  if (signal.aborted) return stop();
  signal.addEventListener("abort", stop);
  video.srcObject = stream;
  await video.play();
  await look(video, await makeReader(), signal, found);
}

async function look(video: HTMLVideoElement, read: ReadCodes, signal: AbortSignal, found: (code: string) => void) {
  while (!signal.aborted) {
    const [code] = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA ? await read(video) : [];
    if (code !== undefined && !signal.aborted) return found(code);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
