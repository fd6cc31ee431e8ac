import type { TFunction } from "i18next";
import type { EntityDescription, FieldSpec, FieldValue, FlatRecord } from "@/api";
import { currencyWords } from "@/lib/money";
import type { useWords } from "@/ui/words";
import { isFigure } from "../cells";
import { titleOf } from "../layouts";
import type { RowGroup } from "../table/groups";
import type { Piece } from "./Sheets";
import { type TextContext, textOf } from "./text";
import type { Rows } from "./useListRows";

type Say = ReturnType<typeof useWords>["say"];
type Sums = { [column: string]: string };

/** What the number at the beginning of a row takes, beside the columns. */
export const numberWidth = 34;

export const headingOf = (spec: FieldSpec, say: Say) =>
  say(spec.label) + (spec.kind === "money" ? ` ${say(currencyWords(spec.currency))}` : "");

/** headOf is the head of the table of a list, and how wide its columns are. */
export function headOf(specs: FieldSpec[], widths: number[], say: Say) {
  const all = widths.reduce((sum, width) => sum + width, numberWidth);
  return {
    columns: (
      <colgroup>
        <col style={{ width: `${(numberWidth / all) * 100}%` }} />
        {widths.map((width, n) => (
          <col key={specs[n]?.name} style={{ width: `${(width / all) * 100}%` }} />
        ))}
      </colgroup>
    ),
    head: (
      <tr>
        <th scope="col" className="right">
          #
        </th>
        {specs.map((spec) => (
          <th key={spec.name} scope="col" className={isFigure(spec.kind) ? "right" : undefined}>
            {say(spec.label)}
            {spec.kind === "money" && <span className="paper__unit"> {say(currencyWords(spec.currency))}</span>}
          </th>
        ))}
      </tr>
    ),
  };
}

/** rowsOf are the rows of a list, under the heads of their groups where it has some. */
export function rowsOf(of: {
  entity: EntityDescription;
  specs: FieldSpec[];
  found: Rows;
  groups: RowGroup[] | undefined;
  context: TextContext;
  t: TFunction;
}): Piece[] {
  const { entity, specs, found, groups, context, t } = of;
  const heads = new Map(found.starts?.map(({ at, group }) => [at, groups?.[group]]));
  let within: string | undefined;
  return found.rows.flatMap((row, at) => {
    const group = heads.get(at);
    within = group?.key ?? within;
    const key = `${within ?? ""} ${row.id}`; // with several tags, it stands in several groups
    const piece = { key, table: "list", node: <Row key={key} at={at} {...{ row, entity, specs, context }} /> };
    return group ? [groupRow(group, specs, t), piece] : [piece];
  });
}

/** How many columns the words at the beginning of a row of sums may take. */
const wordsSpan = (specs: FieldSpec[], sums: Sums) => {
  const first = specs.findIndex((spec) => sums[spec.name] !== undefined);
  return (first === -1 ? specs.length : first) + 1;
};

function groupRow(group: RowGroup, specs: FieldSpec[], t: TFunction): Piece {
  const span = wordsSpan(specs, group.sums);
  const key = `group ${group.key}`;
  return {
    key,
    table: "list",
    keep: true,
    node: (
      <tr key={key} className="papertable__group">
        <td colSpan={span}>
          {group.name} <span className="paper__count">{t("print.groupCount", { count: group.count })}</span>
        </td>
        {specs.slice(span - 1).map((spec) => (
          <td key={spec.name} className="right">
            {group.sums[spec.name]}
          </td>
        ))}
      </tr>
    ),
  };
}

/** sumRow is the last row: what the columns come to. */
export function sumRow(specs: FieldSpec[], sums: Sums, words: string): Piece {
  const span = wordsSpan(specs, sums);
  return {
    key: "sum",
    table: "list",
    node: (
      <tr key="sum" className="papertable__sum">
        <td />
        {span > 1 && <td colSpan={span - 1}>{words}</td>}
        {specs.slice(span - 1).map((spec) => (
          <td key={spec.name} className="right">
            {sums[spec.name]}
          </td>
        ))}
      </tr>
    ),
  };
}

// A day is not broken within it; of a long text the first lines are enough in a list.
const classes: { [kind: string]: string } = { longtext: "paper__long", day: "paper__day" };

function Row(props: {
  at: number;
  row: FlatRecord;
  entity: EntityDescription;
  specs: FieldSpec[];
  context: TextContext;
}) {
  const { at, row, entity, specs, context } = props;
  return (
    <tr>
      <td className="right paper__number">{at + 1}</td>
      {specs.map((spec) => (
        <td key={spec.name} className={isFigure(spec.kind) ? "right" : undefined}>
          {spec.name === entity.title ? (
            <strong>{titleOf(entity, row, context.titles)}</strong>
          ) : (
            <span className={classes[spec.kind]}>{textOf(spec, row[spec.name] as FieldValue, context)}</span>
          )}
        </td>
      ))}
    </tr>
  );
}
