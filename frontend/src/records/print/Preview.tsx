import { Button, Switch, Tooltip } from "antd";
import { PenLine, Printer, RectangleHorizontal, RectangleVertical, X } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { call, useAnswer, useDescribe } from "@/api";
import { composing, showKeys } from "@/lib/keyboard";
import { host } from "@/shell";
import { useNow } from "@/ui/now";
import { Scroll } from "@/ui/Scroll";
import { Segmented } from "@/ui/Segmented";
import { useWords } from "@/ui/words";
import { printAsked } from "./asked";
import { LetterheadForm } from "./LetterheadForm";
import { type Kind, type PaperName, paperOf, papers, px, type Turn, useChoices } from "./paper";
import { type Picture, type Piece, Sheets, type Tables } from "./Sheets";
import { instantText } from "./text";

export interface PreviewProps {
  kind: Kind;
  /** What the document is called, and what it is about. */
  title: string;
  lines?: string[];
  pieces: readonly Piece[];
  tables: Tables;
  /** What those fields are called that go on paper only where that is asked for. */
  inside?: string;
  /** Of a page on the screen, for the width of the paper and about the room on its first page. */
  picture?: (width: number, room: number) => Picture;
  /** Nothing can be laid out yet. */
  waiting?: boolean;
  onClose: () => void;
}

// Printing goes to the audit. The address says what is on the paper; that no note could be taken keeps nobody from printing.
function noted(title: string): void {
  const asked = new URLSearchParams(window.location.hash.split("?")[1] ?? "");
  const named = (name: string) => (asked.get(name) ?? "").replace(/^"|"$/g, "");
  call("audit.printed", { title, entity: named("entity"), id: named("id") }).catch(() => undefined);
}

// About what letterhead, and title with foot, take of the first page.
const headRoom = 62;
const titleRoom = 112;

