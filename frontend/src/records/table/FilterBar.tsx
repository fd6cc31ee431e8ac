import { Button, Input, type InputRef, Popover } from "antd";
import { ListFilter, Plus, Search, X } from "lucide-react";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { type EntityDescription, type Titles, useDescribe, type Where } from "@/api";
import { composing } from "@/lib/keyboard";
import { useWords } from "@/ui/words";
import { FilterBuilder } from "../filter/FilterBuilder";
import { both, complete, countConditions, freshCondition, type Group, groupOf, whereOf } from "../filter/model";
import { useTitles } from "../filter/useTitles";
import { filterWords, specAt } from "../filter/words";
import { keepView } from "./keepView";

interface BarProps {
  entity: EntityDescription;
  where: Where | undefined;
  onWhere: (where: Where | undefined) => void;
  q: string;
  onQ: (q: string) => void;
  input: RefObject<InputRef | null>;
}

/** FilterBar holds the quick filter and the way into the filter builder. */
export function FilterBar(props: BarProps & { asking?: string; onAsked?: () => void }) {
  const { entity, where, onWhere, q, onQ, asking, onAsked } = props;
  const { t } = useWords();
  const { byName } = useDescribe();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<Where | undefined>(where);
  useEffect(() => {
    if (!open) setDraft(where);
  }, [where, open]);
  // A field chosen elsewhere begins a condition here.
  useEffect(() => {
    if (asking === undefined) return;
    const kind = specAt(entity, asking, byName)?.kind ?? "text";
    const group = groupOf(where);
    const fresh = freshCondition(asking, kind);
    setDraft(group.join === "and" ? { and: [...group.parts, fresh] } : both(where, fresh));
    setOpen(true);
    onAsked?.();
  }, [asking, entity, byName, where, onAsked]);

  const edit = (next: Where | undefined) => {
    setDraft(next);
    const done = complete(next);
    if (JSON.stringify(done) !== JSON.stringify(where)) onWhere(done);
  };
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
        content={
          <FilterBuilder
            entity={entity}
            where={draft}
            onChange={edit}
            onKeep={() => {
              setOpen(false);
              keepView();
            }}
          />
        }
      >
        <Button
          data-tool="filter"
          icon={<ListFilter size={15} aria-hidden />}
          type={count > 0 ? "primary" : "default"}
          ghost={count > 0}
        >
          {count > 0 ? t("list.filters", { count }) : t("list.filter")}
        </Button>
      </Popover>
    </>
  );
}

/** Sentence says the filter in words; each part can be pressed to change it, and taken away. */
export function Sentence(props: {
  entity: EntityDescription;
  where: Where | undefined;
  onWhere: (where: Where | undefined) => void;
  onAdd: () => void;
  titles: Titles;
}) {
  const { entity, where, onWhere, onAdd } = props;
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const titles = useTitles(entity, where, props.titles);
  // What none of may hold is said as one part.
  const group: Group = where && "not" in where ? { join: "and", parts: [where] } : groupOf(where);
  if (group.parts.length === 0) return null;
  const put = (next: Group) => onWhere(complete(next.parts.length > 0 ? whereOf(next) : undefined));
  const turn = group.join === "and" ? "or" : "and";
  return (
    <fieldset className="sentence" aria-label={t("filter.title")}>
      <span className="sentence__of">{say(entity.plural)} ·</span>
      {group.parts.map((part, at) => (
        <span className="sentence__part" key={at}>
          {at > 0 && (
            <button
              type="button"
              className="sentence__join"
              title={t(`filter.${turn}`)}
              onClick={() => put({ ...group, join: turn })}
            >
              {t(group.join === "and" ? "filter.joinAnd" : "filter.joinOr")}
            </button>
          )}
          <Part
            entity={entity}
            part={part}
            words={filterWords(part, { t, say, entity, byName, titles })}
            besides={group.join === "and" ? both(...group.parts.filter((_each, n) => n !== at)) : undefined}
            onPart={(next) =>
              put({
                ...group,
                parts: group.parts.flatMap((each, n) => (n !== at ? [each] : next ? [next] : [])),
              })
            }
          />
        </span>
      ))}
      <button
        type="button"
        className="iconbutton iconbutton--small"
        aria-label={t("filter.addCondition")}
        onClick={onAdd}
      >
        <Plus size={14} aria-hidden />
      </button>
      <button type="button" className="linklike" onClick={() => onWhere(undefined)}>
        {t("action.clearAll")}
      </button>
    </fieldset>
  );
}

