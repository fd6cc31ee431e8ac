import { InputNumber, Select } from "antd";
import type { FieldSpec, FieldValue, Operand } from "@/api";
import { match } from "@/lib/pinyin";
import { useWords } from "@/ui/words";
import { Input } from "../inputs";
import { DayInput } from "../inputs/day";
import { RecordsPicker } from "../picker/RecordPicker";
import { type DayChoice, dayChoiceOf, dayChoices, dayOperand, type Operator } from "./model";
import { WordValue } from "./WordValue";

// Kinds that are asked for by a piece of text.
const words: ReadonlySet<FieldSpec["kind"]> = new Set(["text", "longtext", "region", "phone"]);

interface ValueProps {
  id: string;
  spec: FieldSpec;
  operator: Operator;
  value: Operand | undefined;
  onChange: (value: Operand | undefined) => void;
}

/** FilterValue takes what a condition compares with, in the shape the comparison needs. */
export function FilterValue(props: ValueProps) {
  const { t } = useWords();
  const { spec, operator, value, onChange, id } = props;
  if (operator.shape === "none") return null;
  if (spec.kind === "flag") {
    return (
      <Select
        className="filtervalue"
        aria-label={t("filter.value")}
        value={value === false ? "no" : value === true ? "yes" : undefined}
        options={[
          { value: "yes", label: t("state.yes") },
          { value: "no", label: t("state.no") },
        ]}
        onChange={(picked: string) => onChange(picked === "yes")}
      />
    );
  }
  if (operator.shape === "days") return <Days {...props} />;
  if (operator.shape === "span") return <Span {...props} />;
  if (spec.kind === "ref" || spec.kind === "refs") return <Refs {...props} />;
  if (operator.shape === "many") return <Many {...props} />;
  if (spec.kind === "choice") {
    return (
      <div className="filtervalue">
        <Input
          id={id}
          spec={{ ...spec, required: true }}
          value={plain(value)}
          label={t("filter.value")}
          tight
          onChange={(next) => onChange(next as Operand)}
        />
      </div>
    );
  }
  if (words.has(spec.kind)) {
    return (
      <div className="filtervalue">
        <WordValue
          id={id}
          value={String(plain(value) ?? "")}
          label={t("filter.value")}
          onChange={(text) => onChange(text === "" ? undefined : text)}
        />
      </div>
    );
  }
  return (
    <div className="filtervalue">
      <Input
        id={id}
        spec={{ ...spec, required: false, max: undefined }}
        value={plain(value)}
        label={t("filter.value")}
        tight
        onChange={(next) => onChange((next ?? undefined) as Operand | undefined)}
      />
    </div>
  );
}

function plain(value: Operand | undefined): FieldValue {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined;
}

function Days({ id, value, onChange }: ValueProps) {
  const { t } = useWords();
  const { choice, days } = dayChoiceOf(value);
  return (
    <div className="filtervalue filtervalue--row">
      <Select
        className="filtervalue__choice"
        aria-label={t("filter.value")}
        value={choice}
        listHeight={360}
        options={dayChoices.map((each) => ({ value: each, label: t(`relative.${each}`) }))}
        onChange={(next: DayChoice) => onChange(dayOperand(next, days))}
      />
      {(choice === "last" || choice === "next") && (
        <InputNumber
          className="filtervalue__days"
          aria-label={t("filter.days")}
          min={1}
          max={3650}
          value={days}
          suffix={t("filter.days")}
          onChange={(next) => onChange(dayOperand(choice, next ?? 7))}
        />
      )}
      {choice === "exact" && (
        <DayInput
          id={id}
          spec={{ name: "", label: { zh: "", en: "" }, kind: "day" }}
          value={typeof value === "string" ? value : undefined}
          label={t("relative.exact")}
          onChange={(next) => onChange((next ?? undefined) as Operand | undefined)}
        />
      )}
    </div>
  );
}

function Span({ id, spec, value, onChange }: ValueProps) {
  const { t } = useWords();
  const [from = null, to = null] = Array.isArray(value) ? value : [];
  const kind = spec.kind === "instant" ? "day" : spec.kind;
  const end = (side: "from" | "to") => (
    <Input
      id={`${id}-${side}`}
      spec={{ ...spec, kind, required: false }}
      value={(side === "from" ? from : to) ?? undefined}
      label={t(`filter.${side}`)}
      tight
      onChange={(next) => {
        const end = (next ?? null) as string | number | null;
        onChange(side === "from" ? [end, to] : [from, end]);
      }}
    />
  );
  return (
    <div className="filtervalue filtervalue--row">
      {end("from")}
      <span className="faint">–</span>
      {end("to")}
    </div>
  );
}

function Many({ id, spec, value, onChange }: ValueProps) {
  const { t, say } = useWords();
  const values = asList(value);
  return (
    <Select
      id={id}
      className="filtervalue"
      mode={spec.kind === "tags" ? "tags" : "multiple"}
      aria-label={t("filter.value")}
      value={values}
      showSearch={{ filterOption: (typed, option) => match(String(option?.label ?? option?.value ?? ""), typed) > 0 }}
      options={(spec.options ?? []).map((option) => ({ value: option.value, label: say(option.label) }))}
      onChange={(next: string[]) => onChange(next.length > 0 ? next : undefined)}
    />
  );
}

function Refs({ id, spec, value, onChange }: ValueProps) {
  const { t } = useWords();
  const me = typeof value === "object" && value !== null && "me" in value;
  const ids = asList(value);
  return (
    <div className="filtervalue filtervalue--row">
      {spec.target === "user" && (
        <Select
          className="filtervalue__me"
          aria-label={t("filter.value")}
          value={me ? "me" : "others"}
          options={[
            { value: "me", label: t("state.me") },
            { value: "others", label: t("filter.somebody") },
          ]}
          onChange={(next: string) => onChange(next === "me" ? { me: true } : undefined)}
        />
      )}
      {!me && (
        <RecordsPicker
          id={id}
          entity={spec.target ?? ""}
          value={ids}
          aria={{ "aria-label": t("filter.value") }}
          onChange={(next) => onChange(next.length > 0 ? next : undefined)}
        />
      )}
    </div>
  );
}

function asList(value: Operand | undefined): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "string" ? [value] : [];
}
