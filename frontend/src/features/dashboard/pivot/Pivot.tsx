import { Button, Checkbox, Popover, Select } from "antd";
import { FileSpreadsheet, ListFilter, Shapes } from "lucide-react";
import { useMemo, useState } from "react";
import { type EntityDescription, may, useDescribe } from "@/api";
import { useAnswers, useKept, useSpec } from "@/features/dashboard/ask";
import type { PivotView } from "@/features/dashboard/board";
import { useLooking } from "@/features/dashboard/context";
import { sayKey } from "@/features/dashboard/keys";
import { useKeyWords } from "@/features/dashboard/useKeyWords";
import { useOut } from "@/features/dashboard/useOut";
import { FilterBuilder } from "@/records/filter/FilterBuilder";
import { complete, countConditions } from "@/records/filter/model";
import { ButtonMenu } from "@/ui/ButtonMenu";
import { Delayed } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { FaultPanel } from "@/ui/FaultPanel";
import { useWords } from "@/ui/words";
import { Fields } from "./Fields";
import { fieldsOf, planOf, starters, tableOf } from "./model";
import { PivotTable } from "./PivotTable";
import { sheetOf } from "./sheetOf";
import { useNames } from "./useNames";

/** Pivot puts any records together by the fields one drags into rows, columns and values. */
export function Pivot({ view: given, onView }: { view: PivotView | undefined; onView: (view: PivotView) => void }) {
  const { byName } = useDescribe();
  const { t } = useWords();
  const begin = useMemo(() => starters((entity) => byName.has(entity)), [byName]);
  const view = given ?? begin[0]?.view;
  const entity = byName.get(view?.entity ?? "");
  if (!view || !entity) return <Empty title={t("dashboard.noPivot")} text={t("dashboard.noPivotText")} />;
  return <PivotOf key={entity.name} view={view} entity={entity} onView={onView} />;
}

function PivotOf({
  view,
  entity,
  onView,
}: {
  view: PivotView;
  entity: EntityDescription;
  onView: (view: PivotView) => void;
}) {
  const { t, say } = useWords();
  const { byName, entities } = useDescribe();
  const { large } = useLooking();
  const begin = useMemo(() => starters((name) => byName.has(name)), [byName]);
  const fields = useMemo(() => fieldsOf(entity, byName), [entity, byName]);
  const specOf = useSpec();
  const [heat, setHeat] = useState(true);
  const plan = useMemo(() => planOf(view), [view]);
  const isEmpty = view.rows.length + view.columns.length === 0;
  const found = useAnswers(plan.questions, !isEmpty);
  const answers = found.data?.answers;
  const fresh = !found.isPlaceholderData && answers?.length === plan.questions.length;
  const table = useMemo(
    () => (answers && fresh ? tableOf(view, plan, answers) : undefined),
    [view, plan, answers, fresh],
  );
  const shown = useKept(useMemo(() => table && { view, table }, [view, table]));
  const titles = useMemo(() => Object.assign({}, ...(answers ?? []).map((answer) => answer.titles)), [answers]);
  const words = useKeyWords(titles);
  const names = useNames(entity);
  const out = useOut();
  const change = (some: Partial<PivotView>) => onView({ ...view, ...some });
  const spec = (path: string) => specOf(entity.name, path);
  const conditions = countConditions(complete(view.where));
  const exportAll = () => {
    if (!table) return;
    void out.excel(
      sheetOf(view, table, {
        title: t("dashboard.pivotTitle", { name: say(entity.plural) }),
        about: t("dashboard.pivotAbout"),
        all: t("dashboard.total"),
        sayKey: (group, key) => sayKey(group, spec(group.field), key, words),
        sayGroup: names.group,
        sayValue: names.value,
        spec,
        entity: entity.name,
      }),
    );
  };
  return (
    <div className="pivot">
      <div className="pivot__bar" data-print="hide">
        <Select<string>
          className="pivot__entity"
          aria-label={t("dashboard.pivotOf")}
          value={entity.name}
          showSearch={{ optionFilterProp: "label" }}
          options={entities
            .filter((each) => !each.quiet)
            .map((each) => ({ value: each.name, label: say(each.plural) }))}
          onChange={(name) => {
            const usual = begin.find((each) => each.view.entity === name)?.view;
            onView(usual ?? { entity: name, rows: [], columns: [], values: [{ op: "count" }] });
          }}
        />
        <Popover
          trigger="click"
          placement="bottomLeft"
          arrow={false}
          destroyOnHidden
          content={
            <div className="pivot__filter">
              <FilterBuilder entity={entity} where={view.where} onChange={(where) => change({ where })} />
            </div>
          }
        >
          <Button icon={<ListFilter size={15} aria-hidden />}>
            {conditions > 0 ? t("dashboard.filtered", { count: conditions }) : t("dashboard.filter")}
          </Button>
        </Popover>
        <ButtonMenu
          menu={{
            items: begin.map((each) => ({
              key: each.name,
              label: t(`dashboard.starter.${each.name}`),
              onClick: () => onView(each.view),
            })),
          }}
        >
          <Button icon={<Shapes size={15} aria-hidden />}>{t("dashboard.starters")}</Button>
        </ButtonMenu>
        <Checkbox checked={heat} onChange={(event) => setHeat(event.target.checked)}>
          {t("dashboard.heat")}
        </Checkbox>
        {may(entity, "export") && (
          <Button
            className="pivot__out"
            icon={<FileSpreadsheet size={15} aria-hidden />}
            disabled={!table}
            onClick={exportAll}
          >
            {t("dashboard.pivotOut")}
          </Button>
        )}
      </div>
      <Fields entity={entity} fields={fields} view={view} onView={onView}>
        {found.error && <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />}
        {isEmpty && <Empty title={t("dashboard.pivotEmpty")} text={t("dashboard.pivotEmptyText")} />}
        {!isEmpty && !found.error && !shown && (
          <Delayed>
            <p className="faint">{t("state.loading")}</p>
          </Delayed>
        )}
        {!isEmpty && shown?.table.rows.length === 0 && (
          <Empty title={t("dashboard.noRows")} text={t("dashboard.noRowsText")} />
        )}
        {!isEmpty && shown && shown.table.rows.length > 0 && (
          <PivotTable
            view={shown.view}
            table={shown.table}
            busy={!fresh}
            entity={entity}
            spec={spec}
            words={words}
            heat={heat}
            large={large}
            onSort={(sort) => change({ sort })}
          />
        )}
      </Fields>
    </div>
  );
}
