import type { EntityDescription, FieldSpec, FieldValue, FlatRecord, LineValue } from "@/api";
import { addAmounts } from "@/lib/amounts";
import { capitals } from "@/lib/capitals";
import { showMoney } from "@/lib/money";
import type { useWords } from "@/ui/words";
import { assistOf } from "../form/assist";
import type { Piece } from "./Sheets";

/** isDocument says whether a record is handed to the other side: an order, whose lines add up to what is to be paid. */
export const isDocument = (entity: EntityDescription) =>
  Object.values(assistOf(entity.name).lines ?? {}).some(({ sum }) => sum !== undefined);

/** isInside says of a field that it is for some eyes only: it goes on paper only where that is asked for. */
export const isInside = (entity: EntityDescription, spec: FieldSpec) =>
  (spec.private !== undefined && spec.private !== "") || (assistOf(entity.name).inside?.includes(spec.name) ?? false);

/** insideOf lists such fields of an entity, those of its lines too. */
export const insideOf = (entity: EntityDescription): FieldSpec[] =>
  entity.fields.flatMap((spec) => [spec, ...(spec.fields ?? [])]).filter((spec) => isInside(entity, spec));

type Words = Pick<ReturnType<typeof useWords>, "t" | "lang">;

/** sumRow is the last row of a table of lines: what they come to, in Chinese also in characters that cannot be altered. */
export function sumRow(
  entity: EntityDescription,
  spec: FieldSpec,
  rows: readonly LineValue[],
  columns: readonly FieldSpec[],
  { t, lang }: Words,
): Piece | undefined {
  const column = assistOf(entity.name).lines?.[spec.name]?.sum?.column;
  const at = columns.findIndex((each) => each.name === column);
  if (at < 1) return undefined;
  const sum = addAmounts(rows.map((row) => row[column ?? ""]));
  const inWords = lang.startsWith("zh") && (columns[at]?.currency || "CNY") === "CNY" ? capitals(sum) : undefined;
  return {
    key: `${spec.name}-sum`,
    table: spec.name,
    node: (
      <tr key={`${spec.name}-sum`} className="papertable__sum">
        <td colSpan={at + 1}>
          {t("print.sum")}
          {inWords && <span className="paper__capitals">{t("print.capitals", { words: inWords })}</span>}
        </td>
        <td className="right">{showMoney(sum)}</td>
        {at + 1 < columns.length && <td colSpan={columns.length - at - 1} />}
      </tr>
    ),
  };
}

/** signing is where both sides sign and stamp. */
export function signing(entity: EntityDescription, record: FlatRecord, company: string, { t }: Words): Piece {
  const other = entity.fields.find((spec) => spec.kind === "ref" && spec.target === "customer")?.name;
  const customer = other ? record.titles?.[String((record[other] as FieldValue) ?? "")] : undefined;
  return {
    key: "signing",
    node: (
      <div className="papersign">
        {[
          { side: t("print.supplier"), name: company },
          { side: t("print.buyer"), name: customer ?? "" },
        ].map(({ side, name }) => (
          <dl key={side}>
            <dt>{side}</dt>
            <dd>{name}</dd>
            <dt>{t("print.signature")}</dt>
            <dd className="papersign__line" />
            <dt>{t("print.signedOn")}</dt>
            <dd className="papersign__line" />
          </dl>
        ))}
      </div>
    ),
  };
}
