/** What differs between the window and the browser. Everything else in the pages is the same. */
export interface Host {
  /** "window" is the Wails window, "browser" is a tab on the office door. */
  kind: "window" | "browser";
  /**
   * Calls an operation and returns its JSON answer; rejects with the fault's JSON or an Error. A question that comes with
   * a signal may be given up by it, where the door can: its work ends then.
   */
  invoke(operation: string, input: string, signal?: AbortSignal): Promise<string>;
  /** Listens to the change feed until the returned function is called; `state` says whether the feed is there. */
  listen(event: (json: string) => void, state: (there: boolean) => void): () => void;
  /** Opens an outside address (http, https, mailto, tel) in the person's own program. */
  openOutside(address: string): void;
  /** Puts text on the clipboard. */
  copy(text: string): Promise<void>;
  /** Offers the bytes at an address to be kept as a file. */
  save(address: string, name: string): void;
  /** Prints what is on the screen, through the dialog of the system. */
  print(): void;
  /** The frame around the page, where it is ours. */
  frame?: WindowFrame;
}

/** A file that was given to the program from outside: a double click, a second start, a drop. */
export interface OpenedFile {
  kind: "archive" | "table";
  path: string;
  name: string;
}

export interface WindowState {
  zoom: number;
  /** The engine enlarges the page; else the page has to. */
  native: boolean;
  notify: boolean;
  menu: boolean;
  /** The folder of the book. */
  book: string;
}

export type WindowWish = Partial<Pick<WindowState, "zoom" | "notify" | "menu"> & { dark: boolean; lang: string }>;

/** What the page can ask of its window, and what the window says to it. */
export interface WindowFrame {
  state(): Promise<WindowState>;
  set(wish: WindowWish): Promise<WindowState>;
  /** The files that were given to the program and wait. */
  opened(): Promise<OpenedFile[]>;
  /** Reads such a file. */
  read(file: OpenedFile): Promise<File>;
  /** Asks for a backup; the path is empty if the person changed their mind. */
  choose(): Promise<OpenedFile>;
  /** Makes a new book from a backup. */
  restore(path: string, passphrase: string): Promise<{ folder: string; records: number }>;
  openBook(folder: string): Promise<unknown>;
  quit(): Promise<unknown>;
  /** Says that the person is asked before the window is closed. */
  stay(): Promise<unknown>;
  /** Hears of commands of the menu, of files that arrived, and that the window is to be closed. */
  hear(heard: {
    command?: (id: string) => void;
    opened?: () => void;
    leaving?: (why: { busy: boolean }) => void;
    dropped?: (paths: string[]) => void;
  }): () => void;
}

/** HostFault is an answer that says no: the JSON body as it came. */
export class HostFault extends Error {
  constructor(
    readonly body: unknown,
    readonly status = 0,
  ) {
    super("fault");
  }
}
