import { Command as Menu } from "cmdk";
import { useEffect, useMemo, useState } from "react";
import { useAnswer, useDescribe, useSearch } from "@/api";
import { useCurrent } from "@/records/current";
import { titleOf } from "@/records/layouts";
import { Afterwards } from "@/ui/Afterwards";
import { useWords } from "@/ui/words";
import type { Passage } from "../pages/chapters";
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
  onManual: (chapter: string) => void;
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
  const [chosen, setChosen] = useState("");
  const [moved, setMoved] = useState(false);
  useEffect(() => {
    if (!moved && firstValue) setChosen(firstValue);
  }, [firstValue, moved]);

  const run = (act: () => void) => {
    onClose();
    act();
  };
  const item = (command: Command, section = "") => (
    <Menu.Item
      key={command.id}
      value={section + command.id}
      className="palette__item"
      onSelect={() => {
        rememberCommand(command.id);
        run(command.run);
      }}
    >
      <span className="palette__label">{command.label}</span>
      {command.detail && <span className="faint">{command.detail}</span>}
      {command.keys && <Keys keys={command.keys} />}
    </Menu.Item>
  );
  const section = (heading: string, of: Command[], name = "") =>
    of.length > 0 && (
      <Menu.Group key={heading} heading={heading}>
        {of.map((command) => item(command, name))}
      </Menu.Group>
    );
  const again = lately
    .flatMap((id) => commands.find((command) => command.id === id) ?? [])
    .filter((command) => !["record", "list", "page"].includes(command.group))
    .slice(0, 4);
  const everything: Parameters<typeof section>[] = [
    [t("palette.again"), again, "again."],
    [t("palette.thisRecord", { title: current ?? "" }), inGroup("record")],
    [t("palette.thisPage"), inGroup("page", "list")],
    [t("palette.pages"), inGroup("go")],
    [t("palette.views"), inGroup("view")],
    [t("palette.create"), inGroup("create")],
    [t("palette.commands"), inGroup("general", "look")],
  ];
  // What one sees at first is there at once, what one would have to scroll to a moment later.
  let rows = Math.min(recent.length, 6);
  const full = everything.findIndex(([, of]) => {
    rows += of.length;
    return rows >= screen;
  });
  const inSight = full < 0 ? everything.length : full + 1;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a press beside the palette closes it, as Esc does
    <div
      className="palette"
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className="palette__box" role="dialog" aria-modal="true" aria-label={t("palette.title")}>
        <Menu
          shouldFilter={false}
          loop
          value={chosen}
          onValueChange={(value) => setChosen(value)}
          label={t("palette.title")}
          onKeyDown={(event) => {
            if (event.key === "Escape" && !event.nativeEvent.isComposing) {
              event.stopPropagation();
              onClose();
            }
            if (event.key.startsWith("Arrow")) setMoved(true);
            // The palette is all there is while it is open.
            if (event.key === "Tab") event.preventDefault();
          }}
        >
          <Menu.Input
            autoFocus
            className="palette__input"
            placeholder={t("palette.hint")}
            aria-label={t("palette.hint")}
            value={typed}
            onValueChange={(next) => {
              setTyped(next);
              setMoved(false);
            }}
            onCompositionStart={() => setHalf(true)}
            onCompositionEnd={() => setHalf(false)}
          />
          <Menu.List className="palette__list" label={t("palette.title")}>
            {typed.trim() === "" && recent.length > 0 && (
              <Menu.Group heading={t("palette.recent")}>
                {recent.slice(0, 6).map((each) => (
                  <Menu.Item
                    key={each.id}
                    value={`recent.${each.id}`}
                    className="palette__item"
                    onSelect={() => run(() => onOpen(each.entity, each.id))}
                  >
                    <span className="palette__label">{each.title}</span>
                    <span className="faint">{say(byName.get(each.entity)?.label)}</span>
                  </Menu.Item>
                ))}
              </Menu.Group>
            )}
            {hits.length > 0 && (
              <Menu.Group heading={t("palette.records")}>
                {hits.map((hit) => (
                  <Menu.Item
                    key={hit.id}
                    value={`hit.${hit.id}`}
                    className="palette__item"
                    onSelect={() => run(() => onOpen(hit.entity, hit.id))}
                  >
                    <span className="palette__label">{hit.title}</span>
                    {hit.detail && <span className="palette__detail">{hit.detail}</span>}
                    <span className="faint">{say(byName.get(hit.entity)?.label)}</span>
                  </Menu.Item>
                ))}
              </Menu.Group>
            )}
            {typed.trim() === "" ? (
              <>
                {everything.slice(0, inSight).map((each) => section(...each))}
                <Afterwards>{everything.slice(inSight).map((each) => section(...each))}</Afterwards>
              </>
            ) : (
              <>
                {section(t("palette.pages"), pages)}
                {section(t("palette.views"), views)}
                {section(t("palette.commands"), others)}
              </>
            )}
            {groups.map((group) => (
              <Menu.Group key={group.entity} heading={`${say(byName.get(group.entity)?.plural)} · ${group.total}`}>
                {group.hits.map((hit) => (
                  <Menu.Item
                    key={hit.id}
                    value={`text.${hit.id}`}
                    className="palette__item"
                    onSelect={() => run(() => onOpen(group.entity, hit.id))}
                  >
                    {hit.snippet && unmarked(hit.snippet) === hit.title ? (
                      <Snippet text={hit.snippet} className="palette__label" />
                    ) : (
                      <>
                        <span className="palette__label">
                          {hit.title || titleOf(byName.get(group.entity), { id: hit.id })}
                        </span>
                        {hit.snippet && <Snippet text={hit.snippet} className="palette__detail" />}
                      </>
                    )}
                  </Menu.Item>
                ))}
              </Menu.Group>
            ))}
            {chapters.length > 0 && (
              <Menu.Group heading={t("nav.manual")}>
                {chapters.map(({ chapter, title, heading }) => (
                  <Menu.Item
                    key={chapter}
                    value={`manual.${chapter}`}
                    className="palette__item"
                    onSelect={() => run(() => onManual(chapter))}
                  >
                    <span className="palette__label">{heading ?? title}</span>
                    {heading && <span className="faint">{title}</span>}
                  </Menu.Item>
                ))}
              </Menu.Group>
            )}
          </Menu.List>
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
        </Menu>
      </div>
    </div>
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

// The handbook comes with the first search that may need it.
function useChapters(text: string): Passage[] {
  const { lang } = useWords();
  const [found, setFound] = useState<Passage[]>([]);
  useEffect(() => {
    let there = true;
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