/** Preview shows the pages as they will come out of the printer, with what can be chosen about them. */
export function Preview(props: PreviewProps) {
  const { kind, title, lines, pieces, tables, waiting, onClose } = props;
  const { t } = useWords();
  const { book, user } = useDescribe();
  const choice = useChoices((choices) => choices.of[kind]);
  const choose = useChoices((choices) => choices.choose);
  const letterhead = useAnswer("letterhead.get", {}, ["*letterhead"]);
  const paper = useMemo(() => paperOf(choice), [choice]);
  const [count, setCount] = useState(0);
  const [editing, setEditing] = useState(false);
  const now = useNow();
  const opened = useRef(now);
  const scale = useScale(px(paper.width));

  const known = letterhead.data;
  const head = choice.head && (known?.company || known?.logo) ? known : undefined;
  const above = head ? headRoom + titleRoom : titleRoom;
  const picture = useMemo(
    () => props.picture?.(px(paper.width - 2 * paper.margin), px(paper.height - 2 * paper.margin) - above),
    [props.picture, paper, above],
  );
  const top = useMemo(
    () => (
      <>
        {head && (
          <div className="letterhead">
            {head.logo && <img className="letterhead__logo" src={head.logo} alt="" />}
            <strong className="letterhead__company">{head.company}</strong>
            <span className="letterhead__lines">
              {[head.address, head.contact].filter(Boolean).map((line) => (
                <span key={line}>{line}</span>
              ))}
            </span>
          </div>
        )}
        <h1 className="paper__title">{title}</h1>
        {(lines ?? []).map((line) => (
          <p className="paper__line" key={line}>
            {line}
          </p>
        ))}
      </>
    ),
    [head, title, lines],
  );
  const running = useMemo(
    () => (
      <>
        <span>{title}</span>
        <span>{head?.company}</span>
      </>
    ),
    [head, title],
  );
  const foot = [
    t("print.printed", { name: user.name, at: instantText(opened.current.toISOString()) }),
    ...(book.practice ? [t("print.practice")] : []),
  ].join(" · ");

  const ready = !waiting && !letterhead.isPending;
  const print = useCallback(() => {
    const before = document.title;
    document.title = title; // what a file is called that is printed to
    window.addEventListener(
      "afterprint",
      () => {
        document.title = before;
      },
      { once: true },
    );
    noted(title);
    host.print();
  }, [title]);
  useEffect(() => {
    const asked = () => {
      if (ready && count > 0) print();
    };
    const close = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || composing(event)) return;
      if (document.querySelector(".ant-modal-wrap:not([style*='display: none'])")) return;
      onClose();
    };
    window.addEventListener(printAsked, asked);
    window.addEventListener("keydown", close);
    return () => {
      window.removeEventListener(printAsked, asked);
      window.removeEventListener("keydown", close);
    };
  }, [ready, count, print, onClose]);

  return (
    <div className="page page--read printing">
      <style>{`@page { size: ${paper.width}mm ${paper.height}mm; margin: 0 }`}</style>
      <header className="pagehead printing__bar">
        <h1 className="pagehead__title">{t("print.title")}</h1>
        <div className="printing__choices">
          <Segmented<PaperName>
            aria-label={t("print.paper")}
            value={choice.paper}
            onChange={(next) => choose(kind, { paper: next })}
            options={Object.keys(papers) as PaperName[]}
          />
          <Segmented<Turn>
            aria-label={t("print.turn")}
            value={choice.turn}
            onChange={(next) => choose(kind, { turn: next })}
            options={[
              { value: "portrait", label: <Turned icon={RectangleVertical} words={t("print.portrait")} /> },
              { value: "landscape", label: <Turned icon={RectangleHorizontal} words={t("print.landscape")} /> },
            ]}
          />
          <Option label={t("print.head")} on={choice.head} onChange={(on) => choose(kind, { head: on })}>
            <Tooltip title={t("print.headEdit")}>
              <Button
                type="text"
                size="small"
                icon={<PenLine size={14} aria-hidden />}
                aria-label={t("print.headEdit")}
                onClick={() => setEditing(true)}
              />
            </Tooltip>
          </Option>
          {kind === "document" && (
            <Option label={t("print.sign")} on={choice.sign} onChange={(on) => choose(kind, { sign: on })} />
          )}
          {(kind === "record" || kind === "document") && (
            <Option
              label={t("print.timeline")}
              on={choice.timeline}
              onChange={(on) => choose(kind, { timeline: on })}
            />
          )}
          {props.inside && (
            <Option
              label={t("print.inside")}
              title={props.inside}
              on={choice.inside}
              onChange={(on) => choose(kind, { inside: on })}
            />
          )}
        </div>
        <div className="pagehead__actions">
          <span className="second" aria-live="polite">
            {ready && count > 0 ? t("print.pages", { count }) : t("print.preparing")}
          </span>
          <Button icon={<X size={15} aria-hidden />} title="Esc" onClick={onClose}>
            {t("print.back")}
          </Button>
          <Button
            type="primary"
            icon={<Printer size={15} aria-hidden />}
            disabled={!ready || count === 0}
            title={showKeys("mod+p")}
            onClick={print}
          >
            {t("print.print")}
          </Button>
        </div>
      </header>
      <Scroll label={t("print.preview", { count })} className="printing__desk">
        <div
          className="printing__pages"
          ref={scale.ref}
          style={{ "--scale": scale.factor } as React.CSSProperties}
          inert
        >
          {ready && (
            <Sheets
              paper={paper}
              pieces={pieces}
              tables={tables}
              picture={picture}
              top={top}
              running={running}
              foot={foot}
              onPages={setCount}
            />
          )}
        </div>
      </Scroll>
      {editing && <LetterheadForm onClose={() => setEditing(false)} />}
    </div>
  );
}

// Where the bar is narrow, the picture stands for the words.
function Turned({ icon: Icon, words }: { icon: typeof RectangleVertical; words: string }) {
  return (
    <span className="printing__turn" title={words}>
      <Icon size={15} aria-hidden />
      <span className="printing__word">{words}</span>
    </span>
  );
}

function Option(props: {
  label: string;
  title?: string;
  on: boolean;
  onChange: (on: boolean) => void;
  children?: ReactNode;
}) {
  return (
    <span className="printing__option" title={props.title}>
      <Switch size="small" aria-label={props.label} checked={props.on} onChange={props.onChange} />
      {props.label}
      {props.children}
    </span>
  );
}

// A page that is wider than the desk is shown smaller.
function useScale(width: number) {
  const ref = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(width);
  useEffect(() => {
    const desk = ref.current?.parentElement;
    if (!desk) return;
    const watch = new ResizeObserver(() => setRoom(desk.clientWidth - 48));
    watch.observe(desk);
    return () => watch.disconnect();
  }, []);
  return { ref, factor: Math.min(1, Math.max(0.3, room / width)) };
}
