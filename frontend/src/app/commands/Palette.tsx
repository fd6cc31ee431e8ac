import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useAnswer, useDescribe, useSearch } from "@/api";
import { useCurrent } from "@/records/current";
import { titleOf } from "@/records/layouts";
import { useWords } from "@/ui/words";
import type { Passage } from "../pages/chapters";
import { type Choices, Finder } from "./Finder";
import { Keys } from "./Keys";
import { rank, recentCommands, rememberCommand } from "./rank";
import type { Command } from "./registry";

const few = 8;
/** Rows in sight without scrolling. */
const screen = 12;

/** Palette finds records, pages and commands by any fragment: Chinese, pinyin, initials, numbers. */
export function Palette(props: {
  commands: Command[];
  onClose: () => void;
  onOpen: (entity: string, id: string) => void;
  onManual: (chapter: string, at?: string) => void;
}) {
  const { commands, onClose, onOpen, onManual } = props;
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const [typed, setTyped] = useState("");
  const [half, setHalf] = useState(false);
  const text = useSettled(typed.trim(), half);
  const all = useCurrent((each) => each.recent);
  const here = useCurrent((each) => each.record?.record.id);
  const recent = all.filter(({ id }) => id !== here);
  const current = all.find(({ id }) => id === here)?.title;
  const suggested = useAnswer("search.suggest", { text, limit: few }, ["*"], text !== "");
  const searched = useSearch(text, 4);

  const lately = useMemo(recentCommands, []);
  const found = useMemo(() => (typed.trim() === "" ? [] : rank(commands, typed, lately)), [commands, typed, lately]);
  const pages = found.filter((command) => command.group === "go").slice(0, few);
  const views = found.filter((command) => command.group === "view").slice(0, few);
  const others = found.filter((command) => !["go", "view"].includes(command.group)).slice(0, 12);
  const chapters = useChapters(text);

  const hits = text === "" ? [] : (suggested.data?.hits ?? []);
  const seen = new Set(hits.map((hit) => hit.id));
  const groups =
    text === ""
      ? []
      : (searched.data?.groups ?? [])
          .map((group) => ({ ...group, hits: group.hits.filter((hit) => !seen.has(hit.id)) }))
          .filter((group) => group.hits.length > 0);
  const waiting = text !== "" && (suggested.isFetching || searched.isFetching);
  const nothing = typed.trim() !== "" && !waiting && hits.length + groups.length + found.length + chapters.length === 0;

  const inGroup = (...groups: Command["group"][]) => commands.filter((command) => groups.includes(command.group));
  // The first of what is found stays chosen while answers come in, until the person moves.
  const firstText = groups[0]?.hits[0];
  const firstValue =
    typed.trim() === ""
      ? (recent[0] && `recent.${recent[0].id}`) || inGroup("record")[0]?.id
      : hits[0]
        ? `hit.${hits[0].id}`
        : ((pages[0] ?? views[0] ?? others[0])?.id ?? (firstText && `text.${firstText.id}`));

  const run = (act: () => void) => {
    onClose();
    act();
  };
  const sections: Choices[] = [];
  const add = (key: string, heading: string, choices: [value: string, show: ReactNode, act: () => void][]) => {
    if (choices.length === 0) return;
    sections.push({
      key,
      heading,
      choices: choices.map(([value, show, act]) => ({ value, show, run: () => run(act) })),
    });
  };
  const addCommands = (heading: string, of: Command[], name = "") =>
    add(
      heading,
      heading,
      of.map((command) => [
        name + command.id,
        <CommandWords key="words" command={command} />,
        () => {
          rememberCommand(command.id);
          command.run();
        },
      ]),
    );

  let inSight = Number.POSITIVE_INFINITY;
  if (typed.trim() === "") {
    const again = lately
      .flatMap((id) => commands.find((command) => command.id === id) ?? [])
      .filter((command) => !["record", "list", "page"].includes(command.group))
      .slice(0, 4);
    add(
      "recent",
      t("palette.recent"),
      recent.slice(0, 6).map((each) => [
        `recent.${each.id}`,
        <>
          <span className="palette__label">{each.title}</span>
          <span className="faint">{say(byName.get(each.entity)?.label)}</span>
        </>,
        () => onOpen(each.entity, each.id),
      ]),
    );
    addCommands(t("palette.again"), again, "again.");
    addCommands(t("palette.thisRecord", { title: current ?? "" }), inGroup("record"));
    addCommands(t("palette.thisPage"), inGroup("page", "list"));
    addCommands(t("palette.pages"), inGroup("go"));
    addCommands(t("palette.views"), inGroup("view"));
    addCommands(t("palette.create"), inGroup("create"));
    addCommands(t("palette.commands"), inGroup("general", "look"));
    // What one sees at first is there at once, what one would have to scroll to a moment later.
    let rows = 0;
    const full = sections.findIndex(({ choices }) => {
      rows += choices.length;
      return rows >= screen;
    });
    if (full >= 0) inSight = full + 1;
  } else {
    add(
      "records",
      t("palette.records"),
      hits.map((hit) => [
        `hit.${hit.id}`,
        <>
          <span className="palette__label">{hit.title}</span>
          {hit.detail && <span className="palette__detail">{hit.detail}</span>}
          <span className="faint">{say(byName.get(hit.entity)?.label)}</span>
        </>,
        () => onOpen(hit.entity, hit.id),
      ]),
    );
    addCommands(t("palette.pages"), pages);
    addCommands(t("palette.views"), views);
    addCommands(t("palette.commands"), others);
    for (const group of groups)
      add(
        group.entity,
        `${say(byName.get(group.entity)?.plural)} · ${group.total}`,
        group.hits.map((hit) => [
          `text.${hit.id}`,
          hit.snippet && unmarked(hit.snippet) === hit.title ? (
            <Snippet key="words" text={hit.snippet} className="palette__label" />
          ) : (
            <>
              <span className="palette__label">{hit.title || titleOf(byName.get(group.entity), { id: hit.id })}</span>
              {hit.snippet && <Snippet text={hit.snippet} className="palette__detail" />}
            </>
          ),
          () => onOpen(group.entity, hit.id),
        ]),
      );
    add(
      "manual",
      t("nav.manual"),
      chapters.map(({ chapter, title, heading, at }) => [
        `manual.${chapter}`,
        <>
          <span className="palette__label">{heading ?? title}</span>
          {heading && <span className="faint">{title}</span>}
        </>,
        () => onManual(chapter, at),
      ]),
    );
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a press beside the palette closes it, as Esc does
    <div
      className="palette"
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className="palette__box" role="dialog" aria-modal="true" aria-label={t("palette.title")}>
        <Finder
          label={t("palette.title")}
          hint={t("palette.hint")}
          typed={typed}
          onTyped={setTyped}
          onHalf={setHalf}
          sections={sections}
          inSight={inSight}
          first={firstValue}
          onClose={onClose}
        >
          {waiting && hits.length === 0 && groups.length === 0 && (
            <div className="palette__note">{t("palette.searching")}</div>
          )}
          {nothing && (
            <div className="palette__note" role="status">
              <p>{t("palette.nothing", { text: typed })}</p>
              <p className="faint">{t("palette.nothingMore")}</p>
            </div>
          )}
          <div className="palette__foot">{t("palette.moves")}</div>
        </Finder>
      </div>
    </div>
  );
}

