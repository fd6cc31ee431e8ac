import { type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
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
import { Input } from "../inputs";
import { layoutOf } from "../layouts";

const picked: ReadonlySet<string> = new Set(["choice", "ref", "flag", "instant"]);

// What is typed while a cell is saved belongs in the one that Tab leads to.
let ahead = "";

// The revision of a record as it is now; undefined of one that cannot be seen any more.
const revision = (entity: string, id: string) =>
  call("records.get", { entity, id }).then(
    (latest) => latest.rev,
    () => undefined,
  );

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
  const going = useRef(false);
  const leaving = useRef(false);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const words = ahead;
    ahead = "";
    const put = () => {
      const ready = document.activeElement !== box.current && box.current?.contains(document.activeElement) === true;
      if (ready) document.execCommand("insertText", false, words);
      return ready;
    };
    if (words === "" || put()) return;
    const timer = setTimeout(put);
    return () => clearTimeout(timer);
  }, []);
  // What somebody else wrote here meanwhile is written over only by who has been told of it: up to this revision.
  const told = useRef<number>(undefined);

  const commit = async (move?: 1 | -1) => {
    if (closed.current || wrong.current !== undefined) return;
    if (same(value.current, before)) {
      closed.current = true;
      done(move);
      return;
    }
    const needs = layoutOf(entity).asks?.find((each) => each.when === spec.name && each.is === value.current)?.ask;
    const also = description?.fields.find((each) => each.name === needs);
    if (also && isEmpty(record[also.name] as FieldValue) && isEmpty(asked.current)) {
      setAsks(also);
      return;
    }
    closed.current = true;
    going.current = move !== undefined;
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
      done(move);
      // Where there is no next cell, it belongs nowhere.
      setTimeout(() => {
        ahead = "";
      }, 500);
    } catch (thrown) {
      ahead = "";
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
    if (picked.has(spec.kind)) void commit();
  };

  const onKeyFirst = (event: KeyboardEvent) => {
    if (composing(event)) return;
    // Before a list of choices hears it: one Escape closes both.
    if (event.key === "Escape") {
      event.stopPropagation();
      closed.current = true;
      ahead = "";
      done();
    } else if (closed.current || leaving.current) {
      event.preventDefault();
      event.stopPropagation();
      const isText = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (isText && going.current) ahead += event.key;
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (composing(event)) return;
    if (event.key === "Tab" && asks === undefined) {
      event.preventDefault();
      const move = event.shiftKey ? -1 : 1;
      // What was typed is understood when the input is left.
      leaving.current = true;
      going.current = true;
      const input = event.target instanceof HTMLElement ? event.target : undefined;
      // The focus stays near: keys pressed until it is saved are no shortcuts.
      box.current?.focus({ preventScroll: true });
      setTimeout(() => {
        leaving.current = false;
        if (wrong.current === undefined) return void commit(move);
        ahead = "";
        input?.focus();
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
        const inPopup =
          to instanceof HTMLElement &&
          to.closest(".ant-select-dropdown, .ant-cascader-dropdown, .ant-picker-dropdown") !== null;
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
        onProblem={tell}
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