function Part(props: {
  entity: EntityDescription;
  part: Where;
  words: string;
  besides: Where | undefined;
  onPart: (part: Where | undefined) => void;
}) {
  const { entity, part, words, onPart } = props;
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<Where | undefined>(part);
  useEffect(() => {
    if (!open) setDraft(part);
  }, [part, open]);
  return (
    <span className="condition">
      <Popover
        trigger="click"
        placement="bottomLeft"
        arrow={false}
        open={open}
        onOpenChange={(next) => {
          setOpen(next);
          // What is half filled in is left as it was.
          if (!next && complete(draft) === undefined) setDraft(part);
        }}
        destroyOnHidden
        content={
          <FilterBuilder
            entity={entity}
            where={draft}
            besides={props.besides}
            onChange={(next) => {
              setDraft(next);
              const done = complete(next);
              if (done || next === undefined) onPart(done);
            }}
          />
        }
      >
        <button type="button" className="condition__words" title={words}>
          {words}
        </button>
      </Popover>
      <button
        type="button"
        className="iconbutton iconbutton--small"
        aria-label={`${t("filter.removeCondition")} ${words}`}
        onClick={() => onPart(undefined)}
      >
        <X size={13} aria-hidden />
      </button>
    </span>
  );
}

// While letters follow one another nothing is asked; what comes in one piece is a word.
const pause = 120;

function QuickFilter({ q, onQ, input }: { q: string; onQ: (q: string) => void; input: RefObject<InputRef | null> }) {
  const { t } = useWords();
  const [typed, setTyped] = useState(q);
  const [busy, setBusy] = useState(false);
  const whole = useRef(false);
  // What was asked comes back as q a little later; by then more may have been typed.
  const asked = useRef<string[]>([]);
  useEffect(() => {
    const at = asked.current.indexOf(q);
    asked.current = at < 0 ? [] : asked.current.slice(at + 1);
    if (at < 0) setTyped(q);
  }, [q]);
  const ask = useCallback(
    (text: string) => {
      if ((asked.current.at(-1) ?? q) === text) return;
      asked.current.push(text);
      onQ(text);
    },
    [onQ, q],
  );
  useEffect(() => {
    // Half a word in the input method is not a question yet.
    if (busy || typed === q) return;
    // A word that was pasted, or that an input method has finished, is asked for at once.
    const timer = whole.current ? undefined : setTimeout(() => ask(typed), pause);
    if (whole.current) ask(typed);
    return () => clearTimeout(timer);
  }, [typed, q, busy, ask]);
  return (
    <Input
      ref={input}
      className="quickfilter"
      allowClear
      prefix={<Search size={14} aria-hidden className="faint" />}
      placeholder={t("list.filterText")}
      aria-label={t("list.filterText")}
      value={typed}
      onChange={(event) => {
        const { value } = event.target;
        whole.current = Math.abs(value.length - typed.length) > 1;
        setTyped(value);
      }}
      onCompositionStart={() => setBusy(true)}
      onCompositionEnd={() => {
        whole.current = true;
        setBusy(false);
      }}
      onKeyDown={(event) => {
        if (composing(event)) return;
        if (event.key === "Escape") {
          setTyped("");
          ask("");
          event.currentTarget.blur();
        }
        if (event.key === "Enter") ask(typed);
      }}
    />
  );
}
