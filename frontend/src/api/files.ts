import { host } from "@/shell";
import { Fault, faultOf } from "./fault";

/** fileLink is the address of stored bytes, offered under a name people know. */
export function fileLink(hash: string, name: string): string {
  return `/files/${encodeURIComponent(hash)}?name=${encodeURIComponent(name)}`;
}

/** saveFile offers stored bytes to be kept on the person's disk. */
export function saveFile(hash: string, name: string): void {
  host.save(fileLink(hash, name), name);
}

// The window on Windows drops bodies over about 2 MB, so bytes travel in pieces there.
const piece = 512 * 1024;

/** upload stores a file and returns its content hash. */
export async function upload(file: Blob, name: string, progress?: (part: number) => void): Promise<string> {
  if (host.kind === "browser" || file.size <= piece) return send(`/files/?name=${encodeURIComponent(name)}`, file);
  const id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
  let hash = "";
  for (let from = 0; from < file.size; from += piece) {
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
  const reply = (await answer.json().catch(() => ({}))) as {
    hash?: string;
    file?: string;
    kind?: string;
    message?: string;
  };
  if (!answer.ok) throw new Fault(answer.status === 401 ? "signedOut" : "invalid", reply.message ?? "");
  return reply.hash ?? reply.file ?? "";
}
