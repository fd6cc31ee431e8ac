import { useMemo } from "react";
import {
  type EntityDescription,
  type FieldSpec,
  type FieldValue,
  type FlatRecord,
  faultOf,
  type Sort,
  useAnswer,
  useDescribe,
} from "@/api";
import { currencyWords, showMoney, group as thousands } from "@/lib/money";
import { FaultPanel } from "@/ui/FaultPanel";
import { useWords } from "@/ui/words";
import { isFigure } from "../cells";
import { both, complete, quickFilter } from "../filter/model";
import { filterWords } from "../filter/words";
import { firstColumns, layoutOf, listable, sortable, titleOf } from "../layouts";
import { Preview } from "./Preview";
import { paperOf, px, useChoices } from "./paper";
import type { Piece, Tables } from "./Sheets";
import type { PrintSearch } from "./search";
import { columnWidth, fitWidths, shrinkTo, type TextContext, textOf } from "./text";
import { mostRows, type Rows, useListRows } from "./useListRows";
import { useTextContext } from "./useTextContext";

/** ListPaper prints a list as it is filtered, ordered and laid out on the screen. */
export function ListPaper(props: {
  entity: EntityDescription;
  asked: Extract<PrintSearch, { of: "list" }>;
  onClose: () => void;
}) {
  const { entity, asked } = props;
  const { view } = asked;
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const specs = useMemo(() => {
    const names = (asked.columns ?? view.columns ?? firstColumns(entity)).filter((name) => name !== view.group);
    return names.flatMap((name) => entity.fields.find((spec) => spec.name === name && listable(spec)) ?? []);
  }, [asked.columns, view.columns, view.group, entity]);
  const grouped = entity.fields.find((spec) => spec.name === view.group);
  const sort = useMemo<Sort[]>(() => {
    const wanted = asked.sort ?? view.sort ?? layoutOf(entity.name).sort ?? [{ field: "updatedAt", desc: true }];
    const byGroup = grouped && sortable(grouped) ? [{ field: grouped.name }] : [];
    return [...byGroup, ...wanted.filter((each) => each.field !== byGroup[0]?.field)];
  }, [asked.sort, view.sort, entity.name, grouped]);
  const where = useMemo(
    () => both(complete(view.where), quickFilter(entity, view.q ?? "")),
    [view.where, view.q, entity],
  );
  const columns = useMemo(
    () => [...new Set([entity.title, ...specs.map((spec) => spec.name), ...(grouped ? [grouped.name] : [])])],
    [entity.title, specs, grouped],
  );
  const found = useListRows({ entity: entity.name, where, sort, columns });
  const summed = useMemo(
    () =>
      specs.filter(
        (spec) =>
          (spec.kind === "money" || spec.kind === "decimal") &&
          (layoutOf(entity.name).sums?.includes(spec.name) ?? true),
      ),
    [specs, entity.name],
  );
  const sums = useAnswer(
    "records.aggregate",
    { entity: entity.name, where, measures: summed.map((spec) => ({ op: "sum" as const, field: spec.name })) },
    [entity.name],
    summed.length > 0,
  );
  const views = useAnswer("views.list", { entity: entity.name }, ["view"], view.saved !== undefined);
  const context = useTextContext(found.data?.titles ?? none);

  const lines = useMemo(() => {
    if (!found.data) return [];
    const { rows, total, titles } = found.data;
    const words = complete(view.where);
    const parts = [
      ...(words ? [filterWords(words, { t, say, entity, byName, titles })] : []),
      ...(view.q ? [`“${view.q}”`] : []),
    ];
    const order = sort
      .filter((each) => each.field !== grouped?.name)
      .map((each) => {
        const field = say(entity.fields.find((spec) => spec.name === each.field)?.label) || each.field;
        return each.desc ? t("print.descending", { field }) : t("print.ascending", { field });
      });
    return [
      parts.length > 0 ? t("print.filter", { words: parts.join(t("filter.joinAnd")) }) : t("print.all"),
      [
        rows.length < total ? t("print.limited", { count: total, shown: mostRows }) : t("print.rows", { count: total }),
        ...(order.length > 0 ? [t("print.order", { words: order.join(t("filter.list")) })] : []),
      ].join(" · "),
    ];
  }, [found.data, view.where, view.q, t, say, entity, byName, sort, grouped]);

  const choice = useChoices((choices) => choices.of.list);
  const paper = useMemo(() => paperOf(choice), [choice]);
  const tables = useMemo<Tables>(() => {
    const rows = found.data?.rows.slice(0, sampled) ?? [];
    const sumAt = (spec: FieldSpec) => (summed.includes(spec) ? spaceOfSum : "");
    const widths = specs.map((spec) =>
      columnWidth(headingOf(spec, say), [
        sumAt(spec),
        ...rows.map((row) =>
          spec.name === entity.title
            ? titleOf(entity, row, context.titles)
            : textOf(spec, row[spec.name] as FieldValue, context),
        ),
      ]),
    );
    const room = px(paper.width - 2 * paper.margin) - numberWidth;
    const fit = fitWidths(widths, room);
    return { list: { ...headOf(specs, fit, say), scale: shrinkTo(fit, room) } };
  }, [found.data, entity, specs, say, context, summed, paper]);
  const values = sums.data?.rows[0]?.values;
  const pieces = useMemo(() => {
    if (!found.data) return [];
    const made = rowsOf({ entity, specs, grouped, found: found.data, context, words: t });
    if (values && found.data.rows.length > 0) {
      const sumOf = (spec: FieldSpec) => {
        const value = values[summed.indexOf(spec)];
        if (value === undefined || value === null) return "";
        return spec.kind === "money" ? showMoney(String(value)) : thousands(String(value));
      };
      made.push({
        key: "sum",
        table: "list",
        node: (
          <tr key="sum" className="papertable__sum">
            <td />
            {specs.map((spec, n) => (
              <td key={spec.name} className={isFigure(spec.kind) ? "right" : undefined}>
                {n === 0 ? t("print.sum") : summed.includes(spec) ? sumOf(spec) : ""}
              </td>
            ))}
          </tr>
        ),
      });
    }
    return made;
  }, [found.data, entity, specs, grouped, context, values, summed, t]);

  if (found.error) return <FaultPanel fault={faultOf(found.error)} onRetry={() => void found.refetch()} />;
  const saved = views.data?.views.find((each) => each.id === view.saved)?.name;
  return (
    <Preview
      kind="list"
      title={saved ? `${say(entity.plural)} · ${saved}` : say(entity.plural)}
      lines={lines}
      pieces={pieces}
      tables={tables}
      waiting={!found.data || (summed.length > 0 && sums.isPending) || (view.saved !== undefined && views.isPending)}
      onClose={props.onClose}
    />
  );
}

