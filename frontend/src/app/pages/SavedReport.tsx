import { App, Button } from "antd";
import { Table2, Trash2 } from "lucide-react";
import { useMemo } from "react";
import {
  type EntityDescription,
  type FlatRecord,
  forget,
  may,
  type Output,
  type Sort,
  useAnswer,
  useDescribe,
  useEntity,
  useOperation,
  useRecord,
  type Where,
} from "@/api";
import { Cell } from "@/records/cells";
import { isFigure } from "@/records/cells/cell";
import { useTitles } from "@/records/filter/useTitles";
import { filterWords, labelAt, specAt } from "@/records/filter/words";
import { useNotice } from "@/records/notice";
import { useOpenList } from "@/records/useOpenList";
import { FaultPanel } from "@/ui/FaultPanel";
import { Scroll } from "@/ui/Scroll";
import { useWords } from "@/ui/words";
import { RunReport } from "./RunReport";

type Report = Output<"reports.list">["reports"][number];

interface Asked {
  where?: Where;
  sort: Sort[];
  columns: string[];
  group?: string;
}

const previewed = 20;

/** SavedReport shows what a list kept as a report asks, the first of what it finds, and makes its workbook. */
export function SavedReport({ report, onRun }: { report: Report; onRun?: () => void }) {
  const found = useRecord("report", report.id);
  const entity = useEntity(report.entity ?? "");
  if (found.error) return <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data || !entity) return null;
  return <Shown key={found.data.rev} report={report} entity={entity} record={found.data} onRun={onRun} />;
}

function Shown(props: { report: Report; entity: EntityDescription; record: FlatRecord; onRun?: () => void }) {
  const { report, entity, record, onRun } = props;
  const { t, say } = useWords();
  const { modal } = App.useApp();
  const { byName } = useDescribe();
  const notice = useNotice();
  const openList = useOpenList();
  const remove = useOperation("records.delete");
  const asked = useMemo(() => askedOf(record), [record]);
  const own = useMemo(() => asked.columns.filter((name) => !name.includes(".")), [asked]);
  const list = useAnswer(
    "records.list",
    { entity: entity.name, where: asked.where, sort: asked.sort, columns: own, limit: previewed },
    [entity.name],
  );
  const titles = useTitles(entity, asked.where, none);
  const words = { t, say, entity, byName, titles };
  const shared = byName.get("report");

  const drop = () =>
    modal.confirm({
      title: t("report.removeAsk", { name: report.name }),
      okText: t("action.delete"),
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          const { change } = await remove.mutateAsync({ entity: "report", id: record.id, rev: record.rev });
          await forget(["report"]);
          notice.done(t("report.removed", { name: report.name }), change);
        } catch (thrown) {
          notice.failed(thrown);
        }
      },
    });
  const specs = own.flatMap((name) => entity.fields.find((spec) => spec.name === name) ?? []);
  const rows = list.data?.rows ?? [];
  const sortWords = asked.sort
    .map(({ field, desc }) => t(desc ? "report.descending" : "report.ascending", { name: labelAt(words, field) }))
    .join(t("filter.list"));
  return (
    <>
      <header className="pagehead">
        <div>
          <h2 className="pagehead__title">{report.name}</h2>
          <p className="pagehead__text">
            {say(entity.plural)}
            {" · "}
            {asked.where ? filterWords(asked.where, words) : t("report.everything", { name: say(entity.plural) })}
            {list.data && ` · ${t("report.records", { count: list.data.total })}`}
          </p>
        </div>
        <div className="pagehead__actions">
          <Button
            icon={<Table2 size={15} aria-hidden />}
            onClick={() =>
              openList(entity.name, {
                where: asked.where,
                sort: asked.sort,
                columns: asked.columns,
                group: asked.group,
              })
            }
          >
            {t("report.openList")}
          </Button>
          {shared && may(shared, "delete") && (
            <Button
              icon={<Trash2 size={15} aria-hidden />}
              aria-label={t("report.remove")}
              onClick={() => void drop()}
            />
          )}
          {may(entity, "export") && <RunReport of={{ name: report.id ?? report.name }} onRun={onRun} />}
        </div>
      </header>
      <Scroll label={report.name}>
        {typeof record.note === "string" && record.note !== "" && <p>{record.note}</p>}
        <dl className="reportfacts">
          {sortWords !== "" && (
            <>
              <dt>{t("report.sort")}</dt>
              <dd>{sortWords}</dd>
            </>
          )}
          {asked.group && specAt(entity, asked.group.split(":")[0] ?? "", byName) && (
            <>
              <dt>{t("report.group")}</dt>
              <dd>{labelAt(words, asked.group.split(":")[0] ?? "")}</dd>
            </>
          )}
        </dl>
        {list.error && <FaultPanel fault={list.error} onRetry={() => void list.refetch()} />}
        {list.data && rows.length === 0 && (
          <p className="second">{t("report.nothing", { name: say(entity.plural) })}</p>
        )}
        {rows.length > 0 && (
          <section className="health__part reportrows">
            <h3 className="panel__title">{t("report.preview", { count: rows.length })}</h3>
            <table className="plain">
              <thead>
                <tr>
                  {specs.map((spec) => (
                    <th key={spec.name} scope="col" className={isFigure(spec.kind) ? "right" : undefined}>
                      {say(spec.label)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.id}>
                    {specs.map((spec) => (
                      <td key={spec.name} className={isFigure(spec.kind) ? "right" : undefined}>
                        <Cell spec={spec} value={row[spec.name] as never} titles={list.data?.titles} />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
      </Scroll>
    </>
  );
}

const none = {};

// What the report keeps is text; what cannot be read is left out.
function askedOf(record: FlatRecord): Asked {
  const read = (name: string): unknown => {
    const text = record[name];
    if (typeof text !== "string" || text === "") return undefined;
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  };
  const where = read("where");
  const sort = read("sort");
  const columns = read("columns");
  const groups = read("groups");
  return {
    where: typeof where === "object" && where !== null ? (where as Where) : undefined,
    sort: Array.isArray(sort) ? (sort as Sort[]) : [],
    columns: Array.isArray(columns) ? columns.map(String) : [],
    group: Array.isArray(groups) && typeof groups[0] === "string" ? groups[0] : undefined,
  };
}
