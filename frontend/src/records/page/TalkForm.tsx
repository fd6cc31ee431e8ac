import { Input as AntInput, Button } from "antd";
import { type ReactNode, useEffect, useId, useState } from "react";
import { type FieldSpec, faultOf, fieldOf, forget, lastSetOf, type Output, useEntity, useOperation } from "@/api";
import { composing, showKeys } from "@/lib/keyboard";
import { useNow } from "@/ui/now";
import { Segmented } from "@/ui/Segmented";
import { useWords } from "@/ui/words";
import { useCurrent } from "../current";
import { useOnce } from "../form/useOnce";
import { DayInput } from "../inputs/day";
import { useNotice } from "../notice";
import { quickDays } from "./quickDays";
import { keepTalk, keptTalk, type TalkDraft } from "./talkDrafts";

export interface TalkAbout {
  subject?: { entity: string; id: string };
  customerId?: string;
  contactId?: string;
  /** The plan that this completes. */
  planId?: string;
}

/** TalkForm takes down what was just said or done, and the next step, in one go. */
export function TalkForm(props: {
  about: TalkAbout;
  /** What the draft is kept under. */
  keep: string;
  way?: string;
  label: string;
  hint: string;
  saveLabel: string;
  /** Shown in full from the start; otherwise only once somebody begins to write. */
  open?: boolean;
  /** Saves nothing but that it is done; asked for when nothing was written. */
  onEmpty?: { label: string; run: () => void };
  onSaved?: (saved: Output<"followUp.record">) => void;
  onCancel?: () => void;
  extra?: ReactNode;
}) {
  const { about, keep } = props;
  const { t, say } = useWords();
  const id = useId();
  const now = useNow();
  const notice = useNotice();
  const followUp = useEntity("followUp");
  const save = useOperation("followUp.record");
  const [draft, setDraft] = useState<TalkDraft>(() => keptTalk(keep));
  const [problems, setProblems] = useState<{ [field: string]: string }>({});
  const [begun, setBegun] = useState(false);
  const ways = fieldOf(followUp, "way")?.options ?? [];
  const way = draft.way ?? props.way ?? ways[0]?.value;
  const isOpen = props.open || begun || draft.content !== "";
  const empty = draft.content.trim() === "";

  // Closing the program asks before words are lost that were not saved.
  useEffect(() => {
    if (empty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [empty]);

  // Asked for by a command, perhaps before it was there.
  const isAsked = useCurrent((current) => current.talk === keep);
  useEffect(() => {
    if (!isAsked) return;
    useCurrent.setState({ talk: undefined });
    const words = document.getElementById(`${id}-content`);
    words?.scrollIntoView({ block: "nearest" });
    words?.focus();
  }, [isAsked, id]);

  const change = (part: Partial<TalkDraft>) =>
    setDraft((was) => {
      const now = { ...was, ...part };
      keepTalk(keep, now);
      return now;
    });

  const once = useOnce();
  const submit = async () => {
    if (empty) {
      props.onEmpty?.run();
      return;
    }
    if (problems.nextOn) return;
    try {
      const done = await save.mutateAsync({
        ...about,
        content: draft.content.trim(),
        way,
        nextStep: draft.nextStep.trim() || undefined,
        nextOn: draft.nextOn,
      });
      change({ content: "", way: undefined, nextStep: "", nextOn: undefined });
      setBegun(false);
      setProblems({});
      const set = lastSetOf("followUp", done.followUpId).catch(() => undefined);
      notice.done(t(done.planId ? "composer.savedWithPlan" : "composer.saved"), await set);
      props.onSaved?.(done);
      await forget(["followUp", "followUpPlan", "customer"]);
    } catch (thrown) {
      const fault = faultOf(thrown);
      setProblems(fault.fields);
      if (Object.keys(fault.fields).length === 0) notice.failed(fault);
    }
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens to the inputs inside
    <div
      className="composer"
      onKeyDown={(event) => {
        if (composing(event)) return;
        if (event.key === "Escape" && props.onCancel && !document.querySelector(".ant-picker-dropdown")) {
          event.preventDefault();
          event.stopPropagation();
          props.onCancel();
          return;
        }
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        // The day in focus settles when it is left.
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        setTimeout(() => document.getElementById(`${id}-save`)?.click(), 0);
      }}
    >
      <AntInput.TextArea
        id={`${id}-content`}
        aria-label={props.label}
        placeholder={props.hint}
        value={draft.content}
        autoFocus={props.open}
        // Measured only once somebody writes: to measure means to lay the page out in the middle of drawing it.
        rows={1}
        autoSize={isOpen ? { minRows: 3, maxRows: 12 } : false}
        style={{ resize: "none" }}
        status={problems.content ? "error" : undefined}
        aria-invalid={problems.content !== undefined || undefined}
        onFocus={() => setBegun(true)}
        onChange={(event) => change({ content: event.target.value })}
      />
      {problems.content && <div className="field__problem">{problems.content}</div>}
      {isOpen && (
        <>
          <div className="composer__row">
            <Segmented
              size="small"
              aria-label={t("composer.way")}
              value={way}
              options={ways.map((option) => ({ value: option.value, label: say(option.label) }))}
              onChange={(picked) => change({ way: String(picked) })}
            />
            {props.extra}
          </div>
          <div className="composer__row">
            <AntInput
              className="composer__next"
              aria-label={t("composer.nextStep")}
              placeholder={t("composer.nextStep")}
              value={draft.nextStep}
              onChange={(event) => change({ nextStep: event.target.value })}
            />
            <div className="composer__day">
              <DayInput
                id={`${id}-next`}
                spec={fieldOf(followUp, "nextOn") ?? noSpec}
                value={draft.nextOn}
                label={t("composer.nextOn")}
                placeholder={t("composer.nextOn")}
                invalid={problems.nextOn !== undefined}
                onChange={(value) => change({ nextOn: typeof value === "string" ? value : undefined })}
                onProblem={(problem) =>
                  setProblems((was) => (problem ? { ...was, nextOn: problem } : withoutNext(was)))
                }
              />
              {problems.nextOn && <div className="field__problem">{problems.nextOn}</div>}
            </div>
          </div>
          <div className="composer__row composer__row--foot">
            <span className="quickdays">
              {quickDays(now)
                .slice(0, 4)
                .map(({ key, day }) => (
                  <button
                    key={key}
                    type="button"
                    className={draft.nextOn === day ? "quickday is-on" : "quickday"}
                    aria-pressed={draft.nextOn === day}
                    onClick={() => {
                      setProblems(withoutNext);
                      change({ nextOn: draft.nextOn === day ? undefined : day });
                    }}
                  >
                    {t(`today.${key}`)}
                  </button>
                ))}
            </span>
            {props.onCancel && <Button onClick={props.onCancel}>{t("action.cancel")}</Button>}
            <Button
              id={`${id}-save`}
              type="primary"
              loading={save.isPending}
              disabled={empty && !props.onEmpty}
              title={showKeys("mod+enter")}
              onClick={() => void once(submit)}
            >
              {empty && props.onEmpty ? props.onEmpty.label : props.saveLabel}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

function withoutNext({ nextOn: _nextOn, ...rest }: { [field: string]: string }): { [field: string]: string } {
  return rest;
}

const noSpec: FieldSpec = { name: "nextOn", label: { zh: "", en: "" }, kind: "day" };
