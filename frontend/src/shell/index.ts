import { browser } from "./browser";
import { desktop, inWindow } from "./desktop";
import type { Host } from "./host";

export { type Host, HostFault, type OpenedFile, type WindowFrame, type WindowState, type WindowWish } from "./host";
export { copyPicture } from "./picture";

/** host is where the page runs: decided once, at the start. */
export const host: Host = inWindow() ? desktop : browser;
