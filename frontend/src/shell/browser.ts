import { followLink } from "./desktop";
import { type Host, HostFault } from "./host";

// What a page that ends still sends has to outlive it; more than this browsers refuse to carry on (64 KiB in all).
const outlives = (operation: string, input: string) => operation === "draft.keep" && input.length < 15_000;

export const browser: Host = {
  kind: "browser",
  async invoke(operation, input, signal) {
    const answer = await fetch(`/rpc/${operation}`, {
      method: "POST",
      // Before anybody is signed in, the program answers in the language of the page.
      headers: {
        "Content-Type": "application/json",
        "Xingke-Lang": document.documentElement.lang || "zh-CN",
        ...(signal && { "Xingke-Question": "1" }),
      },
      body: input,
      credentials: "same-origin",
      keepalive: outlives(operation, input),
      signal,
    });
    const text = await answer.text();
    if (answer.ok) return text;
    let body: unknown = text;
    try {
      body = JSON.parse(text);
    } catch {
      // a door that answers plain text still gets its words shown
    }
    throw new HostFault(body, answer.status);
  },
  listen(event, state) {
    let source: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      source = new EventSource("/events");
      source.onmessage = (message: MessageEvent<string>) => event(message.data);
      source.onopen = () => state(true);
      source.onerror = () => {
        state(false);
        // The browser tries again by itself unless the door refused; then we do, gently.
        if (source?.readyState === EventSource.CLOSED) again = setTimeout(open, 3000);
      };
    };
    open();
    return () => {
      clearTimeout(again);
      source?.close();
    };
  },
  openOutside(address) {
    window.open(address, "_blank", "noopener,noreferrer");
  },
  copy: (text) => navigator.clipboard.writeText(text),
  save: followLink,
  print: () => window.print(),
};
