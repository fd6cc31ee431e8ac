import { Alert, Button } from "antd";
import { useEffect, useRef, useState } from "react";
import {
  type EntityDescription,
  type FieldSpec,
  type FieldValue,
  type FlatRecord,
  faultOf,
  type LineValue,
  type Titles,
  useDescribe,
  useSave,
} from "@/api";
import { addAmounts } from "@/lib/amounts";
import { same } from "@/lib/equal";
import { composing, showKeys } from "@/lib/keyboard";
import { currencyWords } from "@/lib/money";
import { useFaultWords } from "@/ui/faultWords";
import { useFirstFocus } from "@/ui/useFirstFocus";
import { useWords } from "@/ui/words";
import { besides } from "../besides";
import { isEmpty } from "../cells";
import { Input } from "../inputs";
import { useNotice } from "../notice";
import { assistOf } from "./assist";
import { CardNote } from "./CardPanel";
import { canRepeat, Duplicates } from "./Duplicates";
import { misfits } from "./depend";
import { KeptDraft } from "./KeptDraft";
import { keepValues, keptKey, whenKept } from "./kept";
import { sectionsOf } from "./sections";
import { Theirs, useTheirs } from "./Theirs";
import { useBegins } from "./useBegins";
import { useCard } from "./useCard";
import { inForm, useDraft, type Values } from "./useDraft";
import { useOnce } from "./useOnce";

export interface RecordFormProps {
  entity: EntityDescription;
  /** The record to edit; without it a new one is made. */
  record?: FlatRecord;
  preset?: Values;
  titles?: Titles;
  onSaved: (record: FlatRecord, another: boolean) => void;
  onCancel: () => void;
  onDirty: (dirty: boolean) => void;
  onReload: () => void;
}

