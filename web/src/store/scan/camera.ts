/** Reads codes from pictures: the browser's own detector where there is one, else zxing, both from this server alone. */
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

/** Finds the codes in a picture. */
export type ReadCodes = (picture: HTMLVideoElement | ImageBitmap) => Promise<string[]>;

type Detector = { detect(picture: CanvasImageSource): Promise<{ rawValue: string }[]> };
type DetectorClass = {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
};

const FORMATS = ["ean_13", "ean_8", "upc_a", "upc_e", "code_128", "itf", "qr_code", "data_matrix"];
const NEEDED = ["ean_13", "qr_code", "code_128"];
const WIDTH_MAX = 1280;

/** A reader; zxing is loaded when it is needed first. */
export async function makeReader(): Promise<ReadCodes> {
  return (await browsersOwn()) ?? (await zxing());
}

/** Has the reader's program kept by the service worker, so that the camera reads without a network too. */
export async function keepReader(): Promise<void> {
  if (navigator.serviceWorker?.controller && !(await browsersOwn())) await fetch(wasm);
}

async function browsersOwn(): Promise<ReadCodes | undefined> {
  const Detector = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const known = (await Detector?.getSupportedFormats().catch(() => [])) ?? [];
  if (!Detector || !NEEDED.every((format) => known.includes(format))) return undefined;
  const detector = new Detector({ formats: FORMATS.filter((format) => known.includes(format)) });
  return async (picture) => (await detector.detect(picture)).map((found) => found.rawValue);
}

async function zxing(): Promise<ReadCodes> {
  const { prepareZXingModule, readBarcodes } = await import("zxing-wasm/reader");
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  const canvas = document.createElement("canvas");
  return async (picture) => {
    const found = await readBarcodes(pixelsOf(picture, canvas), { tryHarder: true, maxNumberOfSymbols: 4 });
    return found.filter((each) => each.isValid).map((each) => each.text);
  };
}

function pixelsOf(picture: HTMLVideoElement | ImageBitmap, canvas: HTMLCanvasElement): ImageData {
  const [width, height] =
    picture instanceof HTMLVideoElement ? [picture.videoWidth, picture.videoHeight] : [picture.width, picture.height];
  const scale = Math.min(1, WIDTH_MAX / width);
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("the browser gives no canvas");
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
