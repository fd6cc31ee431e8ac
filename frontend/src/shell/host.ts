/** What differs between the window and the browser. Everything else in the pages is the same. */
export interface Host {
  /** "window" is the Wails window, "browser" is a tab on the office door. */
  kind: "window" | "browser";
  /** Calls an operation and returns its JSON answer; rejects with the fault's JSON or an Error. */
  invoke(operation: string, input: string): Promise<string>;
  /** Listens to the change feed until the returned function is called; `state` says whether the feed is there. */
  listen(event: (json: string) => void, state: (there: boolean) => void): () => void;
  /** Opens an outside address (http, https, mailto, tel) in the person's own program. */
  openOutside(address: string): void;
  /** Puts text on the clipboard. */
  copy(text: string): Promise<void>;
  /** Offers the bytes at an address to be kept as a file. */
  save(address: string, name: string): void;
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
