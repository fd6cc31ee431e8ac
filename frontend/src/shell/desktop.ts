import { type Host, HostFault, type OpenedFile, type WindowFrame, type WindowState } from "./host";

interface Bridge {
  Invoke(operation: string, input: string): Promise<string>;
  /** Saves a stored file where the person says; older windows do not have it. */
  SaveFile?(hash: string, name: string): Promise<void>;
}
interface WailsWindow {
  go?: { desktop?: { Bridge?: Bridge } };
  runtime?: {
    EventsOn(name: string, heard: (...data: unknown[]) => void): () => void;
    BrowserOpenURL(address: string): void;
    ClipboardSetText(text: string): Promise<boolean>;
    OnFileDrop?(heard: (x: number, y: number, paths: string[]) => void, onTargetsOnly: boolean): void;
  };
}

const wails = globalThis as unknown as WailsWindow;

/** keepPage has nothing that is dropped opened in place of the page, also where nobody takes it: at the lock, say. */
function keepPage(): void {
  const keep = (event: DragEvent) => {
    const types = event.dataTransfer?.types ?? [];
    if (types.includes("Files") || types.includes("text/uri-list")) event.preventDefault();
  };
  window.addEventListener("dragover", keep);
  window.addEventListener("drop", keep);
}

/** inWindow is true when the page runs in the program's own window. */
export function inWindow(): boolean {
  return wails.go?.desktop?.Bridge !== undefined;
}

async function ask<T>(operation: string, input: unknown = {}): Promise<T> {
  return JSON.parse(await desktop.invoke(operation, JSON.stringify(input))) as T;
}

const frame: WindowFrame = {
  state: () => ask<WindowState>("window.state"),
  set: (wish) => ask<WindowState>("window.set", wish),
  opened: () => ask<OpenedFile[]>("window.opened"),
  async read(file) {
    const answer = await fetch(`/opened/?path=${encodeURIComponent(file.path)}`);
    if (!answer.ok) throw new Error(file.path);
    return new File([await answer.arrayBuffer()], file.name);
  },
  choose: () => ask<OpenedFile>("window.choose"),
  restore: (path, passphrase) => ask("window.restore", { path, passphrase }),
  openBook: (folder) => ask("window.openBook", { folder }),
  quit: () => ask("window.quit"),
  stay: () => ask("window.stay"),
  hear(heard) {
    const { runtime } = wails;
    const off = [
      runtime?.EventsOn("xingke:command", (id) => heard.command?.(String(id))),
      runtime?.EventsOn("xingke:opened", () => heard.opened?.()),
      runtime?.EventsOn("xingke:leaving", (why) => heard.leaving?.(why as { busy: boolean })),
      runtime?.EventsOn("xingke:dropped", (paths) => heard.dropped?.(paths as string[])),
    ];
    // Without it Windows tells nobody which files were dropped; it takes one listener, once.
    if (heard.dropped) runtime?.OnFileDrop?.(() => undefined, false);
    return () => {
      for (const each of off) each?.();
    };
  },
};

export const desktop: Host = {
  kind: "window",
  async invoke(operation, input) {
    const bridge = wails.go?.desktop?.Bridge;
    if (!bridge) throw new Error("no bridge");
    try {
      return await bridge.Invoke(operation, input);
    } catch (thrown) {
      throw new HostFault(bodyOf(thrown));
    }
  },
  listen(event, state) {
    state(true);
    const off = wails.runtime?.EventsOn("xingke", (data) => {
      event(typeof data === "string" ? data : JSON.stringify(data));
    });
    return () => off?.();
  },
  openOutside(address) {
    wails.runtime?.BrowserOpenURL(address);
  },
  async copy(text) {
    // The page of the window is no secure context to every engine, so the clipboard of the browser may be missing.
    await wails.runtime?.ClipboardSetText(text);
  },
  save(address, name) {
    const save = wails.go?.desktop?.Bridge?.SaveFile;
    const hash = /\/files\/([^?]+)/.exec(address)?.[1];
    if (save && hash) void save(decodeURIComponent(hash), name);
    else followLink(address, name);
  },
  print() {
    void ask("window.print");
  },
  frame,
};

// Wails rejects with an object, an Error whose message is JSON, or a string, depending on its version.
function bodyOf(thrown: unknown): unknown {
  if (thrown instanceof Error) return parsed(thrown.message) ?? ("kind" in thrown ? { ...thrown } : thrown.message);
  if (typeof thrown === "string") return parsed(thrown) ?? thrown;
  return thrown;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Lets the browser keep what lies at an address of our own. */
export function followLink(address: string, name: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

if (inWindow()) keepPage();
