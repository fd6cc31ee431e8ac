import { Button } from "antd";
import { Download, FileChartColumn, MoreHorizontal, Plus, Printer, Upload } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { type EntityDescription, may, type Sort, type Where } from "@/api";
import { showKeys } from "@/lib/keyboard";
import { type PageAction, useActions } from "@/ui/actions";
import { ButtonMenu } from "@/ui/ButtonMenu";
import { useKeysOf } from "@/ui/shortcuts";
import { useWords } from "@/ui/words";
import { useCurrent } from "./current";
import { openForm } from "./form/store";
import { Peek } from "./page/Peek";
import { usePrint } from "./print/usePrint";
import { keepView } from "./table/keepView";
import { WaySwitch, waysOf } from "./table/ListTools";
import { OtherView, otherView } from "./table/OtherView";
import { RecordTable } from "./table/RecordTable";
import { SavedViews } from "./table/SavedViews";
import { type ReportOf, SaveReport } from "./table/SaveReport";
import { type As, useListView, type View } from "./table/view";
import { useExport } from "./useExport";

export interface ListPageProps {
  entity: EntityDescription;
  view: View;
  onView: (change: Partial<View>) => void;
  onPage: (id: string) => void;
  onImport?: () => void;
  empty?: ReactNode;
}

/** ListPage is the list of an entity with its heading, its first action, and the side view. */
export function ListPage(props: ListPageProps) {
  const { entity, view, onView, onPage } = props;
  const { t, say } = useWords();
  const exportList = useExport();
  const print = usePrint();
  const createKeys = useKeysOf("create");
  useEffect(() => () => useCurrent.setState({ list: undefined }), []);
  const closePeek = useCallback(() => onView({ peek: undefined }), [onView]);

  const [report, setReport] = useState<ReportOf>();
  const list = useListView(view);
  const other = otherView(entity, list);
  const group = other ? undefined : list.group;
  const onAsked = useCallback(
    (asked: { where?: Where; sort: Sort[]; columns: string[]; total: number }) =>
      useCurrent.setState({ list: { entity: entity.name, ...asked, group } }),
    [entity.name, group],
  );
  const as = other ? (list.as ?? "table") : "table";
  const saveReport = useCallback(() => {
    const shown = useCurrent.getState().list;
    if (shown) setReport({ where: shown.where, sort: shown.sort ?? [], columns: shown.columns, group: list.group });
  }, [list.group]);
  const seen = useCallback((way: As) => onView({ as: way === "table" ? undefined : way }), [onView]);
  useListActions(entity, as, seen, saveReport);
  // The same for as long as the list is: the side view is no reason to draw what stands above the rows again.
  const tools = useMemo(
    () => (
      <>
        <WaySwitch entity={entity} as={as} onAs={seen} />
        <ButtonMenu
          placement="bottomRight"
          menu={{
            items: [
              ...(may(entity, "export")
                ? [
                    {
                      key: "xlsx",
                      icon: <Download size={14} />,
                      label: t("list.exportXlsx"),
                      onClick: () => void exportList("xlsx"),
                    },
                    {
                      key: "csv",
                      icon: <Download size={14} />,
                      label: t("list.exportCsv"),
                      onClick: () => void exportList("csv"),
                    },
                    { type: "divider" as const },
                  ]
                : []),
              {
                key: "report",
                icon: <FileChartColumn size={14} />,
                label: t("report.save"),
                onClick: saveReport,
              },
              {
                key: "print",
                icon: <Printer size={14} />,
                label: t("print.menu"),
                extra: showKeys("mod+p"),
                onClick: () => void print(),
              },
            ],
          }}
        >
          <Button icon={<MoreHorizontal size={16} aria-hidden />} aria-label={t("action.more")} />
        </ButtonMenu>
      </>
    ),
    [entity, as, seen, saveReport, exportList, print, t],
  );

  return (
    <div className={view.peek ? "page page--list is-beside" : "page page--list"}>
      <div className="page__main">
        <header className="pagehead">
          <SavedViews entity={entity} view={list} onView={onView} />
          <div className="pagehead__actions">
            {props.onImport && may(entity, "import") && !entity.quiet && (
              <Button icon={<Upload size={15} aria-hidden />} onClick={props.onImport}>
                {t("action.import")}
              </Button>
            )}
            {may(entity, "create") && !entity.quiet && (
              <Button
                type="primary"
                icon={<Plus size={15} aria-hidden />}
                title={createKeys && showKeys(createKeys)}
                onClick={() => openForm({ entity: entity.name })}
              >
                {t("action.createNamed", { name: say(entity.label) })}
              </Button>
            )}
          </div>
        </header>
        {other ? (
          <OtherView
            key={entity.name}
            entity={entity}
            view={view}
            list={list}
            onView={onView}
            shown={other}
            onAsked={onAsked}
            tools={tools}
          />
        ) : (
          <RecordTable
            key={entity.name}
            entity={entity}
            view={list}
            opened={view.peek}
            onView={onView}
            onOpenPage={(row) => onPage(row.id)}
            onAsked={onAsked}
            empty={props.empty}
            onImport={props.onImport}
            tools={tools}
          />
        )}
      </div>
      {report && (
        <SaveReport entity={entity} of={report} name={say(entity.plural)} onClose={() => setReport(undefined)} />
      )}
      {view.peek && <Peek entity={entity} id={view.peek} onClose={closePeek} onPage={onPage} />}
    </div>
  );
}

// What stands above the rows, as commands.
function useListActions(entity: EntityDescription, as: As, seen: (way: As) => void, saveReport: () => void): void {
  const { t } = useWords();
  useActions(
    useMemo((): PageAction[] => {
      const press = (tool: string) => document.querySelector<HTMLElement>(`[data-tool="${tool}"]`)?.click();
      const tools: PageAction[] = [
        { id: "list.builder", label: t("command.filter"), words: "filter", run: () => press("filter") },
      ];
      if (as === "table")
        tools.push(
          { id: "list.group", label: t("command.group"), words: "group by", run: () => press("group") },
          { id: "list.columns", label: t("command.columns"), words: "columns fields", run: () => press("columns") },
        );
      const others = waysOf(entity).filter((way) => way !== as);
      return [
        ...tools,
        ...others.map((way) => ({
          id: `list.as.${way}`,
          label: t("command.seeAs", { way: t(`views.as.${way}`) }),
          words: `view ${way}`,
          run: () => seen(way),
        })),
        { id: "list.keep", label: t("views.save"), words: "save view", run: keepView },
        { id: "list.report", label: t("report.save"), words: "save report", run: saveReport },
      ];
    }, [entity, as, seen, saveReport, t]),
  );
}
