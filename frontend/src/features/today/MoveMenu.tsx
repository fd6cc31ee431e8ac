import { Popover } from "antd";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { composing } from "@/lib/keyboard";
import { DayInput } from "@/records/inputs/day";
import { quickDays } from "@/records/page/quickDays";
import { useNow } from "@/ui/now";
import { useWords } from "@/ui/words";

/** MoveMenu chooses another day: one press for the usual ones, or any that can be said. */
export function MoveMenu(props: {
  open: boolean;
  label: string;
  onOpen: (open: boolean) => void;
  onDay: (day: string) => void;
  children: ReactNode;
}) {
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      destroyOnHidden
      open={props.open}
      onOpenChange={props.onOpen}
      content={<Days {...props} />} // not only while open: without any, antd does not hear a press
    >
      {props.children}
    </Popover>
  );
}

function Days({
  label,
  onOpen,
  onDay,
}: {
  label: string;
  onOpen: (open: boolean) => void;
  onDay: (day: string) => void;
}) {
  const { t, lang } = useWords();
  const id = useId();
  const now = useNow();
  const [day, setDay] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const frame = requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(".movemenu__day")?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  const weekday = (text: string) =>
    new Intl.DateTimeFormat(lang, { month: "numeric", day: "numeric", weekday: "short" }).format(
      new Date(`${text}T00:00`),
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows walk through the buttons inside
    <div
      ref={list}
      className="movemenu"
      onKeyDown={(event) => {
        if (composing(event)) return;
        if (event.key === "Escape") {
          event.stopPropagation();
          onOpen(false);
        }
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          event.preventDefault();
          const all = [...(list.current?.querySelectorAll<HTMLElement>(".movemenu__day, input") ?? [])];
          const at = all.indexOf(document.activeElement as HTMLElement);
          all[Math.max(0, Math.min(all.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))]?.focus();
        }
      }}
    >
      {quickDays(now).map(({ key, day: quick }) => (
        <button key={key} type="button" className="movemenu__day" onClick={() => onDay(quick)}>
          <span>{t(`today.${key}`)}</span>
          <span className="faint digits">{weekday(quick)}</span>
        </button>
      ))}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter in the input takes the day */}
      <div
        className="movemenu__typed"
        onKeyDown={(event) => {
          if (event.key !== "Enter" || composing(event)) return;
          event.preventDefault();
          // The input settles what was typed first.
          setTimeout(() => document.getElementById(`${id}-take`)?.click(), 0);
        }}
      >
        <DayInput
          id={`${id}-day`}
          spec={{ name: "dueOn", label: { zh: "", en: "" }, kind: "day" }}
          value={day}
          label={label}
          invalid={problem !== undefined}
          onChange={(value) => setDay(typeof value === "string" ? value : undefined)}
          onProblem={setProblem}
        />
        {problem && <div className="field__problem">{problem}</div>}
        <button
          type="button"
          hidden={day === undefined}
          id={`${id}-take`}
          className="linklike"
          onClick={() => day && onDay(day)}
        >
          {day ? weekday(day) : ""}
        </button>
      </div>
    </div>
  );
}