const none = {};

// What the number at the beginning of a row takes, beside the columns.
const numberWidth = 34;
// How many rows say how wide a column must be, and what the sum under it may need.
const sampled = 300;
const spaceOfSum = "00,000,000.00";

const headingOf = (spec: FieldSpec, say: ReturnType<typeof useWords>["say"]) =>
  say(spec.label) + (spec.kind === "money" ? ` ${say(currencyWords(spec.currency))}` : "");

function headOf(specs: FieldSpec[], widths: number[], say: ReturnType<typeof useWords>["say"]) {
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

function rowsOf(of: {
  entity: EntityDescription;
  specs: FieldSpec[];
  grouped: FieldSpec | undefined;
  found: Rows;
  context: TextContext;
  words: ReturnType<typeof useWords>["t"];
}): Piece[] {
  const { entity, specs, grouped, found, context, words } = of;
  const pieces: Piece[] = [];
  let before: string | undefined;
  found.rows.forEach((row, at) => {
    if (grouped) {
      const group = textOf(grouped, row[grouped.name] as FieldValue, context) || words("print.groupNone");
      if (group !== before) pieces.push(groupRow(group, at, specs.length + 1));
      before = group;
    }
    pieces.push({
      key: row.id,
      table: "list",
      node: <Row key={row.id} at={at} {...{ row, entity, specs, context }} />,
    });
  });
  return pieces;
}

function groupRow(words: string, at: number, span: number): Piece {
  return {
    key: `group-${at}`,
    table: "list",
    keep: true,
    node: (
      <tr key={`group-${at}`} className="papertable__group">
        <td colSpan={span}>{words}</td>
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