/** RecordForm creates or edits a record of any entity. What the core refuses stands beside the input it is about. */
export function RecordForm(props: RecordFormProps) {
  const { entity, record, preset, onSaved, onDirty } = props;
  const { t, say } = useWords();
  const faultWords = useFaultWords();
  const draft = useDraft(entity, record, useBegins(entity.name, record === undefined, preset));
  const save = useSave(entity.name);
  const notice = useNotice();
  const form = useRef<HTMLFormElement>(null);
  useFirstFocus(form);
  const [general, setGeneral] = useState<{ kind: string; words: string }>();
  // As the core said it, with the number of the line: "lines.0.productId".
  const [faults, setFaults] = useState<{ [path: string]: string }>({});
  const { byName } = useDescribe();
  const isTheirs = useTheirs(record, draft.values);
  const { setRefused } = draft;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was refused of an older record is settled with the latest
  useEffect(() => {
    setGeneral(undefined);
    setRefused({});
  }, [record?.rev]);
  const card = useCard(entity, draft.values, draft.set);
  const key = keptKey(entity.name, record?.id);
  // What was typed outlives the form, unless it was saved.
  const unsaved = useRef<Values | undefined>(undefined);
  unsaved.current = draft.dirty ? draft.typed : undefined;
  useEffect(() => {
    const off = whenKept(() => keepValues(key, unsaved.current));
    return () => {
      off();
      keepValues(key, unsaved.current);
    };
  }, [key]);
  const told = useRef(false);
  if (told.current !== draft.dirty) {
    told.current = draft.dirty;
    queueMicrotask(() => onDirty(draft.dirty));
  }
  const titles = { ...record?.titles, ...props.titles };

  const errorOf = (spec: FieldSpec): string | undefined => draft.refused[spec.name] ?? draft.problems[spec.name];

  // What was refused gets the focus as soon as the inputs can take it again: while a form is saved they cannot.
  const [wrong, setWrong] = useState(0);
  const held = useRef<HTMLElement>(null);
  const focusFirst = () => setWrong((was) => was + 1);
  useEffect(() => {
    if (wrong === 0 || save.isPending) return;
    const refused = form.current?.querySelector<HTMLElement>(
      "[aria-invalid='true'], .field.has-problem input, .field.has-problem textarea",
    );
    (refused ?? held.current)?.focus();
  }, [wrong, save.isPending]);

  const submit = async (another: boolean) => {
    // The input in focus settles what was typed when it is left.
    if (document.activeElement instanceof HTMLElement && form.current?.contains(document.activeElement)) {
      const field = document.activeElement;
      held.current = field;
      field.blur();
      field.focus({ preventScroll: true });
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    form.current?.dispatchEvent(new CustomEvent("settled", { detail: another }));
  };

  const settled = async (another: boolean) => {
    setGeneral(undefined);
    // What must be filled in is the core's to say: it knows what fills itself in.
    if (Object.keys(draft.problems).length > 0) {
      focusFirst();
      return;
    }
    if (record && !draft.dirty) {
      onSaved(record, false);
      return;
    }
    try {
      const values = withoutBlank(entity, draft.changes());
      const at = (rev: number | undefined) => save.mutateAsync({ id: record?.id, rev, values });
      const saved = await at(record?.rev).catch(async (thrown: unknown) => {
        const latest = await besides(entity.name, record, Object.keys(values), thrown);
        if (!latest) throw thrown;
        return at(latest.rev);
      });
      draft.clear();
      unsaved.current = undefined;
      keepValues(key, undefined);
      onDirty(false);
      onSaved(saved, another);
      if (!record) assistOf(entity.name).created?.(saved, t).catch(notice.failed);
    } catch (thrown) {
      const fault = faultOf(thrown);
      draft.setRefused(byField(fault.fields));
      setFaults(fault.fields);
      const known = Object.keys(byField(fault.fields)).some((name) =>
        entity.fields.some((spec) => spec.name === name && inForm(spec)),
      );
      if (!known || fault.kind === "conflict") setGeneral({ kind: fault.kind, words: faultWords(fault) });
      focusFirst();
    }
  };
  const settledNow = useRef(settled);
  settledNow.current = settled;
  const once = useOnce();

  const attach = (element: HTMLFormElement | null) => {
    form.current = element;
    if (!element || element.dataset.listens) return;
    element.dataset.listens = "yes";
    // By the time this is heard the page has taken in what blur settled.
    element.addEventListener(
      "settled",
      (event) => void once(() => settledNow.current((event as CustomEvent<boolean>).detail)),
    );
  };

  const fields = entity.fields.filter(inForm);
  const sections = sectionsOf(fields.filter((spec) => !spec.system));
  const system = fields.filter((spec) => spec.system && (spec.name !== "ownerId" || record !== undefined));

  const put = (name: string, value: FieldValue) => {
    draft.set(name, value);
    if (Object.keys(faults).length > 0) setFaults({});
  };
  const change = (name: string, value: FieldValue) => {
    put(name, value);
    misfits(entity, name, value, draft.values, byName).then(
      (others) => {
        for (const other of others) draft.set(other, undefined);
      },
      () => undefined,
    );
  };
  const around = { entity, values: draft.values, put, faults };
  const summed = sumsOf(entity, draft.values);

  const field = (spec: FieldSpec) => {
    const id = `${entity.name}-${spec.name}`;
    const error = errorOf(spec);
    const sum = summed[spec.name];
    const wide = spec.kind === "lines" || spec.kind === "longtext" || spec.name === entity.title;
    return (
      <div key={spec.name} className={`field${wide ? " field--wide" : ""}${error ? " has-problem" : ""}`}>
        <label className="field__label" htmlFor={id}>
          {say(spec.label)}
          {spec.kind === "money" && <span className="faint"> {say(currencyWords(spec.currency))}</span>}
          {spec.required && (
            <span className="required" title={t("form.required")}>
              {" "}
              *
            </span>
          )}
        </label>
        <Input
          id={id}
          spec={spec}
          value={sum ?? draft.values[spec.name]}
          titles={titles}
          around={around}
          invalid={error !== undefined}
          disabled={save.isPending || sum !== undefined}
          onChange={(value: FieldValue) => change(spec.name, value)}
          onProblem={(message) => draft.problem(spec.name, message)}
        />
        {error ? (
          <div className="field__problem" role="alert">
            {error}
          </div>
        ) : (
          (spec.hint || sum !== undefined) && (
            <div className="field__hint">{sum === undefined ? say(spec.hint) : t("entry.sumOfLines")}</div>
          )
        )}
        {record && isTheirs(spec) && (
          <Theirs
            spec={spec}
            record={record}
            onTake={() => {
              put(spec.name, record[spec.name] as FieldValue);
              document.getElementById(id)?.focus();
            }}
          />
        )}
        {!record && canRepeat(entity, spec) && typeof draft.values[spec.name] === "string" && (
          <Duplicates entity={entity} spec={spec} text={String(draft.values[spec.name])} />
        )}
      </div>
    );
  };

  return (
    <form
      ref={attach}
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
      }}
      onPaste={record ? undefined : card.onPaste}
      onKeyDown={(event) => {
        if (composing(event) || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.stopPropagation();
        void submit(event.shiftKey && !record);
      }}
    >
      <div className="form__body">
        {general && (
          <Alert
            className="form__alert"
            type="error"
            showIcon
            title={general.words}
            action={
              general.kind === "conflict" ? (
                <Button size="small" onClick={props.onReload}>
                  {t("form.reload")}
                </Button>
              ) : undefined
            }
          />
        )}
        <KeptDraft of={key} dirty={draft.dirty} onRestore={draft.restore} />
        {!record && <CardNote entity={entity} card={card} />}
        {sections.map((section) => (
          <fieldset key={section.key} className="form__section">
            {section.label !== undefined && <legend className="form__heading">{say(section.label)}</legend>}
            <div className="fields">{section.fields.map(field)}</div>
          </fieldset>
        ))}
        {system.length > 0 && <div className="fields">{system.map(field)}</div>}
      </div>
      <footer className="form__foot">
        <Button onClick={props.onCancel}>{t("action.cancel")}</Button>
        {!record && (
          <Button disabled={save.isPending} title={showKeys("mod+shift+enter")} onClick={() => void submit(true)}>
            {t("action.saveNew")}
          </Button>
        )}
        <Button
          type="primary"
          loading={save.isPending}
          title={showKeys("mod+enter")}
          onClick={() => void submit(false)}
        >
          {t("action.save")}
        </Button>
      </footer>
    </form>
  );
}

