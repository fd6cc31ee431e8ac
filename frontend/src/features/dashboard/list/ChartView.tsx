import { Select } from "antd";
import { useMemo, useState } from "react";
import { type EntityDescription, useDescribe, type Where } from "@/api";
import { useAnswers, useKept, useSpec } from "@/features/dashboard/ask";
import { FigureTable } from "@/features/dashboard/FigureTable";
import { type Key, sayKey, shortMonth } from "@/features/dashboard/keys";
import { PanelTools, SheetChart } from "@/features/dashboard/Panel";
import { cutsOf, fieldsOf, groupOf, groups, opsOf, type PivotField, sums } from "@/features/dashboard/pivot/model";
import { useNames } from "@/features/dashboard/pivot/useNames";
import { showValue, tooWide } from "@/features/dashboard/sheet";
import { useKeyWords } from "@/features/dashboard/useKeyWords";
import { both } from "@/records/filter/model";
import type { ListViewProps } from "@/records/slots";
import { EmptyList } from "@/records/table/EmptyList";
import { Delayed } from "@/ui/Delayed";
import { FaultPanel } from "@/ui/FaultPanel";
import { Scroll } from "@/ui/Scroll";
import { Segmented } from "@/ui/Segmented";
import { useWords } from "@/ui/words";
import { type ListChart, type ListKind, listKinds, questionsOf, seriesOf } from "./series";
import "../dashboard.css";

/** ChartView shows a list as a chart: its rows put together by a field, for the filter that holds. */
export function ChartView({ entity, view, where, onView }: ListViewProps) {
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const fields = useMemo(() => fieldsOf(entity, byName), [entity, byName]);
  const chart = useMemo(() => chartOf(fields, view.group, view.chart ?? {}), [fields, view.group, view.chart]);
  const specOf = useSpec();
  const names = useNames(entity);
  const found = useAnswers(useMemo(() => questionsOf(entity.name, where, chart), [entity.name, where, chart]));
  const answers = found.data?.answers;
  const titles = useMemo(() => Object.assign({}, ...(answers ?? []).map((each) => each.titles)), [answers]);
  const words = useKeyWords(titles);
  const [asTable, setAsTable] = useState(false);
  const title = t("dashboard.listTitle", {
    name: say(entity.plural),
    group: names.group(chart.group),
    measure: names.value(chart.measure),
  });
  const fresh = !found.isPlaceholderData && answers?.length === (chart.split ? 4 : 2);
  const drawn = useMemo(() => {
    if (!answers || !fresh) return undefined;
    const spec = (path: string) => specOf(entity.name, path);
    return seriesOf(entity.name, where, chart, answers, {
      title,
      about: where ? t("dashboard.asFiltered") : t("dashboard.allRows"),
      measure: names.value(chart.measure),
      heading: names.group(chart.group),
      others: (count) => t("dashboard.others", { count }),
      sayGroup: (key) => groupWords(chart, key, spec, words),
      saySplit: (key) => (chart.split ? sayKey(chart.split, spec(chart.split.field), key, words) : ""),
      specOf: spec,
    });
  }, [answers, fresh, entity.name, where, chart, title, names, words, specOf, t]);

  const sheet = useKept(drawn);
  const setChart = (some: { [key: string]: string | undefined }) => {
    const next = Object.entries({ ...view.chart, ...some }).filter(
      (each): each is [string, string] => each[1] !== undefined,
    );
    onView({ chart: Object.fromEntries(next) });
  };
  // The list behind a mark keeps its own quick filter, so only what the mark adds is joined to its filter.
  const open = (row: number, series: number) => {
    const mark = sheet?.rows[row]?.open[series];
    if (mark) onView({ as: undefined, group: undefined, where: without(mark, where, view.where) });
  };
  const total = sheet?.total?.values[0];
  // As tall as the window lets it be, so that it is seen whole.
  const tall = Math.min(460, Math.max(240, window.innerHeight - 420));
  return (
    <div className="list chartview">
      <Choices fields={fields} entity={entity} chart={chart} names={names} onView={onView} setChart={setChart} />
      <Scroll label={title}>
        {found.error && <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />}
        {!sheet && !found.error && (
          <Delayed>
            <p className="faint">{t("state.loading")}</p>
          </Delayed>
        )}
        {sheet && sheet.rows.length === 0 && (
          <EmptyList
            entity={byName.get(entity.name) ?? entity}
            filtered={where !== undefined}
            onClear={() => onView({ where: undefined, q: undefined })}
          />
        )}
        {sheet && sheet.rows.length > 0 && (
          <section className="part" aria-label={title} aria-busy={!fresh}>
            <header className="part__head">
              <div className="part__words">
                <h2 className="part__title">{title}</h2>
                {total !== undefined && (
                  <p className="part__finding">
                    {t("dashboard.totalIs", {
                      total: showValue(sheet.series[0]?.format ?? "whole", total, words.lang),
                    })}
                    {tooWide(sheet) &&
                      t("dashboard.restIs", {
                        name: sheet.rows.at(-1)?.labels[0],
                        value: showValue(
                          sheet.series[0]?.format ?? "whole",
                          sheet.rows.at(-1)?.values[0] ?? null,
                          words.lang,
                        ),
                      })}
                  </p>
                )}
              </div>
              <PanelTools sheet={sheet} asTable={asTable} onTable={() => setAsTable((was) => !was)} title={title} />
            </header>
            {asTable ? (
              <FigureTable
                sheet={sheet}
                onOpen={(mark) => onView({ as: undefined, group: undefined, where: without(mark, where, view.where) })}
              />
            ) : (
              <SheetChart
                sheet={sheet}
                height={
                  chart.kind === "bars"
                    ? 60 + 34 * sheet.rows.length * (chart.split ? sheet.series.length * 0.6 : 1)
                    : tall
                }
                onMark={open}
              />
            )}
          </section>
        )}
      </Scroll>
    </div>
  );
}

