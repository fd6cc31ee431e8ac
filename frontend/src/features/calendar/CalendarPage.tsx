import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Select } from "antd";
import { Plus } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { may, useAnswer, useDescribe, useEntity, type Where } from "@/api";
import { toDay } from "@/lib/day";
import { stored } from "@/lib/stored";
import { both } from "@/records/filter/model";
import { openForm } from "@/records/form/store";
import { Peek } from "@/records/page/Peek";
import { useOpenList } from "@/records/useOpenList";
import { useNow } from "@/ui/now";
import { useWords } from "@/ui/words";
import { Calendar } from "./Calendar";
import { useKindColours } from "./colours";
import { type Kind, planned } from "./kinds";

const everybody = "*";

/** CalendarPage shows what is planned, where we were, what is expected to close and what was ordered, by days. */
export function CalendarPage() {
  const { t, say } = useWords();
  const { user, byName } = useDescribe();
  const navigate = useNavigate();
  const openList = useOpenList();
  const now = useNow();
  const plan = useEntity("followUpPlan");
  const [off, setOff] = useState<string[]>(() => stored.get("calendar.off") ?? []);
  const { owner, setOwner, peek, setPeek } = usePlaceInAddress(user.id);
  const allowed = useMemo(() => planned.filter((kind) => byName.has(kind.entity)), [byName]);
  const kinds = useMemo(() => allowed.filter((kind) => !off.includes(kind.key)), [allowed, off]);
  const whose = useMemo<Where | undefined>(
    () => (owner === everybody ? undefined : { field: "ownerId", op: "eq", value: owner }),
    [owner],
  );
  const closePeek = useCallback(() => setPeek(undefined), [setPeek]);
  const peeked = peek && byName.get(peek.entity);
  const toggle = (kind: Kind) => {
    const next = off.includes(kind.key) ? off.filter((each) => each !== kind.key) : [...off, kind.key];
    stored.set("calendar.off", next);
    setOff(next);
  };
  const create = (day: string, at?: string) =>
    openForm({ entity: "followUpPlan", preset: at ? { dueOn: day, dueAt: at } : { dueOn: day } });

  return (
    <div className="page" style={useKindColours()}>
      <div className="page__main">
        <header className="pagehead">
          <h1 className="pagehead__title">{t("nav.calendar")}</h1>
          <div className="kinds" role="group" aria-label={t("calendar.kinds")}>
            {allowed.map((kind) => {
              const on = !off.includes(kind.key);
              const Icon = kind.icon;
              return (
                <button
                  key={kind.key}
                  type="button"
                  className={`kinds__one kinds__one--${kind.key}${on ? " is-on" : ""}`}
                  aria-pressed={on}
                  onClick={() => toggle(kind)}
                >
                  <Icon size={14} aria-hidden />
                  {kind.key !== "list" && t(`calendar.kind.${kind.key}`)}
                </button>
              );
            })}
          </div>
          <div className="pagehead__actions">
            <Owners me={user.id} value={owner} onChange={setOwner} />
            {plan && may(plan, "create") && (
              <Button type="primary" icon={<Plus size={15} aria-hidden />} onClick={() => create(toDay(now))}>
                {t("action.createNamed", { name: say(plan.label) })}
              </Button>
            )}
          </div>
        </header>
        <Calendar
          name="page"
          kinds={kinds}
          whose={whose}
          creates={plan}
          onCreate={create}
          onOpen={(kind, id) => setPeek({ entity: kind.entity, id })}
          onMany={(kind, day) =>
            openList(kind.entity, {
              where: both(kind.where, whose, { field: kind.day, op: "between", value: [day, day] }),
            })
          }
          empty={() =>
            owner === user.id && (
              <div className="calendarempty" role="status">
                {t("calendar.mineEmpty")}
                <button type="button" className="linklike" onClick={() => setOwner(everybody)}>
                  {t("calendar.showAll")}
                </button>
              </div>
            )
          }
        />
      </div>
      {peek && peeked && (
        <Peek
          entity={peeked}
          id={peek.id}
          onClose={closePeek}
          onPage={(id) => void navigate({ to: "/records/$entity/$id", params: { entity: peek.entity, id } })}
        />
      )}
    </div>
  );
}

// Whose days are shown, and what is open beside them, stand in the address: who comes back finds the same.
function usePlaceInAddress(me: string) {
  const search: { [key: string]: unknown } = useSearch({ strict: false });
  const navigate = useNavigate();
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
  const [owner, beside] = [text(search.owner), text(search.peek)];
  const go = useCallback(
    (next: { owner?: string; peek?: string }) =>
      void navigate({ to: "/calendar", search: next as never, replace: true }),
    [navigate],
  );
  const setOwner = useCallback(
    (next: string) => go({ owner: next === me ? undefined : next, peek: beside }),
    [go, me, beside],
  );
  const setPeek = useCallback(
    (next: { entity: string; id: string } | undefined) => go({ owner, peek: next && `${next.entity}/${next.id}` }),
    [go, owner],
  );
  const peek = useMemo(() => {
    const [entity = "", id = ""] = beside?.split("/") ?? [];
    return id === "" ? undefined : { entity, id };
  }, [beside]);
  return { owner: owner ?? me, setOwner, peek, setPeek };
}

/** Owners chooses whose days are shown: mine, everybody's, or those of one person. */
function Owners(props: { me: string; value: string; onChange: (owner: string) => void }) {
  const { t } = useWords();
  const people = useAnswer(
    "records.list",
    {
      entity: "user",
      where: { field: "active", op: "eq", value: true },
      sort: [{ field: "name" }],
      columns: ["name"],
      limit: 200,
    },
    ["user"],
  );
  const others = (people.data?.rows ?? []).filter((row) => row.id !== props.me);
  return (
    <Select
      className="owners"
      showSearch={{ optionFilterProp: "label" }}
      value={props.value}
      aria-label={t("calendar.whose")}
      options={[
        { value: props.me, label: t("calendar.mine") },
        { value: everybody, label: t("calendar.everybody") },
        ...others.map((row) => ({ value: row.id, label: String(row.name ?? row.id) })),
      ]}
      onChange={props.onChange}
    />
  );
}
