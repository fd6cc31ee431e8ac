import { useRef } from "react";
import type { FieldSpec, FieldValue, FlatRecord } from "@/api";
import { same } from "@/lib/equal";
import { useWords } from "@/ui/words";
import { Cell } from "../cells";
import type { Values } from "./useDraft";

/** useTheirs knows what others have changed in fields one has typed into oneself, once the latest has been loaded: two answers to one question. */
export function useTheirs(record: FlatRecord | undefined, values: Values): (spec: FieldSpec) => boolean {
  const seen = useRef({ record, changed: new Set<string>() });
  const before = seen.current.record;
  if (record && before && record.rev !== before.rev) {
    const changed = Object.keys(record).filter(
      (name) => !same(record[name] as FieldValue, before[name] as FieldValue) || seen.current.changed.has(name),
    );
    seen.current = { record, changed: new Set(changed) };
  }
  return ({ name }) => seen.current.changed.has(name) && !same(values[name], record?.[name] as FieldValue);
}

/** Theirs shows what stands in the book now beside what was typed, and takes it over when pressed. */
export function Theirs(props: { spec: FieldSpec; record: FlatRecord; onTake: () => void }) {
  const { spec, record, onTake } = props;
  const { t } = useWords();
  return (
    <div className="field__hint" role="status">
      {t("form.theirs")} <Cell spec={spec} value={record[spec.name] as FieldValue} titles={record.titles} />{" "}
      <button type="button" className="linklike" onClick={onTake}>
        {t("form.takeTheirs")}
      </button>
    </div>
  );
}
