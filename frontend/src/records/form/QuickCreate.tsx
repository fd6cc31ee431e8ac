import { Button, Modal } from "antd";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { type EntityDescription, type FieldSpec, type FieldValue, faultOf, useEntity, useSave } from "@/api";
import { composing, showKeys } from "@/lib/keyboard";
import { useFaultWords } from "@/ui/faultWords";
import { useFirstFocus } from "@/ui/useFirstFocus";
import { useFocusBack } from "@/ui/useFocusBack";
import { useWords } from "@/ui/words";
import { Input } from "../inputs";
import { titleOf } from "../layouts";
import { useNotice } from "../notice";
import { assistOf } from "./assist";
import { CardNote } from "./CardPanel";
import { Duplicates } from "./Duplicates";
import { resumeForm } from "./kept";
import { closeQuick, keepQuick, quickFields, titleSpec, useQuick } from "./quick";
import { useBegins } from "./useBegins";
import { useCard } from "./useCard";
import { useDraft } from "./useDraft";
import { useOnce } from "./useOnce";

/** QuickCreate begins something new in one line: its name, then Enter. What may be the same thing is shown while one types. */
export function QuickCreate() {
  useFocusBack();
  const entity = useEntity(useQuick((quick) => quick.entity) ?? "");
  const [round, setRound] = useState(0);
  if (!entity) return null;
  return <QuickLine key={`${entity.name}.${round}`} entity={entity} onAnother={() => setRound(round + 1)} />;
}

