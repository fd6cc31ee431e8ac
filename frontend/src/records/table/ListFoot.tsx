import { type ReactNode, useMemo } from "react";
import { type EntityDescription, type FieldSpec, type FlatRecord, useAnswer, type Where } from "@/api";
import { useWords } from "@/ui/words";
import { isEmpty } from "../cells";
import { both } from "../filter/model";
import type { GridItems } from "../grid/grid";
import { type Cells, cellCount } from "../grid/range";
import type { Selection } from "../grid/selection";
import { layoutOf } from "../layouts";
import { added, average, showFigure, total } from "./figures";

/** whereOfSelection is the filter for what is selected. */
export function whereOfSelection(selection: Selection, where: Where | undefined): Where | undefined {
  if (selection.all)
    return selection.ids.size === 0 ? where : both(where, { field: "id", op: "notIn", value: [...selection.ids] });
  return { field: "id", op: "in", value: [...selection.ids] };
}

/** summedOf are the columns worth adding up: amounts and quantities, not ages and percents. */
export function summedOf(entity: EntityDescription, specs: FieldSpec[]): FieldSpec[] {
  const chosen = layoutOf(entity.name).sums;
  return specs.filter(
    (spec) => (spec.kind === "money" || spec.kind === "decimal") && (chosen?.includes(spec.name) ?? true),
  );
}

// A list of single records is sent along with the question; beyond this it is too long to be one.
const mostIds = 400;

/** useSums adds up what is selected, else everything that matches. */
export function useSums(
  entity: EntityDescription,
  summed: FieldSpec[],
  where: Where | undefined,
  selection: Selection,
  off: boolean,
) {
  const { t } = useWords();
  const some = (selection.all && selection.ids.size > 0) || selection.ids.size > 0;
  const fits = selection.ids.size <= mostIds;
  const of = some && fits ? whereOfSelection(selection, where) : where;
  const answer = useAnswer(
    "records.aggregate",
    {
      entity: entity.name,
      where: of,
      measures: summed.flatMap((spec) => [
        { op: "sum", field: spec.name },
        { op: "avg", field: spec.name },
      ]),
    },
    [entity.name],
    summed.length > 0 && !off,
  );
  const values = answer.data?.rows[0]?.values;
  const sums: { [column: string]: ReactNode } = {};
  if (!off && values?.length === summed.length * 2) {
    summed.forEach((spec, at) => {
      const sum = values[at * 2];
      const mean = values[at * 2 + 1];
      if (sum === null || sum === undefined) return;
      sums[spec.name] = (
        <span title={mean === null || mean === undefined ? undefined : `${t("stats.avg")} ${showFigure(spec, mean)}`}>
          {showFigure(spec, sum)}
        </span>
      );
    });
  }
  return { sums, name: some && fits ? t("list.sumSelected") : t("list.sum") };
}

/** CellFigures says how many cells are in a block, and adds up those that can be. */
export function CellFigures(props: { cells: Cells; items: GridItems; specs: FieldSpec[] }) {
  const { cells, items, specs } = props;
  const { t } = useWords();
  const figures = useMemo(() => figuresOf(cells, items, specs), [cells, items, specs]);
  return (
    <span className="list__figures figure">
      {t("cells.selected", { count: cellCount(cells) })}
      {figures && (
        <>
          {" · "}
          {t("stats.sum")} {figures.sum}
          {" · "}
          {t("stats.avg")} {figures.avg}
          {" · "}
          {t("stats.count")} {figures.count}
        </>
      )}
    </span>
  );
}

// Amounts are added to amounts and counts to counts: a block with both has no sum.
function figuresOf(cells: Cells, items: GridItems, specs: FieldSpec[]) {
  const inside = specs.slice(cells.left - 1, cells.right).filter((spec) => added.has(spec.kind));
  const kind = inside[0]?.kind;
  if (!inside[0] || inside.some((spec) => spec.kind !== kind)) return undefined;
  const values: string[] = [];
  for (let at = cells.top; at <= cells.bottom; at++) {
    const row: FlatRecord | undefined = items.at(at).row;
    for (const spec of inside) {
      const value = row?.[spec.name];
      if (value !== undefined && !isEmpty(value as never)) values.push(String(value));
    }
  }
  if (values.length === 0) return undefined;
  return {
    sum: showFigure(inside[0], total(values)),
    avg: showFigure(inside[0], average(values)),
    count: values.length,
  };
}
