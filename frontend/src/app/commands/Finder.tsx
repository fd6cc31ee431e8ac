import { type KeyboardEvent, memo, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { composing } from "@/lib/keyboard";
import { Afterwards } from "@/ui/Afterwards";

/** Something that can be chosen. */
export interface Choice {
  /** What it is known by, among all of them. */
  value: string;
  show: ReactNode;
  run: () => void;
}

/** Choices that belong together. */
export interface Choices {
  key: string;
  heading: string;
  choices: Choice[];
}

/** Finder is a field with what it finds below: the arrows choose, Enter takes. One choice is always marked. */
export function Finder(props: {
  label: string;
  hint: string;
  typed: string;
  onTyped: (typed: string) => void;
  /** Told while an input method is at work. */
  onHalf: (half: boolean) => void;
  sections: Choices[];
  /** How many sections are drawn at once; the others follow. */
  inSight: number;
  /** What is marked until the person marks something else. */
  first: string | undefined;
  onClose: () => void;
  children: ReactNode;
}) {
  const { label, hint, typed, sections, inSight, first, onClose } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [marked, setMarked] = useState({ value: first, by: "" });
  // What is found first stays marked while answers come in, until the person moves.
  const moved = useRef(false);
  useEffect(() => {
    if (!moved.current && first !== undefined) setMarked({ value: first, by: "" });
  }, [first]);
  const all = sections.flatMap((section) => section.choices);
  const at = Math.max(
    0,
    all.findIndex((choice) => choice.value === marked.value),
  );
  const chosen = all[at]?.value;

  // Who goes by the keys sees where they are, with the heading above the first of a section.
  useLayoutEffect(() => {
    if (marked.by !== "keys") return;
    const option = list.current?.querySelector('[aria-selected="true"]');
    if (option?.previousElementSibling === null)
      option.parentElement?.previousElementSibling?.scrollIntoView({ block: "nearest" });
    option?.scrollIntoView({ block: "nearest" });
  }, [marked]);
  const mark = (to: number, around = false) => {
    const last = all.length - 1;
    const next = around ? (to < 0 ? last : to > last ? 0 : to) : Math.max(0, Math.min(last, to));
    setMarked({ value: all[next]?.value, by: "keys" });
  };
  const markSection = (step: 1 | -1) => {
    const here = sections.findIndex((section) => section.choices.some((choice) => choice.value === chosen));
    for (let n = here + step; n >= 0 && n < sections.length; n += step) {
      const [to] = sections[n]?.choices ?? [];
      if (to) return setMarked({ value: to.value, by: "keys" });
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // The palette is all there is while it is open.
    if (event.key === "Tab") event.preventDefault();
    if (composing(event)) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
      return;
    }
    const letter = event.ctrlKey ? event.key.toLowerCase() : "";
    const step =
      event.key === "ArrowDown" || letter === "n" || letter === "j"
        ? 1
        : event.key === "ArrowUp" || letter === "p" || letter === "k"
          ? -1
          : 0;
    if (step !== 0) {
      event.preventDefault();
      if (event.key.startsWith("Arrow")) moved.current = true;
      if (event.metaKey) mark(step > 0 ? all.length - 1 : 0);
      else if (event.altKey) markSection(step);
      else mark(at + step, true);
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      mark(event.key === "Home" ? 0 : all.length - 1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      all[at]?.run();
    }
  };
  const latest = useRef(all);
  latest.current = all;
  const [acts] = useState(() => ({
    aim: (value: string) => setMarked((was) => (was.value === value ? was : { value, by: "pointer" })),
    run: (value: string) => latest.current.find((choice) => choice.value === value)?.run(),
  }));

  const shown = (section: Choices, n: number) => (
    <div key={section.key} role="presentation">
      <div className="palette__heading" aria-hidden id={`${id}h${n}`}>
        {section.heading}
      </div>
      <div role="group" aria-labelledby={`${id}h${n}`}>
        {section.choices.map((choice) => (
          <Option key={choice.value} id={id + choice.value} {...choice} marked={choice.value === chosen} acts={acts} />
        ))}
      </div>
    </div>
  );
  return (
    <>
      <input
        autoFocus
        type="text"
        className="palette__input"
        role="combobox"
        aria-expanded
        aria-autocomplete="list"
        aria-controls={`${id}list`}
        aria-activedescendant={chosen === undefined ? undefined : id + chosen}
        aria-label={hint}
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        placeholder={hint}
        value={typed}
        onChange={(event) => {
          moved.current = false;
          props.onTyped(event.target.value);
        }}
        onKeyDown={onKeyDown}
        onCompositionStart={() => props.onHalf(true)}
        onCompositionEnd={() => props.onHalf(false)}
      />
      <div ref={list} id={`${id}list`} className="palette__list" role="listbox" tabIndex={-1} aria-label={label}>
        {sections.slice(0, inSight).map(shown)}
        {sections.length > inSight && (
          <Afterwards>{sections.slice(inSight).map((section, n) => shown(section, n + inSight))}</Afterwards>
        )}
      </div>
      {props.children}
    </>
  );
}

const Option = memo(function Option(
  props: Choice & { id: string; marked: boolean; acts: { aim: (value: string) => void; run: (value: string) => void } },
) {
  const { value, marked, acts } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus, and hears the keys
    <div
      id={props.id}
      role="option"
      aria-selected={marked}
      data-selected={marked}
      data-value={value}
      className="palette__item"
      onPointerMove={() => acts.aim(value)}
      onClick={() => acts.run(value)}
    >
      {props.show}
    </div>
  );
});
