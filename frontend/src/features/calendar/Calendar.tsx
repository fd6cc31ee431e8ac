import { Button } from "antd";
import { Check, ChevronLeft, ChevronRight } from "lucide-react";
import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { type EntityDescription, may, type Where } from "@/api";
import { ofDay, toDay } from "@/lib/day";
import { stored } from "@/lib/stored";
import { type PageAction, useActions } from "@/ui/actions";
import { CalendarHost, type CalendarLayout, layouts, page, plus } from "@/ui/calendar/CalendarHost";
import { FaultPanel } from "@/ui/FaultPanel";
import { useNow } from "@/ui/now";
import { themeOf, usePreferences } from "@/ui/preferences";
import { Segmented } from "@/ui/Segmented";
import { useWords } from "@/ui/words";
import { useKindColours } from "./colours";
import { EntryCard } from "./EntryCard";
import type { Kind } from "./kinds";
import { useDayMoves } from "./useDayMoves";
import { type Entry, type Range, useEntries } from "./useEntries";
import "./entries.css";

// Where one looked last, for coming back to the page in the same sitting.
const place: { [calendar: string]: string | undefined } = {};

/** Calendar shows entries of some kinds by month, week, day or as an agenda. */
export function Calendar(props: {
  /** Whose place on the calendar is remembered. */
  name: string;
  kinds: readonly Kind[];
  whose?: Where;
  /** Stands at the right of the tool bar. */
  tools?: ReactNode;
  /** Told how many entries are in sight. */
  empty?: (total: number, range: Range) => ReactNode;
  onOpen: (kind: Kind, id: string) => void;
  onMany: (kind: Kind, day: string) => void;
  /** What a press on a day makes; nothing where nothing can be made. */
  creates?: EntityDescription;
  onCreate: (day: string, at?: string) => void;
}) {
  const { name, kinds, onOpen, onMany } = props;
  const { t, say, lang } = useWords();
  const now = useNow();
  const today = toDay(now);
  const dark = usePreferences((preferences) => themeOf(preferences.theme)) === "dark";
  const [layout, setLayout] = useState<CalendarLayout>(() => stored.get(`calendar.${name}`) ?? "month");
  const [date, setDate] = useState(() => place[name] ?? today);
  const [range, setRange] = useState<Range>();
  const [picked, setPicked] = useState<{ id: string; anchor: HTMLElement }>();
  const { entries, pending, fault, total } = useEntries(kinds, range, props.whose, today);
  const byId = useMemo(() => new Map(entries.map((entry) => [entry.id, entry])), [entries]);
  const moves = useDayMoves();

  const look = useCallback(
    (next: string, to?: CalendarLayout) => {
      place[name] = next;
      setDate(next);
      setPicked(undefined);
      if (!to) return;
      stored.set(`calendar.${name}`, to);
      setLayout(to);
    },
    [name],
  );
  const onRange = useCallback(
    (from: string, to: string) => setRange((was) => (was?.from === from && was.to === to ? was : { from, to })),
    [],
  );
  const entry = picked && byId.get(picked.id);
  const step = (by: number) => look(page(date, layout, by));
  const latest = useRef({ look, step, date, today });
  latest.current = { look, step, date, today };
  useActions(
    useMemo((): PageAction[] => {
      const act = (id: string, label: string, run: () => void): PageAction => ({ id: `calendar.${id}`, label, run });
      const ways = layouts.filter((each) => each !== layout);
      return [
        act("today", t("calendar.toToday"), () => latest.current.look(latest.current.today)),
        act("back", t(`calendar.back.${layout}`), () => latest.current.step(-1)),
        act("on", t(`calendar.on.${layout}`), () => latest.current.step(1)),
        ...ways.map((each) =>
          act(each, t("calendar.seeBy", { way: t(`calendar.as.${each}`) }), () =>
            latest.current.look(latest.current.date, each),
          ),
        ),
      ];
    }, [layout, t]),
  );

  return (
    <div className="calendarpane" style={useKindColours()}>
      <div className="calendarbar">
        <Button onClick={() => look(today)}>{t("time.today")}</Button>
        <span className="calendarbar__steps">
          <Button
            type="text"
            icon={<ChevronLeft size={17} aria-hidden />}
            aria-label={t(`calendar.back.${layout}`)}
            title={t(`calendar.back.${layout}`)}
            onClick={() => step(-1)}
          />
          <Button
            type="text"
            icon={<ChevronRight size={17} aria-hidden />}
            aria-label={t(`calendar.on.${layout}`)}
            title={t(`calendar.on.${layout}`)}
            onClick={() => step(1)}
          />
        </span>
        <h2 className="calendarbar__title" aria-live="polite">
          {titleFor(date, layout, lang)}
        </h2>
        <span className="calendarbar__right">
          {props.tools}
          <Segmented
            aria-label={t("calendar.layout")}
            value={layout}
            options={layouts.map((each) => ({ value: each, label: t(`calendar.as.${each}`) }))}
            onChange={(next) => look(date, next)}
          />
        </span>
      </div>
      {fault && <FaultPanel fault={fault} />}
      {!pending && range && total === 0 && props.empty?.(total, range)}
      <CalendarHost
        layout={layout}
        date={date}
        lang={lang}
        dark={dark}
        entries={entries}
        draw={(id, time, listed) => {
          const found = byId.get(id);
          return found && <EntryChip entry={found} time={time} listed={listed} />;
        }}
        moreWords={(count) => t("calendar.more", { count })}
        noneWords={t("calendar.none")}
        allDayWords={t("calendar.allDay")}
        onRange={onRange}
        onDate={look}
        onEntry={(id, anchor) => {
          const found = byId.get(id);
          if (found?.count !== undefined) onMany(found.kind, found.day);
          else if (found) setPicked({ id, anchor });
        }}
        onDay={(day, at) => {
          // The press that closes a card makes nothing.
          if (picked) setPicked(undefined);
          else if (props.creates && may(props.creates, "create")) props.onCreate(day, at);
        }}
        onMoved={(id, day, at, back) => {
          const found = byId.get(id);
          if (found) return moves.move(found, day, at, back);
          back();
          return Promise.resolve();
        }}
      />
      {layout !== "agenda" && (
        <p className="calendarfoot">
          {props.creates && may(props.creates, "create")
            ? t("calendar.hintCreate", { name: say(props.creates.label) })
            : t("calendar.hint")}
        </p>
      )}
      {entry && picked && (
        <EntryCard
          key={picked.id}
          entry={entry}
          anchor={picked.anchor}
          onClose={() => setPicked(undefined)}
          actions={{
            open: (each) => each.row && onOpen(each.kind, each.row.id),
            move: (each, day) => void moves.move(each, day, undefined, () => undefined),
            complete: (each) => void moves.complete(each),
          }}
        />
      )}
    </div>
  );
}

