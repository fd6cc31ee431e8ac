import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import {
  call,
  type FieldSpec,
  type FieldValue,
  type FlatRecord,
  faultOf,
  type Titles,
  useEntity,
  useSave,
} from "@/api";
import { same } from "@/lib/equal";
import { composing } from "@/lib/keyboard";
import { useFaultWords } from "@/ui/faultWords";
import { useWords } from "@/ui/words";
import { besides } from "../besides";
import { isEmpty } from "../cells";
import { popups } from "../grid/grid";
import { Input } from "../inputs";
import { layoutOf } from "../layouts";
import { useNotice } from "../notice";
import { catcher, forgetAhead, keepAhead, playAhead, saving } from "./ahead";

const picked: ReadonlySet<string> = new Set(["choice", "ref", "flag", "instant"]);

// The cell that opens next was reached by Tab: what stands in it is chosen, so that typing takes its place.
let byTab = false;

// The revision of a record as it is now; undefined of one that cannot be seen any more.
const revision = (entity: string, id: string) =>
  call("records.get", { entity, id }).then(
    (latest) => latest.rev,
    () => undefined,
  );

// While a word is being made by an input method, to go elsewhere would tear it apart.
const making = "data-making";
const composed = (input: HTMLElement | null) =>
  new Promise<void>((go) => {
    if (!input?.hasAttribute(making)) go();
    else input.addEventListener("compositionend", () => setTimeout(go), { once: true });
  });

