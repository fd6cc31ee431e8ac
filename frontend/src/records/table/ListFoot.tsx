import { type ReactNode, useCallback, useMemo, useState } from "react";
import { type EntityDescription, type FieldSpec, type FlatRecord, useAnswer, type Where } from "@/api";
import { stored } from "@/lib/stored";
import { ButtonMenu } from "@/ui/ButtonMenu";
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

/** A list of single records is sent along with the question; beyond this it is too long to be one. */
export const mostIds = 5000;

/** What may stand under a column of figures. */
export const footOps = ["sum", "avg", "min", "max", "none"] as const;
export type FootOp = (typeof footOps)[number];

const keyOf = (entity: string) => `foot.${entity}`;

/** opsOf are the figures that mean something under a column: percents of different records have no sum. */
export function opsOf(spec: FieldSpec): readonly FootOp[] {
  return spec.kind === "percent" ? footOps.filter((op) => op !== "sum") : footOps;
}

/** useFoot keeps what stands under each column: sums of amounts at first, then as this person likes it. */
export function useFoot(entity: EntityDescription, specs: FieldSpec[]) {
  const [chosen, setChosen] = useState(() => stored.get<{ [column: string]: FootOp }>(keyOf(entity.name)) ?? {});
  const ops = useMemo(() => {
    const sums = summedOf(entity, specs);
    return specs.flatMap((spec) => {
      if (!added.has(spec.kind)) return [];
      const own = chosen[spec.name];
      return [{ spec, op: own && opsOf(spec).includes(own) ? own : sums.includes(spec) ? "sum" : ("none" as const) }];
    });
  }, [entity, specs, chosen]);
  const choose = useCallback(
    (column: string, op: FootOp) =>
      setChosen((was) => {
        const next = { ...was, [column]: op };
        stored.set(keyOf(entity.name), next);
        return next;
      }),
    [entity.name],
  );
  return useMemo(() => ({ ops, choose }), [ops, choose]);
}

/** useFigures figures out what stands under the columns: of what is selected, else of everything that matches. */
export function useFigures(
  entity: EntityDescription,
  foot: ReturnType<typeof useFoot>,
  where: Where | undefined,
  selection: Selection,
  off: boolean,
) {
  const { t } = useWords();
  const some = selection.all || selection.ids.size > 0;
  const fits = selection.ids.size <= mostIds;
  const asked = foot.ops.filter(({ op }) => op !== "none");
  const answer = useAnswer(
    "records.aggregate",
    {
      entity: entity.name,
      where: some && fits ? whereOfSelection(selection, where) : where,
      measures: asked.map(({ spec, op }) => ({ op, field: spec.name })),
    },
    [entity.name],
    asked.length > 0 && !off,
  );
  const values = answer.data?.rows[0]?.values;
  // The same as long as they say the same: the foot is not drawn again while one scrolls.
  const figures = useMemo(() => {
    const shown: { [column: string]: ReactNode } = {};
    const summed = foot.ops.filter(({ op }) => op !== "none");
    if (off || summed.length === 0) return shown;
    for (const { spec, op } of foot.ops) {
      const at = summed.findIndex((each) => each.spec === spec);
      const value = values?.length === summed.length ? values[at] : undefined;
      shown[spec.name] = (
        <FootFigure
          op={op}
          ops={opsOf(spec)}
          value={value === null || value === undefined ? undefined : showFigure(spec, value)}
          onOp={(next) => foot.choose(spec.name, next)}
        />
      );
    }
    return shown;
  }, [foot, values, off]);
  return { figures, name: t(!some ? "stats.sum" : fits ? "stats.sumSelected" : "stats.sumAll") };
}

// A figure under a column; pressing it chooses another.
function FootFigure(props: {
  op: FootOp;
  ops: readonly FootOp[];
  value: string | undefined;
  onOp: (op: FootOp) => void;
}) {
  const { op, ops, value, onOp } = props;
  const { t } = useWords();
  return (
    <ButtonMenu
      placement="topRight"
      menu={{
        selectedKeys: [op],
        items: ops.map((each) => ({ key: each, label: t(`stats.${each}`), onClick: () => onOp(each) })),
      }}
    >
      <button
        type="button"
        className={op === "none" ? "footfigure footfigure--none" : "footfigure"}
        title={t("stats.choose")}
      >
        {/* A sum needs no name: the row says that it is one. */}
        {op !== "sum" && <span className="footfigure__op">{t(op === "none" ? "stats.choose" : `stats.${op}`)}</span>}
        {value}
      </button>
    </ButtonMenu>
  );
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
          {figures.sum !== undefined && (
            <>
              {" · "}
              {t("stats.sum")} {figures.sum}
            </>
          )}
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
    sum: opsOf(inside[0]).includes("sum") ? showFigure(inside[0], total(values)) : undefined,
    avg: showFigure(inside[0], average(values)),
    count: values.length,
  };
}