/** EntryChip is an entry as it stands on its day: an icon for its kind, the hour, the title. */
function EntryChip({ entry, time, listed }: { entry: Entry; time: string; listed: boolean }) {
  const { t } = useWords();
  const Icon = entry.done ? Check : entry.kind.icon;
  const kind = entry.kind.key === "list" ? "" : t(`calendar.kind.${entry.kind.key}`);
  const words = entry.count === undefined ? entry.title : t("calendar.many", { kind, count: entry.count });
  const mood = `${entry.done ? " is-done" : ""}${entry.late ? " is-late" : ""}${listed ? " is-listed" : ""}`;
  return (
    <div
      className={`chiplet${mood}`}
      style={{ "--kind": entry.kind.colour } as React.CSSProperties}
      title={[kind, entry.late ? t("calendar.late") : "", entry.title].filter(Boolean).join(" · ")}
    >
      {listed && <span className="chiplet__time digits">{/\d/.test(time) && time}</span>}
      <Icon size={12} aria-hidden className="chiplet__icon" />
      {!listed && time !== "" && <span className="chiplet__time digits">{time}</span>}
      <span className="chiplet__words">
        {kind !== "" && <span className="sr-only">{kind} </span>}
        {entry.late && <span className="sr-only">{t("calendar.late")} </span>}
        {words}
      </span>
    </div>
  );
}

function titleFor(date: string, layout: CalendarLayout, lang: string): string {
  const day = ofDay(date);
  if (!day) return date;
  if (layout === "day")
    return new Intl.DateTimeFormat(lang, { year: "numeric", month: "long", day: "numeric", weekday: "long" }).format(
      day,
    );
  if (layout !== "week") return new Intl.DateTimeFormat(lang, { year: "numeric", month: "long" }).format(day);
  const weekday = day.getDay() === 0 ? 7 : day.getDay();
  const monday = ofDay(plus(date, 1 - weekday)) ?? day;
  const sunday = ofDay(plus(date, 7 - weekday)) ?? day;
  const whole = new Intl.DateTimeFormat(lang, { year: "numeric", month: "long", day: "numeric" });
  if (!lang.startsWith("zh")) return whole.formatRange(monday, sunday);
  // The Chinese range of the platform is written in figures and strokes.
  const sameMonth = monday.getMonth() === sunday.getMonth();
  const end = new Intl.DateTimeFormat(lang, { month: sameMonth ? undefined : "long", day: "numeric" }).format(sunday);
  return `${whole.format(monday)}–${end}`;
}
