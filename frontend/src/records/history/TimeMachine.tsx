import { Button, DatePicker, Drawer, Switch } from "antd";
import dayjs from "dayjs";
import { ChevronLeft, ChevronRight, RotateCcw } from "lucide-react";
import { useMemo, useState } from "react";
import {
  call,
  type EntityDescription,
  Fault,
  type FieldSpec,
  type FieldValue,
  type FlatRecord,
  forget,
  type HistoryEntry,
  may,
  useAnswer,
  useEntity,
  useRecord,
} from "@/api";
import { FaultPanel } from "@/ui/FaultPanel";
import { Moment } from "@/ui/Moment";
import { useFocusBack } from "@/ui/useFocusBack";
import { useWords } from "@/ui/words";
import { Cell, isEmpty } from "../cells";
import { titleOf } from "../layouts";
import { useNotice } from "../notice";
import { TextDifference } from "./Difference";
import { closeTimeMachine, endOf, useTimeMachine } from "./timeMachine";

/** TimeMachine shows a record as it was at the end of a day, beside what it is now, and brings back single values. */
export function TimeMachine() {
  useFocusBack();
  const { entity: name, id } = useTimeMachine();
  const entity = useEntity(name ?? "");
  const { t } = useWords();
  const [shown, setShown] = useState(true);
  if (!entity || !id) return null;
  return (
    <Drawer
      open={shown}
      size={760}
      title={t("past.title")}
      className="past"
      destroyOnHidden
      onClose={() => setShown(false)}
      afterOpenChange={(is) => {
        if (is) return;
        closeTimeMachine();
        setShown(true);
      }}
    >
      <Past key={id} entity={entity} id={id} />
    </Drawer>
  );
}

function Past({ entity, id }: { entity: EntityDescription; id: string }) {
  const { t } = useWords();
  const [chosen, setAt] = useState<string>();
  const [all, setAll] = useState(false);
  const now = useRecord(entity.name, id);
  const history = useAnswer("records.history", { entity: entity.name, id, limit: 200 }, [entity.name]);
  const changes = useMemo(() => [...(history.data?.changes ?? [])].reverse(), [history.data]);
  // It opens where something is different: before the latest change.
  const at = chosen ?? changes.at(-2)?.at ?? changes.at(-1)?.at ?? "";
  const then = useAnswer("records.asOf", { entity: entity.name, id, at }, [entity.name], at !== "");
  const titles = { ...then.data?.titles, ...now.data?.titles };
  const record = then.data?.record;
  return (
    <>
      <h3 className="past__name">{now.data ? titleOf(entity, now.data, now.data.titles) : ""}</h3>
      {at && <Times changes={changes} at={at} onAt={setAt} />}
      {then.error && <FaultPanel fault={then.error} onRetry={() => void then.refetch()} />}
      {then.data && !then.data.existed && <p className="past__state">{t("past.notYet")}</p>}
      {then.data?.existed && (
        <p className="past__state" aria-live="polite">
          {then.data.deleted
            ? t("past.deleted")
            : then.data.differs.length === 0
              ? t("past.asNow")
              : t("past.state", { count: then.data.differs.length, later: then.data.later })}
          <span className="second">
            {" "}
            {t("past.since", { who: then.data.actorName || t("state.someone") })} <Moment at={then.data.since} />
          </span>
          <span className="past__all">
            <Switch size="small" checked={all} onChange={setAll} aria-label={t("past.all")} /> {t("past.all")}
          </span>
        </p>
      )}
      {then.data?.existed && record && now.data && (
        <Facts entity={entity} then={record} now={now.data} differs={then.data.differs} all={all} titles={titles} />
      )}
    </>
  );
}

/** Times chooses the day, or steps from one change to the next. */
function Times(props: { changes: HistoryEntry[]; at: string; onAt: (at: string) => void }) {
  const { changes, at, onAt } = props;
  const { t } = useWords();
  // Which change the moment lies behind: -1 before the first one.
  const place = changes.findLastIndex((change) => change.at <= at);
  const before = changes[place - 1];
  const after = changes[place + 1];
  const first = changes[0];
  return (
    <div className="past__times">
      <DatePicker
        aria-label={t("past.day")}
        value={dayjs(at)}
        allowClear={false}
        disabledDate={(day) =>
          day.isAfter(dayjs(), "day") || (first !== undefined && day.isBefore(dayjs(first.at), "day"))
        }
        onChange={(day) => day && onAt(endOf(day.toDate()))}
      />
      <Button icon={<ChevronLeft size={15} aria-hidden />} disabled={!before} onClick={() => before && onAt(before.at)}>
        {t("past.before")}
      </Button>
      <Button
        icon={<ChevronRight size={15} aria-hidden />}
        iconPlacement="end"
        disabled={!after}
        onClick={() => after && onAt(after.at)}
      >
        {t("past.after")}
      </Button>
      {place >= 0 && (
        <span className="second figure">{t("past.place", { place: place + 1, count: changes.length })}</span>
      )}
    </div>
  );
}

