import FullCalendar, { type CalendarRef, type EventInput } from "@fullcalendar/react";
import dayGrid from "@fullcalendar/react/daygrid";
import interaction from "@fullcalendar/react/interaction";
import list from "@fullcalendar/react/list";
import english from "@fullcalendar/react/locales/en-gb";
import chinese from "@fullcalendar/react/locales/zh-cn";
import classic from "@fullcalendar/react/themes/classic";
import timeGrid from "@fullcalendar/react/timegrid";
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useMemo, useRef } from "react";
import { addDays, ofDay, toDay } from "@/lib/day";
import { composing } from "@/lib/keyboard";
import { useHeld } from "./held";
import "@fullcalendar/react/skeleton.css";
import "@fullcalendar/react/themes/classic/theme.css";
import "./calendar.css";

/** The ways a calendar can be laid out. */
export const layouts = ["month", "week", "day", "agenda"] as const;
export type CalendarLayout = (typeof layouts)[number];

const views = { month: "dayGridMonth", week: "timeGridWeek", day: "timeGridDay", agenda: "listMonth" };
const plugins = [dayGrid, timeGrid, list, interaction, classic];
// Weeks begin on Monday, and days are written as on the other pages.
const locales = [chinese, { ...english, code: "en-us" }];

/** What stands on a day. */
export interface HostEntry {
  id: string;
  title: string;
  /** A day, or an instant where an hour is known. */
  start: string;
  movable: boolean;
  /** What is to be done stands before what is done: the least first. */
  rank: number;
}

export interface CalendarHostProps {
  layout: CalendarLayout;
  /** The day that is looked at. */
  date: string;
  lang: string;
  dark: boolean;
  entries: HostEntry[];
  /** How an entry looks. */
  draw: (id: string, time: string, listed: boolean) => ReactNode;
  moreWords: (count: number) => string;
  noneWords: string;
  allDayWords: string;
  /** Told which days are in sight. */
  onRange: (from: string, to: string) => void;
  onDate: (date: string, layout?: CalendarLayout) => void;
  /** An entry was pressed; the element stands where it is. */
  onEntry: (id: string, element: HTMLElement) => void;
  /** An empty place of a day was pressed, at an hour where the day has hours. */
  onDay: (day: string, at?: string) => void;
  /** An entry was put on another day: at an hour, at none (null), or at the one it had; the promise ends once that is kept. */
  onMoved: (id: string, day: string, at: string | null | undefined, back: () => void) => Promise<void>;
}