/** CellEditor changes one field where it stands: Enter keeps, Tab keeps and goes on, Esc reverts, leaving keeps. What the core refuses is said right there. */
export function CellEditor(props: {
  entity: string;
  record: FlatRecord;
  spec: FieldSpec;
  titles?: Titles;
  /** Tells that it is over, and which way to go on. */
  done: (move?: 1 | -1) => void;
}) {
  const { entity, record, spec, titles, done } = props;
  const { say, t } = useWords();
  const faultWords = useFaultWords();
  const save = useSave(entity);
  const [first] = useState(record);
  const before = first[spec.name] as FieldValue;
  const value = useRef<FieldValue>(before);
  const [shown, setShown] = useState<FieldValue>(before);
  const [problem, setProblem] = useState<string>();
  // What is wrong is known in the same turn, before the page has drawn it.
  const wrong = useRef<string>(undefined);
  const tell = (words: string | undefined) => {
    wrong.current = words;
    setProblem(words);
  };
  const description = useEntity(entity);
  const asked = useRef<FieldValue>(undefined);
  const [asks, setAsks] = useState<FieldSpec>();
  const [answer, setAnswer] = useState<FieldValue>();
  const closed = useRef(false);
  const leaving = useRef(false);
  const box = useRef<HTMLDivElement>(null);
  const ahead = useRef<HTMLTextAreaElement>(null);
  const back = useRef<HTMLElement>(undefined);
  // Enter ahead leads back to the cell: what follows is no text any more.
  const onCell = useRef(false);
  const gone = useRef(false);
  const notice = useNotice();
  useEffect(() => {
    gone.current = false;
    if (byTab) box.current?.querySelector<HTMLInputElement>(":is(input, textarea):focus")?.select();
    byTab = false;
    void playAhead();
    return () => {
      gone.current = true;
    };
  }, []);
  // What somebody else wrote here meanwhile is written over only by who has been told of it: up to this revision.
  const told = useRef<number>(undefined);

  /** Goes on, once the word is whole that an input method is making. */
  const end = async (move?: 1 | -1) => {
    await composed(ahead.current);
    if (gone.current) return;
    box.current?.setAttribute(saving, "done");
    keepAhead(ahead.current?.value ?? "");
    byTab = move !== undefined;
    done(move);
    void playAhead();
  };

  const commit = async (move?: 1 | -1) => {
    if (closed.current || wrong.current !== undefined) return;
    if (same(value.current, before)) {
      closed.current = true;
      await end(move);
      return;
    }
    const needs = layoutOf(entity).asks?.find((each) => each.when === spec.name && each.is === value.current)?.ask;
    const also = description?.fields.find((each) => each.name === needs);
    if (also && isEmpty(record[also.name] as FieldValue) && isEmpty(asked.current)) {
      setAsks(also);
      return;
    }
    closed.current = true;
    box.current?.setAttribute(saving, "");
    const values = {
      ...(also && !isEmpty(asked.current) ? { [also.name]: asked.current } : {}),
      [spec.name]: value.current,
    };
    const known = told.current ?? (same(record[spec.name] as FieldValue, before) ? record.rev : first.rev);
    const at = (rev: number) => save.mutateAsync({ id: record.id, rev, values });
    try {
      await at(known).catch(async (thrown: unknown) => {
        const latest = await besides(entity, first, Object.keys(values), thrown);
        if (!latest) throw thrown;
        return at(latest.rev);
      });
      await end(move);
    } catch (thrown) {
      forgetAhead();
      box.current?.removeAttribute(saving);
      if (ahead.current) ahead.current.value = "";
      // Where one writes elsewhere by now, it cannot be said here.
      if (gone.current) return notice.failed(thrown);
      if (document.activeElement === ahead.current) back.current?.focus();
      const fault = faultOf(thrown);
      if (fault.kind === "conflict") told.current = await revision(entity, record.id);
      closed.current = false;
      const words = fault.fields[spec.name] ?? faultWords(fault);
      tell(told.current === undefined ? words : `${words}${t("form.keepMine")}`);
    }
  };

  const change = (next: FieldValue) => {
    value.current = next;
    setShown(next);
    tell(undefined);
    pick();
  };
  // What Tab picks is saved on the way to the next cell.
  const byKey = useRef(false);
  const pick = () => {
    if (picked.has(spec.kind) && !byKey.current) void commit();
  };

  const onKeyFirst = (event: KeyboardEvent) => {
    if (composing(event)) return;
    // Before a list of choices hears it: one Escape closes both.
    if (event.key === "Escape") {
      event.stopPropagation();
      closed.current = true;
      forgetAhead();
      done();
    } else if (closed.current || leaving.current) {
      event.stopPropagation();
      const leads = event.key === "Tab" || event.key === "Enter";
      if (event.target === ahead.current && !leads && !onCell.current) return;
      onCell.current = event.key === "Enter" ? !onCell.current : onCell.current && !/^(Tab|F2)$/.test(event.key);
      event.preventDefault();
      keepAhead(ahead.current?.value ?? "");
      if (ahead.current) ahead.current.value = "";
      keepAhead(event.nativeEvent);
    } else byKey.current = event.key === "Tab" && asks === undefined;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (composing(event)) return;
    if (event.key === "Tab" && asks === undefined) {
      event.preventDefault();
      const move = event.shiftKey ? -1 : 1;
      // What was typed is understood when the input is left.
      leaving.current = true;
      back.current = event.target instanceof HTMLElement ? event.target : undefined;
      // What is typed until it is saved is for the next cell, also by an input method.
      ahead.current?.focus({ preventScroll: true });
      setTimeout(() => {
        leaving.current = false;
        byKey.current = false;
        if (wrong.current === undefined) return void commit(move);
        forgetAhead();
        back.current?.focus();
      }, 0);
    } else if (
      event.key === "Enter" &&
      (asks !== undefined || !picked.has(spec.kind)) &&
      !(spec.kind === "longtext" && event.shiftKey)
    ) {
      event.preventDefault();
      // The input settles what was typed on this same key, before it comes up here.
      setTimeout(() => void commit(), 0);
    }
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens to the input inside
    <div
      ref={box}
      className="celledit"
      tabIndex={-1}
      style={{ outline: "none" }}
      onKeyDownCapture={onKeyFirst}
      onKeyDown={onKeyDown}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onBlur={(event) => {
        const to = event.relatedTarget;
        const inside = to instanceof Node && event.currentTarget.contains(to);
        // Lists of choices hang outside of the cell, and take the focus only in passing.
        const inPopup = to instanceof HTMLElement && to.closest(popups) !== null;
        if (!inside && !inPopup && problem === undefined && !leaving.current) setTimeout(() => void commit(), 0);
      }}
    >
      <Input
        id={`edit-${record.id}-${spec.name}`}
        spec={spec}
        value={shown}
        titles={titles}
        tight
        autoFocus
        invalid={problem !== undefined}
        label={say(spec.label)}
        onChange={change}
        onSame={pick}
        onProblem={tell}
      />
      <textarea
        ref={ahead}
        className={catcher}
        tabIndex={-1}
        rows={1}
        aria-label={say(spec.label)}
        onCompositionStart={(event) => event.currentTarget.setAttribute(making, "")}
        onCompositionEnd={(event) => event.currentTarget.removeAttribute(making)}
      />
      {asks && (
        <div className="celledit__asks">
          <label className="field__label" htmlFor={`edit-${record.id}-${asks.name}`}>
            {say(asks.label)}
          </label>
          <Input
            id={`edit-${record.id}-${asks.name}`}
            spec={asks}
            value={answer}
            tight
            autoFocus
            label={say(asks.label)}
            onChange={(next) => {
              asked.current = next;
              setAnswer(next);
              if (picked.has(asks.kind)) void commit();
            }}
          />
        </div>
      )}
      {problem && (
        <div className="celledit__problem" role="alert">
          {problem}
        </div>
      )}
    </div>
  );
}
