import { type EntityDescription, type FieldKind, type FieldSpec, useAnswer, type Where } from "@/api";
import { sayDay } from "@/lib/day";
import { group } from "@/lib/money";
import { useNow } from "@/ui/now";
import { useWords } from "@/ui/words";
import { both } from "../filter/model";
import { added, showFigure } from "./figures";
import { type GroupBy, periodsOf, useKeyWords, whereOfGroup } from "./groups";
import { opsOf } from "./ListFoot";

const several: ReadonlySet<FieldKind> = new Set<FieldKind>(["choices", "tags", "refs"]);
const counted: ReadonlySet<FieldKind> = new Set<FieldKind>([
  "choice",
  "choices",
  "tags",
  "ref",
  "flag",
  "region",
  "day",
  "instant",
  "percent",
  "text",
  "number",
]);
const most = 6;

/** ColumnStats says what stands in a column of everything that matches: how much is filled, how different, from where to where, and what there is most of. */
export function ColumnStats(props: {
  entity: EntityDescription;
  spec: FieldSpec;
  where: Where | undefined;
  onFilter: (where: Where) => void;
}) {
  const { entity, spec, where } = props;
  const { t, lang } = useWords();
  const now = useNow();
  const ranged = spec.kind === "day" || spec.kind === "instant";
  const figures = added.has(spec.kind);
  const ops = [
    "count",
    ...(several.has(spec.kind) || spec.kind === "lines" || spec.kind === "longtext" || spec.kind === "link"
      ? []
      : ["distinct"]),
  ];
  if (figures) ops.push(...opsOf(spec).filter((op) => op !== "none"));
  if (ranged) ops.push("min", "max");
  const found = useAnswer(
    "records.aggregate",
    {
      entity: entity.name,
      where,
      measures: [{ op: "count" }, ...ops.map((op) => ({ op, field: spec.name }))],
    },
    [entity.name],
  );
  const values = found.data?.rows[0]?.values;
  if (!values) return <div className="stats stats--waiting">{t("state.loading")}</div>;
  const all = Number(values[0] ?? 0);
  const of = (op: string) => values[ops.indexOf(op) + 1];
  const filled = Number(of("count") ?? 0);
  const show = (value: string | number): string =>
    ranged
      ? sayDay(String(value).slice(0, 10), lang, now, {
          today: t("time.today"),
          yesterday: t("time.yesterday"),
          tomorrow: t("time.tomorrow"),
        })
      : showFigure(spec, value);
  const facts = (["sum", "avg", "min", "max"] as const).flatMap((op) => {
    const value = ops.includes(op) ? of(op) : undefined;
    return value === undefined || value === null ? [] : [{ op, value: show(value) }];
  });
  const distinct = ops.includes("distinct") ? Number(of("distinct") ?? 0) : undefined;
  return (
    <div className="stats">
      <dl className="stats__facts">
        <dt>{t("stats.filled")}</dt>
        <dd>
          {share(filled, all)} <span className="faint">{group(String(filled))}</span>
        </dd>
        {distinct !== undefined && (
          <>
            <dt>{t("stats.distinct")}</dt>
            <dd>{group(String(distinct))}</dd>
          </>
        )}
        {facts.map(({ op, value }) => (
          <Fact key={op} name={t(ranged ? `stats.${op === "min" ? "first" : "last"}` : `stats.${op}`)} value={value} />
        ))}
      </dl>
      {counted.has(spec.kind) && filled > 0 && <TopValues {...props} all={all} />}
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

function TopValues(props: {
  entity: EntityDescription;
  spec: FieldSpec;
  where: Where | undefined;
  all: number;
  onFilter: (where: Where) => void;
}) {
  const { entity, spec, where, all, onFilter } = props;
  const { t } = useWords();
  const keyWords = useKeyWords();
  const fine = periodsOf(spec.kind);
  const by: GroupBy & { spec: FieldSpec } = { field: spec.name, by: fine.includes("month") ? "month" : fine[0], spec };
  const found = useAnswer(
    "records.aggregate",
    {
      entity: entity.name,
      where: both(where, { field: spec.name, op: "notEmpty" }),
      groups: [{ field: by.field, by: by.by }],
      measures: [{ op: "count" }],
      sort: { measure: 0, desc: true },
      limit: most,
    },
    [entity.name, ...(spec.target ? [spec.target] : [])],
  );
  const rows = (found.data?.rows ?? []).flatMap((row) => {
    const key = row.keys[0];
    return key === null || key === undefined ? [] : [{ key, count: Number(row.values[0] ?? 0) }];
  });
  if (rows.length === 0) return null;
  const highest = Math.max(...rows.map((row) => row.count));
  return (
    <div className="stats__top">
      <div className="stats__name">{t("stats.top")}</div>
      {rows.map(({ key, count }) => {
        const words = keyWords(by, key, found.data?.titles ?? {});
        const condition = whereOfGroup(by, key);
        return (
          <button
            key={String(key)}
            type="button"
            className="stats__value"
            title={t("stats.filterBy", { value: words })}
            onClick={() =>
              onFilter(
                "field" in condition && condition.op === "eq" && ["choice", "ref"].includes(spec.kind)
                  ? { field: spec.name, op: "in", value: [String(key)] }
                  : condition,
              )
            }
          >
            <span className="stats__bar" style={{ width: `${(count / highest) * 100}%` }} />
            <span className="stats__words">{words}</span>
            <span className="figure faint">{group(String(count))}</span>
            <span className="figure faint stats__share">{share(count, all)}</span>
          </button>
        );
      })}
    </div>
  );
}

// 99.97 % is not all of it, and 0.02 % is not nothing.
function share(part: number, all: number): string {
  if (all === 0 || part === 0) return "0%";
  if (part === all) return "100%";
  const percent = (part / all) * 100;
  if (percent < 1) return "<1%";
  return `${Math.min(99, Math.round(percent))}%`;
}