function Facts(props: {
  entity: EntityDescription;
  then: FlatRecord;
  now: FlatRecord;
  differs: string[];
  all: boolean;
  titles: { [id: string]: string };
}) {
  const { entity, then, now, differs, all, titles } = props;
  const { t } = useWords();
  const listed = entity.fields.filter((spec) => !spec.unlisted && !(spec.system && spec.readOnly));
  const shown = listed.filter(
    (spec) => differs.includes(spec.name) || (all && (!isEmpty(of(then, spec)) || !isEmpty(of(now, spec)))),
  );
  if (shown.length === 0) return null;
  return (
    <table className="plain past__table">
      <thead>
        <tr>
          <th scope="col">{t("past.field")}</th>
          <th scope="col">{t("past.that")}</th>
          <th scope="col">{t("past.now")}</th>
          <th scope="col" aria-label={t("past.bring")} />
        </tr>
      </thead>
      <tbody>
        {shown.map((spec) => (
          <Fact
            key={spec.name}
            entity={entity}
            spec={spec}
            then={then}
            now={now}
            titles={titles}
            differs={differs.includes(spec.name)}
          />
        ))}
      </tbody>
    </table>
  );
}

const sameValue = (a: FieldValue, b: FieldValue) =>
  (isEmpty(a) && isEmpty(b)) || JSON.stringify(a) === JSON.stringify(b);

const of = (record: FlatRecord, spec: FieldSpec) => record[spec.name] as FieldValue;

function Fact(props: {
  entity: EntityDescription;
  spec: FieldSpec;
  then: FlatRecord;
  now: FlatRecord;
  titles: { [id: string]: string };
  differs: boolean;
}) {
  const { entity, spec, then, now, titles, differs } = props;
  const { t, say } = useWords();
  const notice = useNotice();
  const [busy, setBusy] = useState(false);
  const before = of(then, spec);
  const after = of(now, spec);
  const deleted = now.deletedAt !== undefined && now.deletedAt !== null;
  const bring = async () => {
    setBusy(true);
    try {
      const saved = await call("records.update", {
        entity: entity.name,
        id: now.id,
        rev: now.rev,
        set: { [spec.name]: before ?? null },
      });
      await forget([entity.name]);
      const field = say(spec.label);
      // What follows from other fields is figured out anew when it is saved.
      if (sameValue(of(saved, spec), before)) notice.done(t("past.brought", { field }), saved.change);
      else notice.failed(new Fault("conflict", t("past.follows", { field })));
    } catch (thrown) {
      notice.failed(thrown);
    } finally {
      setBusy(false);
    }
  };
  const textual = (spec.kind === "longtext" || spec.kind === "text") && differs && !isEmpty(before) && !isEmpty(after);
  return (
    <tr className={differs ? "is-different" : undefined}>
      <th scope="row">{say(spec.label)}</th>
      {spec.kind === "lines" ? (
        // A table is too wide for half the room.
        <td colSpan={2} className="past__lines">
          <p className="second">{t("past.that")}</p>
          <div className="past__then">
            <Cell spec={spec} value={before} titles={titles} roomy />
          </div>
          <p className="second">{t("past.now")}</p>
          <Cell spec={spec} value={after} titles={titles} roomy />
        </td>
      ) : (
        <>
          <td>
            <Cell spec={spec} value={before} titles={titles} roomy />
          </td>
          <td>
            {textual ? (
              <TextDifference before={String(before)} after={String(after)} whole />
            ) : (
              <Cell spec={spec} value={after} titles={titles} roomy />
            )}
          </td>
        </>
      )}
      <td className="right">
        {differs && !spec.readOnly && !deleted && may(entity, "update", now) && (
          <Button
            size="small"
            icon={<RotateCcw size={13} aria-hidden />}
            loading={busy}
            aria-label={t("past.bringOf", { field: say(spec.label) })}
            onClick={() => void bring()}
          >
            {t("past.bring")}
          </Button>
        )}
      </td>
    </tr>
  );
}
