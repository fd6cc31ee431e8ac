import { host } from "@/shell";
import { Fault, faultOf } from "./fault";

/** The largest file that is taken in, in bytes. */
export const largestFile = 50 * 1024 * 1024;

/** fileLink is the address of stored bytes, offered under a name people know. */
export function fileLink(hash: string, name: string): string {
  return `/files/${encodeURIComponent(hash)}?name=${encodeURIComponent(name)}`;
}

/** shownLink is the address of a picture or a PDF that is shown in place, thumbLink that of a small picture of it. */
export const shownLink = (hash: string, name: string): string => `${fileLink(hash, name)}&inline=1`;
export const thumbLink = (hash: string, name: string): string => `${fileLink(hash, name)}&thumb=1`;

/** saveFile offers stored bytes to be kept on the person's disk. */
export function saveFile(hash: string, name: string): void {
  host.save(fileLink(hash, name), name);
}

// The window on Windows drops bodies over about 2 MB, so bytes travel in pieces there.
const piece = 512 * 1024;

/** upload stores a file and returns its content hash; it rejects with an AbortError where `signal` says so. */
export async function upload(
  file: Blob,
  name: string,
  progress?: (part: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  if (host.kind === "browser" && (progress || signal))
    return sendWatched(`/files/?name=${encodeURIComponent(name)}`, file, progress, signal);
  if (host.kind === "browser" || file.size <= piece) return send(`/files/?name=${encodeURIComponent(name)}`, file);
  const id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
  let hash = "";
  for (let from = 0; from < file.size; from += piece) {
    signal?.throwIfAborted();
    const to = Math.min(from + piece, file.size);
    const address = `/files/?name=${encodeURIComponent(name)}&upload=${id}&offset=${from}&size=${file.size}`;
    hash = await send(address, file.slice(from, to));
    progress?.(to / file.size);
  }
  return hash;
}

async function send(address: string, body: Blob): Promise<string> {
  let answer: Response;
  try {
    // As plain bytes: the engine of the Linux window ends the whole program on a body that is a Blob.
    const bytes = host.kind === "window" ? await body.arrayBuffer() : body;
    answer = await fetch(address, { method: "POST", body: bytes, credentials: "same-origin" });
  } catch (thrown) {
    throw faultOf(thrown);
  }
  return hashIn(answer.status, await answer.text().catch(() => ""));
}

// Only the older way of asking tells how far the body has come.
function sendWatched(
  address: string,
  body: Blob,
  progress?: (part: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  return new Promise((done, failed) => {
    const aborted = () => failed(new DOMException("aborted", "AbortError"));
    if (signal?.aborted) return aborted();
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) progress?.(event.loaded / event.total);
    };
    request.onload = () => {
      try {
        done(hashIn(request.status, request.responseText));
      } catch (thrown) {
        failed(thrown);
      }
    };
    request.onerror = () => failed(faultOf(new TypeError("network")));
    request.onabort = aborted;
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}

function hashIn(status: number, text: string): string {
  let reply: { hash?: string; file?: string; message?: string } = {};
  try {
    reply = JSON.parse(text) as typeof reply;
  } catch {
    // what answers no JSON says nothing more
  }
  if (status < 200 || status >= 300) throw new Fault(status === 401 ? "signedOut" : "invalid", reply.message ?? "");
  return reply.hash ?? reply.file ?? "";
}