function CommandWords({ command }: { command: Command }) {
  return (
    <>
      <span className="palette__label">{command.label}</span>
      {command.detail && <span className="faint">{command.detail}</span>}
      {command.keys && <Keys keys={command.keys} />}
    </>
  );
}

// Matches arrive between two control characters, so that the text itself can hold anything.
function Snippet({ text, className }: { text: string; className: string }) {
  const parts = text.replaceAll("\u0002", "\u0001").split("\u0001");
  return (
    <span className={className}>{parts.map((part, n) => (n % 2 === 1 ? <mark key={n}>{part}</mark> : part))}</span>
  );
}

function unmarked(text: string): string {
  return text.replaceAll("\u0001", "").replaceAll("\u0002", "");
}

const noPassages: Passage[] = [];

// The handbook comes with the first search that may need it.
function useChapters(text: string): Passage[] {
  const { lang } = useWords();
  const [found, setFound] = useState<Passage[]>(noPassages);
  useEffect(() => {
    let there = true;
    if (text === "") {
      setFound(noPassages);
      return;
    }
    import("../pages/chapters").then(
      ({ passages }) => there && setFound(passages(lang, text, 3)),
      () => undefined,
    );
    return () => {
      there = false;
    };
  }, [lang, text]);
  return found;
}

const pause = 90;

// What an input method has not finished is not asked for.
function useSettled(text: string, half: boolean): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    if (half) return;
    const timer = setTimeout(() => setSettled(text), pause);
    return () => clearTimeout(timer);
  }, [text, half]);
  return settled;
}
