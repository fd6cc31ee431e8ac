// The longest text of a logo that the book keeps, and the sizes that are tried until it fits.
const most = 32_000;
const heights = [160, 120, 90, 64];

/** smallPicture makes a picture small enough for a letterhead and writes it as a data address. */
export async function smallPicture(file: Blob): Promise<string> {
  const bitmap = await createImageBitmap(file);
  try {
    for (const height of heights) {
      for (const type of ["image/png", "image/jpeg"]) {
        const text = draw(bitmap, Math.min(height, bitmap.height), type);
        if (text.length <= most) return text;
      }
    }
  } finally {
    bitmap.close();
  }
  throw new Error("too large");
}

function draw(bitmap: ImageBitmap, height: number, type: string): string {
  const canvas = document.createElement("canvas");
  canvas.height = height;
  canvas.width = Math.max(1, Math.round((bitmap.width / bitmap.height) * height));
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  if (type === "image/jpeg") {
    pen.fillStyle = "white";
    pen.fillRect(0, 0, canvas.width, canvas.height);
  }
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL(type, 0.85);
}
