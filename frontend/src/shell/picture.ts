/** copyPicture puts a picture on the clipboard; it rejects where the clipboard takes none. */
export async function copyPicture(picture: Promise<Blob>): Promise<void> {
  if (typeof ClipboardItem === "undefined" || !navigator.clipboard?.write) throw new Error("no clipboard for pictures");
  // The clipboard takes a promise, so that it is still the press of a button that asks.
  await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
}