/** CalendarHost lays entries out by days. Only this module knows the library that does it. */
export function CalendarHost(props: CalendarHostProps) {
  const { layout, date, entries, draw, onRange, onDate, onEntry, onDay, onMoved } = props;
  const calendar = useRef<CalendarRef>(null);
  const root = useRef<HTMLDivElement>(null);
  const focusNext = useRef(false);
  const held = useHeld();
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const api = calendar.current?.getApi();
    if (api && (api.view.type !== views[layout] || !shows(api.view.currentStart, api.view.currentEnd, date)))
      queueMicrotask(() => api.changeView(views[layout], date));
  }, [layout, date]);

  // One day can be reached by Tab, the arrows lead to the others. Where a day has a place for hours too, so can that.
  const mark = useCallback(() => {
    const cells = [...(root.current?.querySelectorAll<HTMLElement>("[role=cell][data-date]") ?? [])];
    const here = cells.find((cell) => cell.dataset.date === date) ?? cells[0];
    for (const cell of cells) cell.tabIndex = cell.dataset.date === here?.dataset.date ? 0 : -1;
    if (focusNext.current && here?.dataset.date === date) {
      focusNext.current = false;
      here.focus({ preventScroll: true });
      here.scrollIntoView({ block: "nearest" });
    }
  }, [date]);
  useEffect(() => {
    const frame = requestAnimationFrame(mark);
    return () => cancelAnimationFrame(frame);
  });

  // The agenda of a month opens at the day that is looked at.
  const count = entries.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: again when the entries have come
  useEffect(() => {
    if (layout !== "agenda") return;
    const frame = requestAnimationFrame(() => {
      const days = [...(root.current?.querySelectorAll<HTMLElement>("[data-date]") ?? [])];
      const at = days.find((each) => (each.dataset.date ?? "") >= date);
      at?.scrollIntoView({ block: "start" });
    });
    return () => cancelAnimationFrame(frame);
  }, [layout, date, count > 0]);

  const events = useMemo<EventInput[]>(
    () =>
      entries.map((entry) => ({
        id: entry.id,
        title: entry.title,
        start: entry.start,
        end: endOf(entry.start),
        allDay: !entry.start.includes("T"),
        editable: entry.movable,
        rank: entry.rank,
      })),
    [entries],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (composing(event) || !(event.target instanceof HTMLElement) || event.ctrlKey || event.metaKey) return;
    const act = (does: () => void) => {
      event.preventDefault();
      event.stopPropagation();
      does();
    };
    const entry = event.target.closest<HTMLElement>("[data-entry]");
    const step = stepOf(event.key, layout);
    if (entry) {
      const id = entry.dataset.entry ?? "";
      const known = entries.find((each) => each.id === id);
      if (event.altKey && step !== undefined && known?.movable)
        act(() => void onMoved(id, shifted(known.start.slice(0, 10), known.start, step), undefined, () => undefined));
      else if (event.key === "Escape")
        act(() => event.target instanceof HTMLElement && event.target.closest<HTMLElement>("[data-date]")?.focus());
      return;
    }
    const cell = event.target.closest<HTMLElement>("[role=cell][data-date]");
    if (!cell || cell !== event.target || event.altKey) return;
    const day = cell.dataset.date ?? date;
    const to = (next: string) => {
      focusNext.current = true;
      onDate(next);
    };
    if (step !== undefined) act(() => to(plus(day, step)));
    else if (event.key === "PageDown" || event.key === "PageUp")
      act(() => to(page(day, layout, event.key === "PageDown" ? 1 : -1)));
    else if (event.key === "Enter" || event.key === " ") act(() => onDay(day));
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens to the days and entries inside
    <div
      ref={root}
      className={`calendar calendar--${layout}`}
      onKeyDown={onKeyDown}
      onPointerDownCapture={(event) => {
        if (event.target instanceof Element && event.target.closest("[data-entry]")) held.press();
      }}
    >
      {held.as(
        <FullCalendar
          ref={calendar}
          plugins={plugins}
          locales={locales}
          locale={props.lang.startsWith("zh") ? "zh-cn" : "en-us"}
          firstDay={1}
          colorScheme={props.dark ? "dark" : "light"}
          initialView={views[layout]}
          initialDate={date}
          headerToolbar={false}
          height="100%"
          expandRows
          borderlessX
          fixedWeekCount={false}
          dayMaxEvents
          nowIndicator
          navLinks
          navLinkDayClick={(day) => onDate(toDay(day), "day")}
          eventInteractive
          eventDurationEditable={false}
          eventDisplay="block"
          eventOrder="rank,start,title"
          defaultTimedEventDuration="01:00"
          scrollTime="08:00:00"
          slotDuration="01:00:00"
          slotMinHeight={42}
          dayHeaderContent={(info) =>
            info.dayNumberText ? `${info.weekdayText} ${info.dayNumberText}` : info.weekdayText || info.text
          }
          snapDuration="00:15:00"
          slotHeaderFormat={clock}
          eventTimeFormat={clock}
          displayEventEnd={false}
          dragRevertDuration={0}
          allDayText={props.allDayWords}
          noEventsText={props.noneWords}
          moreLinkText={props.moreWords}
          moreLinkHint={props.moreWords}
          moreLinkClick={(info) => {
            onDate(toDay(info.date), "day");
          }}
          events={events}
          eventClass="entry"
          eventContent={(info) => draw(info.event.id, info.timeText, info.view.type.startsWith("list"))}
          eventDidMount={({ el, event }) => {
            el.dataset.entry = event.id;
          }}
          eventClick={({ event, el, jsEvent }) => {
            jsEvent.preventDefault();
            const element = el.closest<HTMLElement>("[data-entry]") ?? el;
            onEntry(event.id, element);
          }}
          eventDragStart={held.begin}
          eventDragStop={held.end}
          eventDrop={({ event, revert }) => {
            if (!event.start) return revert();
            const at = event.allDay ? null : event.start.toISOString();
            held.until(latest.current.onMoved(event.id, toDay(event.start), at, revert));
          }}
          dateClick={({ date: at, allDay }) => onDay(toDay(at), allDay ? undefined : halfHour(at).toISOString())}
          datesSet={({ start, end }) => {
            onRange(toDay(start), toDay(addDays(end, -1)));
            requestAnimationFrame(mark);
          }}
        />,
      )}
    </div>
  );
}

const clock = { hour: "2-digit", minute: "2-digit", hour12: false } as const;

// What begins late in the evening ends with its day, or it would seem to last two.
function endOf(start: string): string | undefined {
  if (!start.includes("T")) return undefined;
  const from = new Date(start);
  const midnight = addDays(from, 1).getTime() - 1;
  return new Date(Math.min(from.getTime() + 3_600_000, midnight)).toISOString();
}

// A press means the half hour it falls in, a drag is finer.
function halfHour(at: Date): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate(), at.getHours(), at.getMinutes() < 30 ? 0 : 30);
}

function shows(from: Date, to: Date, date: string): boolean {
  const day = ofDay(date);
  return day !== undefined && day >= from && day < to;
}

function stepOf(key: string, layout: CalendarLayout): number | undefined {
  if (key === "ArrowLeft") return -1;
  if (key === "ArrowRight") return 1;
  if (layout !== "month") return undefined;
  if (key === "ArrowUp") return -7;
  if (key === "ArrowDown") return 7;
  return undefined;
}

/** plus is the day some days later. */
export function plus(day: string, days: number): string {
  const date = ofDay(day);
  return date ? toDay(addDays(date, days)) : day;
}

// An instant is on the day it is here, whatever its text begins with.
function shifted(day: string, start: string, days: number): string {
  return plus(start.includes("T") ? toDay(new Date(start)) : day, days);
}

/** page is the day one screen on or back. */
export function page(day: string, layout: CalendarLayout, step: number): string {
  const date = ofDay(day);
  if (!date) return day;
  if (layout === "day") return plus(day, step);
  if (layout === "week") return plus(day, step * 7);
  const last = new Date(date.getFullYear(), date.getMonth() + step + 1, 0).getDate();
  return toDay(new Date(date.getFullYear(), date.getMonth() + step, Math.min(date.getDate(), last)));
}
