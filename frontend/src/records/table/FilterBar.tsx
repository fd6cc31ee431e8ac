import { Button, Input, type InputRef, Popover } from "antd";
import { ListFilter, Search, X } from "lucide-react";
import { type RefObject, useEffect, useMemo, useState } from "react";
import { type EntityDescription, type Titles, useAnswer, useDescribe, type Where } from "@/api";
import { composing } from "@/lib/keyboard";
import { useWords } from "@/ui/words";
import { FilterBuilder } from "../filter/FilterBuilder";
import { complete, countConditions, groupOf, isCondition, whereOf } from "../filter/model";
import { filterWords, specAt } from "../filter/words";

interface BarProps {
  entity: EntityDescription;
  where: Where | undefined;
  onWhere: (where: Where | undefined) => void;
  q: string;
  onQ: (q: string) => void;
  input: RefObject<InputRef | null>;
  titles: Titles;
}

/** FilterBar holds the quick filter, the filter builder, and the conditions in force as words that can be taken away. */
export function FilterBar(props: BarProps) {
  const { entity, where, onWhere, q, onQ } = props;
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<Where | undefined>(where);
  const titles = useNamed(props);
  useEffect(() => {
    if (!open) setDraft(where);
  }, [where, open]);

  const edit = (next: Where | undefined) => {
    setDraft(next);
    const done = complete(next);
    if (JSON.stringify(done) !== JSON.stringify(where)) onWhere(done);
  };

  const group = groupOf(where);
  const context = { t, say, entity, byName, titles };
  const count = countConditions(where);
  return (
    <>
      <QuickFilter q={q} onQ={onQ} input={props.input} />
      <Popover
        trigger="click"
        placement="bottomLeft"
        arrow={false}
        open={open}
        onOpenChange={setOpen}
        destroyOnHidden
        content={<FilterBuilder entity={entity} where={draft} onChange={edit} />}
      >
        <Button icon={<ListFilter size={15} aria-hidden />} type={count > 0 ? "primary" : "default"} ghost={count > 0}>
          {count > 0 ? t("list.filters", { count }) : t("list.filter")}
        </Button>
      </Popover>
      {group.parts.length > 0 && (
        <div className="conditions">
          {group.parts.map((part, at) => (
            <span className="condition" key={at}>
              {at > 0 && group.join === "or" && <span className="faint">{t("filter.joinOr")}</span>}
              <span className="condition__words">{filterWords(part, context)}</span>
              <button
                type="button"
                className="iconbutton iconbutton--small"
                aria-label={t("filter.removeCondition")}
                onClick={() => {
                  const parts = group.parts.filter((_each, n) => n !== at);
                  onWhere(complete(parts.length > 0 ? whereOf({ ...group, parts }) : undefined));
                }}
              >
                <X size={13} aria-hidden />
              </button>
            </span>
          ))}
          <button type="button" className="linklike" onClick={() => onWhere(undefined)}>
            {t("action.clearAll")}
          </button>
        </div>
      )}
    </>
  );
}

const pause = 180;

function QuickFilter({ q, onQ, input }: { q: string; onQ: (q: string) => void; input: RefObject<InputRef | null> }) {
  const { t } = useWords();
  const [typed, setTyped] = useState(q);
  const [busy, setBusy] = useState(false);
  useEffect(() => setTyped(q), [q]);
  useEffect(() => {
    // Half a word in the input method is not a question yet.
    if (busy || typed === q) return;
    const timer = setTimeout(() => onQ(typed), pause);
    return () => clearTimeout(timer);
  }, [typed, q, busy, onQ]);
  return (
    <Input
      ref={input}
      className="quickfilter"
      allowClear
      prefix={<Search size={14} aria-hidden className="faint" />}
      placeholder={t("list.filterText")}
      aria-label={t("list.filterText")}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onCompositionStart={() => setBusy(true)}
      onCompositionEnd={() => setBusy(false)}
      onKeyDown={(event) => {
        if (composing(event)) return;
        if (event.key === "Escape") {
          onQ("");
          event.currentTarget.blur();
        }
        if (event.key === "Enter") onQ(typed);
      }}
    />
  );
}

// Conditions name records by id; their titles may lie outside of the rows on the screen.
function useNamed({ entity, where, titles }: BarProps): Titles {
  const { byName } = useDescribe();
  const wanted = useMemo(() => {
    const ids: { target: string; id: string }[] = [];
    const collect = (part: Where | undefined) => {
      if (!part) return;
      if (!isCondition(part)) {
        if ("not" in part) collect(part.not);
        else groupOf(part).parts.forEach(collect);
        return;
      }
      const target = specAt(entity, part.field, byName)?.target;
      const values = Array.isArray(part.value) ? part.value : [part.value];
      for (const id of values)
        if (target && typeof id === "string" && titles[id] === undefined) ids.push({ target, id });
    };
    collect(where);
    return ids;
  }, [where, titles, entity, byName]);
  const target = wanted[0]?.target ?? "";
  const title = byName.get(target)?.title ?? "name";
  const ids = wanted.filter((each) => each.target === target).map((each) => each.id);
  const found = useAnswer(
    "records.list",
    { entity: target, where: { field: "id", op: "in", value: ids }, columns: [title], limit: 100 },
    [target],
    ids.length > 0,
  );
  return useMemo(() => {
    const named: Titles = { ...titles };
    for (const row of found.data?.rows ?? []) named[row.id] = String(row[title] ?? row.id);
    return named;
  }, [titles, found.data, title]);
}
