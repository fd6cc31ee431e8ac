import { Button, Dropdown } from "antd";
import { Download, FileChartColumn, MoreHorizontal, Plus, Printer, Upload } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { type EntityDescription, may, type Sort, type Where } from "@/api";
import { showKeys } from "@/lib/keyboard";
import { useKeysOf } from "@/ui/shortcuts";
import { useWords } from "@/ui/words";
import { useCurrent } from "./current";
import { openForm } from "./form/store";
import { Peek } from "./page/Peek";
import { usePrint } from "./print/usePrint";
import { WaySwitch } from "./table/ListTools";
import { OtherView, otherView } from "./table/OtherView";
import { RecordTable } from "./table/RecordTable";
import { SavedViews } from "./table/SavedViews";
import { type ReportOf, SaveReport } from "./table/SaveReport";
import type { View } from "./table/view";
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
  const onAsked = useCallback(
    (asked: { where?: Where; sort: Sort[]; columns: string[]; total: number }) =>
      useCurrent.setState({ list: { entity: entity.name, ...asked } }),
    [entity.name],
  );
  useEffect(() => () => useCurrent.setState({ list: undefined }), []);
  const closePeek = useCallback(() => onView({ peek: undefined }), [onView]);

  const [report, setReport] = useState<ReportOf>();
  const other = otherView(entity, view);
  const tools = (
    <>
      <WaySwitch
        entity={entity}
        as={other ? (view.as ?? "table") : "table"}
        onAs={(as) => onView({ as: as === "table" ? undefined : as })}
      />
      <Dropdown
        trigger={["click"]}
        placement="bottomRight"
        menu={{
          items: [
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
            { type: "divider" },
            {
              key: "report",
              icon: <FileChartColumn size={14} />,
              label: t("report.save"),
              onClick: () => {
                const list = useCurrent.getState().list;
                if (list)
                  setReport({ where: list.where, sort: list.sort ?? [], columns: list.columns, group: view.group });
              },
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
      </Dropdown>
    </>
  );

  return (
    <div className={view.peek ? "page page--list is-beside" : "page page--list"}>
      <div className="page__main">
        <header className="pagehead">
          <SavedViews entity={entity} view={view} onView={onView} />
          <div className="pagehead__actions">
            {props.onImport && may(entity, "create") && !entity.quiet && (
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
            onView={onView}
            shown={other}
            onAsked={onAsked}
            tools={tools}
          />
        ) : (
          <RecordTable
            key={entity.name}
            entity={entity}
            view={view}
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
