import { match } from "@/lib/pinyin";
import { stored } from "@/lib/stored";
import type { Command, CommandGroup } from "./registry";

const key = "recentCommands";
const remembered = 12;

/** recentCommands are the ids of the commands used last, the latest first. They name nobody's data. */
export function recentCommands(): string[] {
  return stored.get<string[]>(key) ?? [];
}

export function rememberCommand(id: string): void {
  // What is about one record or list only means something there.
  stored.set(key, [id, ...recentCommands().filter((each) => each !== id)].slice(0, remembered));
}

// What is about the thing on the screen comes before what can be done anywhere.
const nearness: { [group in CommandGroup]: number } = {
  record: 0.5,
  page: 0.4,
  list: 0.4,
  go: 0.3,
  view: 0.3,
  create: 0.2,
  general: 0.1,
  look: 0,
};

/** rank orders what is found by typed text: how well it fits, then how lately it was used, then how near it is. */
export function rank(commands: readonly Command[], typed: string, recent: readonly string[]): Command[] {
  return commands
    .map((command) => {
      const words = (command.words ?? "")
        .split(" ")
        .reduce((best, word) => Math.max(best, word === "" ? 0 : match(word, typed)), 0);
      const fit = Math.max(match(command.label, typed), words > 3 ? 3 : words >= 2 ? 1 : 0);
      const at = recent.indexOf(command.id);
      return { command, fit, score: fit + nearness[command.group] + (at < 0 ? 0 : 0.9 - at * 0.05) };
    })
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ command }) => command);
}