function groupWords(
  chart: ListChart,
  key: Key,
  spec: (path: string) => Parameters<typeof sayKey>[1],
  words: Parameters<typeof sayKey>[3],
) {
  if (chart.group.by === "month" && typeof key === "string" && key !== "") return shortMonth(key, words.lang);
  return sayKey(chart.group, spec(chart.group.field), key, words);
}

// What a mark adds to the filter that holds, put to the filter of the view: the quick filter stays where it is.
function without(mark: Where, held: Where | undefined, own: Where | undefined): Where {
  const parts = "and" in mark ? mark.and : [mark];
  const heldParts = held === undefined ? [] : "and" in held ? held.and : [held];
  return both(own, ...parts.slice(heldParts.length)) ?? mark;
}

/** chartOf reads how a list is drawn out of its view; what is not said, or does not fit, is what people want first. */
function chartOf(fields: PivotField[], group: string | undefined, said: { [key: string]: string }): ListChart {
  const known = (path: string | undefined) => fields.find((each) => each.path === path && groups(each.spec));
  const first =
    known(group) ??
    known("stage") ??
    fields.find((each) => !each.through && !each.spec.system && each.spec.kind === "choice") ??
    known("createdAt") ??
    fields.find((each) => groups(each.spec));
  const grouped = first ? groupOf(first) : { field: "createdAt", by: "month" };
  const cuts = cutsOf(first?.spec);
  if (said.by && cuts.includes(said.by)) grouped.by = said.by;
  const measured = fields.find((each) => each.path === said.field);
  const op = said.op && measured && opsOf(measured.spec).includes(said.op) ? said.op : undefined;
  const split = known(said.split);
  const time = cuts.includes("month");
  const kind =
    listKinds.find((each) => each === said.kind) ??
    (split ? "stacked" : time || first?.spec.kind === "choice" ? "columns" : "bars");
  return {
    kind,
    group: grouped,
    measure: measured && op ? { op, field: measured.path } : { op: "count" },
    split: split && split.path !== grouped.field ? groupOf(split) : undefined,
  };
}

function Choices(props: {
  entity: EntityDescription;
  fields: PivotField[];
  chart: ListChart;
  names: ReturnType<typeof useNames>;
  onView: ListViewProps["onView"];
  setChart: (some: { [key: string]: string | undefined }) => void;
}) {
  const { entity, fields, chart, names, onView, setChart } = props;
  const { t } = useWords();
  const specOf = useSpec();
  const grouping = fields.filter((each) => groups(each.spec));
  const options = grouping.map((each) => ({ value: each.path, label: names.path(each.path) }));
  const cuts = cutsOf(specOf(entity.name, chart.group.field));
  const measures = [
    { value: "count", label: names.value({ op: "count" }) },
    ...fields
      .filter((each) => sums(each.spec) && !each.through)
      .flatMap((each) =>
        ["sum", "avg"].map((op) => ({ value: `${op} ${each.path}`, label: names.value({ op, field: each.path }) })),
      ),
  ];
  const { op, field } = chart.measure;
  return (
    <div className="list__tools chartview__choices">
      <Select
        aria-label={t("dashboard.groupedBy")}
        prefix={t("dashboard.groupedBy")}
        value={chart.group.field}
        options={options}
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={false}
        onChange={(group: string) => onView({ group })}
      />
      {cuts.length > 0 && (
        <Select
          aria-label={t("dashboard.cutLabel")}
          value={chart.group.by}
          options={cuts.map((cut) => ({ value: cut, label: t(`dashboard.cutBy.${cut as "month"}`) }))}
          popupMatchSelectWidth={false}
          onChange={(by: string | undefined) => setChart({ by })}
        />
      )}
      <Select
        aria-label={t("dashboard.measured")}
        prefix={t("dashboard.measured")}
        value={field ? `${op} ${field}` : "count"}
        options={measures}
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={false}
        onChange={(value: string) => {
          const [nextOp, nextField] = value.split(" ");
          setChart({ op: nextOp, field: nextField });
        }}
      />
      <Select
        aria-label={t("dashboard.splitBy")}
        prefix={t("dashboard.splitBy")}
        allowClear
        placeholder={t("dashboard.noSplit")}
        value={chart.split?.field}
        options={options.filter((each) => each.value !== chart.group.field)}
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={false}
        onChange={(split: string | undefined) => setChart({ split, kind: undefined })}
      />
      <Segmented<ListKind>
        aria-label={t("dashboard.kind")}
        value={chart.kind}
        onChange={(kind) => setChart({ kind })}
        options={listKinds
          .filter((kind) => kind !== "stacked" || chart.split)
          .map((kind) => ({ value: kind, label: t(`dashboard.kinds.${kind}`) }))}
      />
    </div>
  );
}
