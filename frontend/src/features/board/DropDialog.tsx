import { Button, Modal } from "antd";
import { useRef, useState } from "react";
import {
  type EntityDescription,
  type FieldSpec,
  type FieldValue,
  type FlatRecord,
  fieldOf,
  type Titles,
  useAnswer,
} from "@/api";
import { composing } from "@/lib/keyboard";
import { isEmpty } from "@/records/cells";
import { Input } from "@/records/inputs";
import { titleOf } from "@/records/layouts";
import { useFirstFocus } from "@/ui/useFirstFocus";
import { useFocusBack } from "@/ui/useFocusBack";
import { useWords } from "@/ui/words";
import "./dropask.css";
import type { Lane } from "./lanes";

type Values = { [field: string]: FieldValue };

/** A card that was put down where something is asked of it. */
export interface Dropped {
  row: FlatRecord;
  titles: Titles;
  from: Lane;
  to: Lane;
  asks: FieldSpec[];
  by: "keys" | "pointer" | "bar";
}

/** asksOf are the fields a card must still have filled in to stand in a column; a loss always asks why. */
export function asksOf(entity: EntityDescription, row: FlatRecord, from: Lane, to: Lane): FieldSpec[] {
  // What is opened again is taken as it was.
  if (from.end && !to.end) return [];
  return to.asks
    .flatMap((name) => fieldOf(entity, name) ?? [])
    .filter((spec) => {
      const value = row[spec.name] as FieldValue;
      return spec.name === "lostReason" || isEmpty(value) || (spec.kind === "money" && Number(value) === 0);
    });
}

/** DropDialog asks for what a column asks for, and takes the card back if it is not answered. */
export function DropDialog(props: {
  entity: EntityDescription;
  dropped: Dropped;
  onDone: (values: Values) => void;
  onCancel: () => void;
}) {
  useFocusBack();
  const { entity, dropped } = props;
  const { t } = useWords();
  const title = titleOf(entity, dropped.row, dropped.titles);
  return (
    <Modal
      open
      destroyOnHidden
      focusable={{ focusTriggerAfterClose: false }}
      width={460}
      title={t(dropped.to.end === "lost" ? "board.ask.lost" : "board.ask.title", { title, lane: dropped.to.label })}
      footer={null}
      onCancel={props.onCancel}
    >
      <Asks {...props} />
    </Modal>
  );
}

function Asks(props: {
  entity: EntityDescription;
  dropped: Dropped;
  onDone: (values: Values) => void;
  onCancel: () => void;
}) {
  const { entity, dropped } = props;
  const { t, say } = useWords();
  const form = useRef<HTMLFormElement>(null);
  useFirstFocus(form);
  const [values, setValues] = useState<Values>({});
  const [problems, setProblems] = useState<{ [field: string]: string | undefined }>({});
  const [tried, setTried] = useState(false);
  const lost = dropped.to.end === "lost";
  const competitor = lost ? fieldOf(entity, "competitor") : undefined;
  const fields = competitor ? [...dropped.asks, competitor] : dropped.asks;
  const missing = (spec: FieldSpec) => dropped.asks.includes(spec) && blank(spec, values[spec.name]);

  const submit = () => {
    // The input in focus settles what was typed when it is left.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    setTried(true);
    setTimeout(() => settled.current(), 0);
  };
  const settled = useRef<() => void>(() => undefined);
  settled.current = () => {
    if (fields.some((spec) => problems[spec.name] !== undefined || missing(spec))) {
      form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
      return;
    }
    props.onDone(values);
  };

  return (
    <form
      ref={form}
      className="dropask"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || composing(event) || event.shiftKey) return;
        if (event.target instanceof HTMLTextAreaElement && !(event.ctrlKey || event.metaKey)) return;
        if (event.target instanceof HTMLButtonElement) return;
        event.preventDefault();
        submit();
      }}
    >
      {fields.map((spec) => {
        const words = problems[spec.name] ?? (tried && missing(spec) ? t("board.ask.needed") : undefined);
        return (
          <div key={spec.name} className={words ? "field has-problem" : "field"}>
            <label className="field__label" htmlFor={`drop-${spec.name}`}>
              {say(spec.label)}
              {dropped.asks.includes(spec) && <span className="required"> *</span>}
            </label>
            <Input
              id={`drop-${spec.name}`}
              spec={spec}
              value={values[spec.name]}
              invalid={words !== undefined}
              label={say(spec.label)}
              onChange={(value) => setValues((was) => ({ ...was, [spec.name]: value }))}
              onProblem={(problem) => setProblems((was) => ({ ...was, [spec.name]: problem }))}
            />
            {words && (
              <div className="field__problem" role="alert">
                {words}
              </div>
            )}
            {spec.name === "lostReason" && (
              <Usual
                entity={entity.name}
                field={spec.name}
                onPick={(reason) => setValues((was) => ({ ...was, [spec.name]: reason }))}
              />
            )}
          </div>
        );
      })}
      <div className="dropask__foot">
        <Button onClick={props.onCancel}>{t(dropped.by === "bar" ? "action.cancel" : "board.ask.back")}</Button>
        <Button type="primary" danger={lost} htmlType="submit">
          {lost ? t("board.ask.lose") : t("board.ask.move", { lane: dropped.to.label })}
        </Button>
      </div>
    </form>
  );
}

function blank(spec: FieldSpec, value: FieldValue): boolean {
  return (
    isEmpty(value) ||
    (typeof value === "string" && value.trim() === "") ||
    (spec.kind === "money" && Number(value) === 0)
  );
}

/** Usual offers what was answered most often before. */
function Usual(props: { entity: string; field: string; onPick: (words: string) => void }) {
  const { t } = useWords();
  const answer = useAnswer(
    "records.aggregate",
    {
      entity: props.entity,
      where: { field: props.field, op: "notEmpty" },
      groups: [{ field: props.field }],
      measures: [{ op: "count" }],
    },
    [props.entity],
  );
  const often = (answer.data?.rows ?? [])
    .map(({ keys, values }) => ({ words: String(keys[0] ?? ""), count: Number(values[0] ?? 0) }))
    .filter(({ words }) => words !== "" && words.length <= 24)
    .sort((a, b) => b.count - a.count)
    .slice(0, 6);
  if (often.length === 0) return null;
  return (
    <div className="dropask__usual" role="group" aria-label={t("board.ask.usual")}>
      {often.map(({ words, count }) => (
        <button
          key={words}
          type="button"
          className="dropask__reason"
          title={t("board.ask.times", { count })}
          onClick={() => props.onPick(words)}
        >
          {words}
        </button>
      ))}
    </div>
  );
}
