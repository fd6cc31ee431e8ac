import { useMemo } from "react";
import type { FieldSpec, FieldValue, Titles } from "@/api";
import { useWords } from "@/ui/words";
import { Cell, isEmpty } from "../cells";
import { around, differ } from "./diff";
import { LinesDifference } from "./LinesDifference";

/** Beyond so many letters a text is compared by words instead of being shown twice. */
const long = 30;

/** Difference shows what a field was and became; long texts by the words that went and came. */
export function Difference(props: {
  spec: FieldSpec;
  before: FieldValue;
  after: FieldValue;
  titles?: Titles;
  whole?: boolean;
}) {
  const { spec, before, after, titles } = props;
  const textual = spec.kind === "longtext" || spec.kind === "text";
  if (spec.kind === "lines" && !isEmpty(before) && !isEmpty(after))
    return <LinesDifference spec={spec} before={before} after={after} titles={titles} />;
  if (textual && !isEmpty(before) && !isEmpty(after) && (String(before).length > long || String(after).length > long))
    return <TextDifference before={String(before)} after={String(after)} whole={props.whole} />;
  return (
    <span className="difference">
      <Side spec={spec} value={before} titles={titles} old />
      <span aria-hidden className="faint">
        {" → "}
      </span>
      <Side spec={spec} value={after} titles={titles} />
    </span>
  );
}

function Side({ spec, value, titles, old }: { spec: FieldSpec; value: FieldValue; titles?: Titles; old?: boolean }) {
  const { t } = useWords();
  if (isEmpty(value)) return <span className="faint">{t("record.fromEmpty")}</span>;
  const cell = <Cell spec={spec} value={value} titles={titles} />;
  return old ? <del className="difference__old">{cell}</del> : <ins className="difference__new">{cell}</ins>;
}

/** TextDifference marks in one text the words that went and those that came. */
export function TextDifference({ before, after, whole }: { before: string; after: string; whole?: boolean }) {
  const pieces = useMemo(() => {
    const all = differ(before, after);
    return whole ? all : around(all);
  }, [before, after, whole]);
  return (
    <span className="difference difference--text">
      {pieces.map((piece, n) => {
        const key = `${n} ${piece.kind}`;
        if (piece.kind === "gone") return <del key={key}>{piece.text}</del>;
        if (piece.kind === "come") return <ins key={key}>{piece.text}</ins>;
        return <span key={key}>{piece.text}</span>;
      })}
    </span>
  );
}
