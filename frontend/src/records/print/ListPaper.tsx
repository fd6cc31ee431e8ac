import { useMemo } from "react";
import {
  type EntityDescription,
  type FieldSpec,
  type FieldValue,
  faultOf,
  type Sort,
  useAnswer,
  useDescribe,
} from "@/api";
import { FaultPanel } from "@/ui/FaultPanel";
import { useWords } from "@/ui/words";
import { both, complete, quickFilter } from "../filter/model";
import { filterWords } from "../filter/words";
import { firstColumns, layoutOf, listable, titleOf } from "../layouts";
import { showFigure } from "../table/figures";
import { groupOfView, useGroups } from "../table/groups";
import { summedOf } from "../table/ListFoot";
import { headingOf, headOf, numberWidth, rowsOf, sumRow } from "./ListRows";
import { Preview } from "./Preview";
import { paperOf, px, useChoices } from "./paper";
import type { Tables } from "./Sheets";
import type { PrintSearch } from "./search";
import { columnWidth, fitWidths, shrinkTo, textOf } from "./text";
import { mostRows, useListRows } from "./useListRows";
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
  const grouped = useMemo(() => groupOfView(view.group, entity, byName), [view.group, entity, byName]);
  const specs = useMemo(() => {
    // What a group is called by stands above its rows.
    const above = grouped && !grouped.by ? grouped.field : undefined;
    const names = (asked.columns ?? view.columns ?? firstColumns(entity)).filter((name) => name !== above);
    return names.flatMap((name) => entity.fields.find((spec) => spec.name === name && listable(spec)) ?? []);
  }, [asked.columns, view.columns, grouped, entity]);
  const sort = useMemo<Sort[]>(
    () => asked.sort ?? view.sort ?? layoutOf(entity.name).sort ?? [{ field: "updatedAt", desc: true }],
    [asked.sort, view.sort, entity.name],
  );
  const where = useMemo(
    () => both(complete(view.where), quickFilter(entity, view.q ?? "")),
    [view.where, view.q, entity],
  );
  const columns = useMemo(() => [...new Set([entity.title, ...specs.map((spec) => spec.name)])], [entity.title, specs]);
  const summed = useMemo(() => summedOf(entity, specs), [specs, entity]);
  const first = sort[0];
  const { groups, fault, total } = useGroups(
    entity,
    grouped,
    where,
    summed,
    first?.desc === true && first.field === grouped?.field,
  );
  const found = useListRows({ entity: entity.name, where, sort, columns }, grouped ? (groups ?? "unknown") : undefined);
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
    const { rows, titles } = found.data;
    const words = complete(view.where);
    const parts = [
      ...(words ? [filterWords(words, { t, say, entity, byName, titles })] : []),
      ...(view.q ? [`“${view.q}”`] : []),
    ];
    const order = sort
      .filter((each) => each.field !== grouped?.field)
      .map((each) => {
        const field = say(entity.fields.find((spec) => spec.name === each.field)?.label) || each.field;
        return each.desc ? t("print.descending", { field }) : t("print.ascending", { field });
      });
    return [
      parts.length > 0 ? t("print.filter", { words: parts.join(t("filter.joinAnd")) }) : t("print.all"),
      [
        rows.length < found.data.total
          ? t("print.limited", { count: total ?? found.data.total, shown: mostRows })
          : t("print.rows", { count: total ?? found.data.total }),
        ...(grouped ? [t("print.grouped", { field: say(grouped.spec.label) })] : []),
        ...(order.length > 0 ? [t("print.order", { words: order.join(t("filter.list")) })] : []),
      ].join(" · "),
    ];
  }, [found.data, view.where, view.q, t, say, entity, byName, sort, grouped, total]);

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
    const made = rowsOf({ entity, specs, found: found.data, groups, context, t });
    if (values && found.data.rows.length > 0) {
      const sums: { [column: string]: string } = {};
      summed.forEach((spec, at) => {
        const value = values[at];
        if (value !== undefined && value !== null) sums[spec.name] = showFigure(spec, value);
      });
      made.push(sumRow(specs, sums, t("print.sum")));
    }
    return made;
  }, [found.data, entity, specs, groups, context, values, summed, t]);

  const failed = fault ?? (found.error && faultOf(found.error));
  if (failed) return <FaultPanel fault={failed} onRetry={() => void found.refetch()} />;
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

// How many rows say how wide a column must be, and what the sum under it may need.
const sampled = 300;
const spaceOfSum = "00,000,000.00";
