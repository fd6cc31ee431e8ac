import { Input as AntInput, Button, Segmented } from "antd";
import { useId, useState } from "react";
import {
  type EntityDescription,
  type FieldSpec,
  type FlatRecord,
  faultOf,
  fieldOf,
  forget,
  useEntity,
  useOperation,
} from "@/api";
import { composing } from "@/lib/keyboard";
import { DayInput } from "@/records/inputs/day";
import { useNotice } from "@/records/notice";
import { useWords } from "@/ui/words";

/** FollowUpComposer writes down what was just said or done, with the next step, in one go: the most used place of the program. */
export function FollowUpComposer({ entity, record }: { entity: EntityDescription; record: FlatRecord }) {
  const { t, say } = useWords();
  const id = useId();
  const notice = useNotice();
  const followUp = useEntity("followUp");
  const save = useOperation("followUp.record");
  const [content, setContent] = useState("");
  const [way, setWay] = useState<string>();
  const [nextStep, setNextStep] = useState("");
  const [nextOn, setNextOn] = useState<string>();
  const [problems, setProblems] = useState<{ [field: string]: string }>({});
  const [open, setOpen] = useState(false);
  const ways = fieldOf(followUp, "way")?.options ?? [];
  const nextSpec = fieldOf(followUp, "nextOn");
  const isOpen = open || content !== "";

  const submit = async () => {
    if (content.trim() === "" || problems.nextOn) return;
    try {
      const done = await save.mutateAsync({
        ...about(entity, record),
        content: content.trim(),
        way: way ?? ways[0]?.value,
        nextStep: nextStep.trim() || undefined,
        nextOn,
      });
      setContent("");
      setNextStep("");
      setNextOn(undefined);
      setOpen(false);
      setProblems({});
      await forget(["followUp", "followUpPlan", entity.name]);
      notice.done(t(done.planId ? "composer.savedWithPlan" : "composer.saved"));
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
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || composing(event)) return;
        event.preventDefault();
        // The day in focus settles when it is left.
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        setTimeout(() => document.getElementById(`${id}-save`)?.click(), 0);
      }}
    >
      <AntInput.TextArea
        id={`${id}-content`}
        aria-label={t("composer.label")}
        placeholder={t("composer.hint")}
        value={content}
        autoSize={{ minRows: isOpen ? 3 : 1, maxRows: 12 }}
        status={problems.content ? "error" : undefined}
        onFocus={() => setOpen(true)}
        onChange={(event) => setContent(event.target.value)}
      />
      {problems.content && <div className="field__problem">{problems.content}</div>}
      {isOpen && (
        <div className="composer__row">
          <Segmented
            size="small"
            aria-label={t("composer.way")}
            value={way ?? ways[0]?.value}
            options={ways.map((option) => ({ value: option.value, label: say(option.label) }))}
            onChange={setWay}
          />
          <AntInput
            className="composer__next"
            aria-label={t("composer.nextStep")}
            placeholder={t("composer.nextStep")}
            value={nextStep}
            onChange={(event) => setNextStep(event.target.value)}
          />
          <div className="composer__day">
            <DayInput
              id={`${id}-next`}
              spec={nextSpec ?? noSpec}
              value={nextOn}
              label={t("composer.nextOn")}
              placeholder={t("composer.nextOn")}
              invalid={problems.nextOn !== undefined}
              onChange={(value) => setNextOn(typeof value === "string" ? value : undefined)}
              onProblem={(problem) => setProblems((was) => (problem ? { ...was, nextOn: problem } : withoutNext(was)))}
            />
            {problems.nextOn && <div className="field__problem">{problems.nextOn}</div>}
          </div>
          <Button
            id={`${id}-save`}
            type="primary"
            loading={save.isPending}
            disabled={content.trim() === ""}
            onClick={() => void submit()}
          >
            {t("composer.save")}
          </Button>
        </div>
      )}
    </div>
  );
}

function withoutNext({ nextOn: _nextOn, ...rest }: { [field: string]: string }): { [field: string]: string } {
  return rest;
}

const noSpec: FieldSpec = { name: "nextOn", label: { zh: "", en: "" }, kind: "day" };

// What the follow-up is about: the record itself, and the customer it belongs to.
function about(entity: EntityDescription, record: FlatRecord) {
  const customer = entity.name === "customer" ? record.id : record.customerId;
  return {
    subject: { entity: entity.name, id: record.id },
    customerId: typeof customer === "string" ? customer : undefined,
    contactId: entity.name === "contact" ? record.id : undefined,
  };
}
