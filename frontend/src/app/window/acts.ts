import type { TFunction } from "i18next";
import { host } from "@/shell";
import type { Command } from "../commands/registry";

/** What commands of printing and of the window do; set by WindowManners while the frame is there. */
export const acts = {
  print: () => {},
  restore: () => {},
  zoom: (_step: -1 | 0 | 1) => {},
};

/** windowCommands lists printing, and what only the window can do. */
export function windowCommands(t: TFunction): Command[] {
  const command = (id: string, label: string, run: () => void, keys?: string, words?: string): Command => ({
    id,
    group: id.startsWith("zoom") ? "look" : "general",
    label,
    run,
    keys,
    words,
  });
  const both = [command("print", t("print.command"), () => acts.print(), "mod+p", "print pdf 打印 预览")];
  if (!host.frame) return both;
  return [
    ...both,
    command("zoom.in", t("window.zoomIn"), () => acts.zoom(1), "mod+=", "zoom larger"),
    command("zoom.out", t("window.zoomOut"), () => acts.zoom(-1), "mod+-", "zoom smaller"),
    command("zoom.reset", t("window.zoomReset"), () => acts.zoom(0), "mod+0", "zoom reset"),
    command("window.restore", t("window.restore"), () => acts.restore(), undefined, "restore backup archive"),
  ];
}