function QuickLine({ entity, onAnother }: { entity: EntityDescription; onAnother: () => void }) {
  const { t, say } = useWords();
  const faultWords = useFaultWords();
  const notice = useNotice();
  const save = useSave(entity.name);
  const draft = useDraft(entity, undefined, useBegins(entity.name, true, undefined));
  const card = useCard(entity, draft.values, draft.set);
  const [general, setGeneral] = useState<string>();
  const box = useRef<HTMLDivElement>(null);
  useFirstFocus(box);
  const title = titleSpec(entity);
  const beside = quickFields(entity);

  // What was typed last time and not saved is there again.
  const { restore, typed } = draft;
  const [kept] = useState(() => useQuick.getState().typed[entity.name]);
  useEffect(() => {
    if (kept) restore(kept);
  }, [kept, restore]);
  useEffect(() => keepQuick(entity.name, draft.dirty ? typed : undefined), [entity.name, draft.dirty, typed]);
  useEffect(() => {
    if (!draft.dirty) return;
    const stay = (event: Event) => event.preventDefault();
    window.addEventListener("beforeunload", stay);
    return () => window.removeEventListener("beforeunload", stay);
  }, [draft.dirty]);

  const focusFirst = () =>
    requestAnimationFrame(() => {
      const first = box.current?.querySelector<HTMLElement>("[aria-invalid='true'], .field.has-problem input, input");
      first?.focus();
    });
  const settled = async (another: boolean) => {
    setGeneral(undefined);
    if (Object.keys(draft.problems).length > 0) return focusFirst();
    try {
      const saved = await save.mutateAsync({ values: draft.changes() });
      keepQuick(entity.name, undefined);
      notice.done(t("form.created", { title: titleOf(entity, saved, saved.titles) }), saved.change);
      assistOf(entity.name).created?.(saved, t).catch(notice.failed);
      if (another) onAnother();
      else closeQuick();
    } catch (thrown) {
      const fault = faultOf(thrown);
      draft.setRefused(fault.fields);
      const shown = [title, ...beside].flatMap((spec) => (spec ? [spec.name] : []));
      const others = Object.keys(fault.fields).filter((name) => !shown.includes(name));
      const labels = others.map((name) => say(entity.fields.find((spec) => spec.name === name)?.label) || name);
      if (others.length > 0) setGeneral(t("entry.quick.elsewhere", { names: labels.join(t("filter.list")) }));
      else if (Object.keys(fault.fields).length === 0) setGeneral(faultWords(fault));
      focusFirst();
    }
  };
  const latest = useRef(settled);
  latest.current = settled;
  const once = useOnce();
  const submit = (another: boolean) =>
    once(async () => {
      // The input in focus settles what was typed when it is left.
      const field = document.activeElement;
      if (field instanceof HTMLInputElement && box.current?.contains(field)) {
        field.blur();
        field.focus({ preventScroll: true });
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
      await latest.current(another);
    });
  const whole = () => {
    keepQuick(entity.name, undefined);
    closeQuick();
    resumeForm(entity.name, draft.typed);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (composing(event) || event.defaultPrevented) return;
    const choosing = document.querySelector(".ant-select-open, .ant-picker-dropdown:not(.ant-picker-dropdown-hidden)");
    if (event.key === "Escape") {
      if (choosing) return;
      event.stopPropagation();
      closeQuick();
    } else if (event.key === "Enter") {
      const mod = event.ctrlKey || event.metaKey;
      // Where Enter has another meaning (a button, a list that is open) it keeps it.
      if (!mod && !event.shiftKey && (choosing || !(event.target instanceof HTMLInputElement))) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.shiftKey && !mod) whole();
      else void submit(mod);
    }
  };

  const around = { entity, values: draft.values, put: draft.set };
  const problemOf = (spec: FieldSpec) => draft.refused[spec.name] ?? draft.problems[spec.name];
  const field = (spec: FieldSpec, isTitle: boolean) => {
    const id = `quick-${entity.name}-${spec.name}`;
    const problem = problemOf(spec);
    return (
      <div
        key={spec.name}
        className={`field${isTitle ? " field--wide quick__title" : ""}${problem ? " has-problem" : ""}`}
      >
        <label className="field__label" htmlFor={id}>
          {say(spec.label)}
          {spec.required && <span className="required"> *</span>}
        </label>
        <Input
          id={id}
          spec={spec}
          value={draft.values[spec.name]}
          around={around}
          invalid={problem !== undefined}
          disabled={save.isPending}
          onChange={(value: FieldValue) => draft.set(spec.name, value)}
          onProblem={(message) => draft.problem(spec.name, message)}
        />
        {problem && (
          <div className="field__problem" role="alert">
            {problem}
          </div>
        )}
        {isTitle && typeof draft.values[spec.name] === "string" && (
          <Duplicates entity={entity} spec={spec} text={String(draft.values[spec.name])} />
        )}
      </div>
    );
  };
  // What a card brought that has no place in one line goes along all the same, and is seen.
  const shown = new Set([entity.title, ...beside.map((spec) => spec.name)]);
  const along = Object.entries(draft.typed).filter(([name, value]) => !shown.has(name) && typeof value === "string");
  return (
    <Modal
      open
      title={t("form.createTitle", { name: say(entity.label) })}
      className="quick"
      width={620}
      style={{ top: 96 }}
      keyboard={false}
      onCancel={closeQuick}
      footer={null}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only listens to the fields inside */}
      <div ref={box} className="quick__box" onPaste={card.onPaste} onKeyDown={onKeyDown}>
        <div className="fields">
          {title && field(title, true)}
          {beside.map((spec) => field(spec, false))}
        </div>
        {along.length > 0 && (
          <p className="quick__along">
            {t("entry.quick.from", {
              items: along
                .map(([name, value]) => {
                  const spec = entity.fields.find((each) => each.name === name);
                  return `${say(spec?.label)} ${spec?.kind === "ref" ? "✓" : value}`;
                })
                .join(" · "),
            })}
          </p>
        )}
        {general && (
          <div className="field__problem" role="alert">
            {general}
          </div>
        )}
        <CardNote entity={entity} card={card} />
        <div className="quick__foot">
          <Button type="text" onClick={whole}>
            {t("entry.quick.all")} <kbd>{showKeys("shift+enter")}</kbd>
          </Button>
          <span className="quick__gap" />
          <Button disabled={save.isPending} onClick={() => void submit(true)}>
            {t("entry.quick.another")} <kbd>{showKeys("mod+enter")}</kbd>
          </Button>
          <Button type="primary" loading={save.isPending} onClick={() => void submit(false)}>
            {t("action.save")} <kbd>{showKeys("enter")}</kbd>
          </Button>
        </div>
      </div>
    </Modal>
  );
}
