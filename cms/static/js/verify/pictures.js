/* QR codes in pictures and camera frames: by the browser's own reader where it has one, else by the library `qr`. */
let own; // the browser's own detector, null where there is none

async function ownDetector() {
  if (own !== undefined) return own;
  own = null;
  try {
    const formats = await globalThis.BarcodeDetector?.getSupportedFormats();
    if (formats?.includes("qr_code")) own = new BarcodeDetector({ formats: ["qr_code"] });
  } catch (error) { /* the library reads instead */ }
  return own;
}

const LARGEST = 2400; // pixels on the longer side: enough for a large code on a whole page

function pixels(source, width, height) {
  const scale = Math.min(1, LARGEST / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "#fff"; // a transparent picture stands on paper
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

async function byLibrary(image, { patient }) {
  const { decodeQR, decodeQRBatch } = await import("../../vendor/qr/decode.js");
  if (!patient) {
    try { return [decodeQR(image)]; } catch (error) { return []; }
  }
  const [found] = await decodeQRBatch([image], { timeLimit: 2000, maxSize: { width: image.width, height: image.height } });
  return (Array.isArray(found) ? found : [found]).filter((one) => typeof one === "string");
}

/** Texts of all codes in a chosen picture; throws where the file is no picture. */
export async function inFile(file) {
  const picture = await createImageBitmap(file);
  try {
    const image = pixels(picture, picture.width, picture.height);
    const detector = await ownDetector();
    const found = detector ? (await detector.detect(image)).map((one) => one.rawValue) : [];
    return found.length ? found : await byLibrary(image, { patient: true });
  } finally {
    picture.close();
  }
}

/** Texts of the codes a playing video shows just now. */
export async function inFrame(video) {
  const detector = await ownDetector();
  if (detector) return (await detector.detect(video)).map((one) => one.rawValue);
  return byLibrary(pixels(video, video.videoWidth, video.videoHeight), { patient: false });
}