// A line that was begun and left as it began is none.
function withoutBlank(entity: EntityDescription, values: Values): Values {
  const changed = { ...values };
  for (const [name, { start }] of Object.entries(assistOf(entity.name).lines ?? {})) {
    const lines = changed[name];
    if (!Array.isArray(lines)) continue;
    const kept = (lines as LineValue[]).filter((line) =>
      Object.entries(line).some(([column, value]) => !isEmpty(value) && !same(value, start?.[column])),
    );
    changed[name] = kept.length > 0 ? kept : undefined;
  }
  return changed;
}

// A field that is the sum of lines, as long as there are lines, is theirs to say.
function sumsOf(entity: EntityDescription, values: Values): { [field: string]: string } {
  return Object.fromEntries(
    Object.entries(assistOf(entity.name).lines ?? {}).flatMap(([name, { sum }]) => {
      const lines = values[name];
      if (!sum || !Array.isArray(lines) || lines.length === 0) return [];
      return [[sum.into, addAmounts((lines as LineValue[]).map((line) => line[sum.column]))]];
    }),
  );
}

// "lines[0].quantity" stands beside the lines; the number of the line is in the words.
function byField(fields: { [path: string]: string }): { [field: string]: string } {
  const top: { [field: string]: string } = {};
  for (const [path, words] of Object.entries(fields)) {
    const name = path.split(/[.[]/)[0] ?? path;
    top[name] = top[name] === undefined ? words : `${top[name]} ${words}`;
  }
  return top;
}
