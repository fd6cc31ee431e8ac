import { saveFile, shownLink } from "@/api";
import { host } from "@/shell";
import { isPdf } from "./kinds";

/** openFile shows a file that is no picture. */
export function openFile(file: string, name: string): void {
  // A tab of its own has the browser's reader of PDF; the window of the program has no tabs.
  if (isPdf(name) && host.kind === "browser") window.open(shownLink(file, name), "_blank", "noopener");
  else saveFile(file, name);
}
