import { Button, Checkbox } from "antd";
import { ChevronDown, ChevronRight, RotateCcw } from "lucide-react";
import { useEffect, useState } from "react";
import { useDescribe } from "@/api";
import { group } from "@/lib/money";
import { Moment } from "@/ui/Moment";
import { useWords } from "@/ui/words";
import { useCounted } from "./useCounted";
import { type Row, useRestore } from "./useRestore";

interface TableProps {
  rows: Row[];
  chosen: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
  onPage: (entity: string, id: string) => void;
}

/** BinTable lists what was deleted; what went along with a record is folded in below it. */
export function BinTable({ rows, chosen, onChosen, onPage }: TableProps) {
  const { t } = useWords();
  const restore = useRestore();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const ids = rows.map((row) => row.id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what went from the list is no longer chosen
  useEffect(() => {
    const left = [...chosen].filter((id) => rows.some((row) => row.id === id));
    if (left.length !== chosen.size) onChosen(new Set(left));
  }, [ids]);
  const there = new Set(rows.map((row) => row.id));
  const below = new Map<string, Row[]>();
  for (const row of rows)
    if (row.with && there.has(row.with)) below.set(row.with, [...(below.get(row.with) ?? []), row]);
  const heads = rows.filter((row) => !row.with || !there.has(row.with));
  const toggle = (from: ReadonlySet<string>, id: string) => {
    const next = new Set(from);
    if (!next.delete(id)) next.add(id);
    return next;
  };
  const every = heads.every((row) => chosen.has(row.id));
  const lineOf = (row: Row, inner: boolean) => (
    <Line
      key={row.id}
      row={row}
      inner={inner}
      below={below.get(row.id) ?? []}
      open={open.has(row.id)}
      chosen={chosen.has(row.id)}
      busy={restore.busy}
      onOpen={() => setOpen((was) => toggle(was, row.id))}
      onChoose={() => onChosen(toggle(chosen, row.id))}
      onPage={() => onPage(row.entity, row.id)}
      onRestore={() => void restore.bring([row])}
    />
  );
  return (
    <table className="plain bin__table">
      <thead>
        <tr>
          <th scope="col">
            <Checkbox
              aria-label={t("list.selectPage")}
              checked={every}
              indeterminate={!every && chosen.size > 0}
              onChange={() => onChosen(every ? new Set() : new Set(heads.map((row) => row.id)))}
            />
          </th>
          <th scope="col">{t("bin.record")}</th>
          <th scope="col">{t("bin.kind")}</th>
          <th scope="col">{t("bin.by")}</th>
          <th scope="col">{t("bin.deletedAt")}</th>
          <th scope="col" aria-label={t("action.restore")} />
        </tr>
      </thead>
      <tbody>
        {heads.flatMap((row) => [
          lineOf(row, false),
          ...(open.has(row.id) ? (below.get(row.id) ?? []).map((each) => lineOf(each, true)) : []),
        ])}
      </tbody>
    </table>
  );
}

function Line(props: {
  row: Row;
  inner: boolean;
  below: Row[];
  open: boolean;
  chosen: boolean;
  busy: boolean;
  onOpen: () => void;
  onChoose: () => void;
  onPage: () => void;
  onRestore: () => void;
}) {
  const { row, below, chosen } = props;
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const nameOf = (entity: string) => say(byName.get(entity)?.label) || entity;
  const counted = useCounted();
  const counts = new Map<string, number>();
  for (const each of below) counts.set(each.entity, (counts.get(each.entity) ?? 0) + 1);
  const what = [...counts].map(([entity, count]) => counted(entity, count));
  return (
    <tr className={chosen ? "is-chosen" : props.inner ? "is-inner" : undefined}>
      <td>
        <Checkbox aria-label={t("list.selectRow", { title: row.title })} checked={chosen} onChange={props.onChoose} />
      </td>
      <th scope="row">
        <button type="button" className="linklike" onClick={props.onPage}>
          {row.title || nameOf(row.entity)}
        </button>
        {below.length > 0 && (
          <button type="button" className="bin__with" aria-expanded={props.open} onClick={props.onOpen}>
            {props.open ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
            {t("bin.with", { what: what.join(t("import.comma")) })}
          </button>
        )}
        {below.length === 0 && !props.inner && (row.together ?? 0) > 0 && (
          <span className="faint"> {t("bin.together", { count: group(String(row.together)) })}</span>
        )}
      </th>
      <td>{nameOf(row.entity)}</td>
      <td>{row.actorName || t("state.someone")}</td>
      <td>
        <Moment at={row.deletedAt} />
      </td>
      <td className="right">
        <Button
          size="small"
          type="text"
          icon={<RotateCcw size={14} aria-hidden />}
          disabled={props.busy}
          aria-label={t("bin.restoreOne", { title: row.title })}
          onClick={props.onRestore}
        >
          {t("action.restore")}
        </Button>
      </td>
    </tr>
  );
}
