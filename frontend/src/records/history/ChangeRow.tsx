import { App, Button } from "antd";
import { ChevronDown, ChevronRight, Undo2 } from "lucide-react";
import { useId, useState } from "react";
import { type ChangeSet, type FieldChange, type Output, type Titles, useAnswer, useDescribe } from "@/api";
import { FaultPanel } from "@/ui/FaultPanel";
import { Moment } from "@/ui/Moment";
import { useWords } from "@/ui/words";
import { useNotice } from "../notice";
import { RecordLink } from "../RecordLink";
import { Difference } from "./Difference";

type Changed = Output<"changes.get">["records"][number];

/** ChangeRow is one deed in a sentence: when, who, what; opened, it shows each record and each field. */
export function ChangeRow({ set }: { set: ChangeSet }) {
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const { modal } = App.useApp();
  const notice = useNotice();
  const [open, setOpen] = useState(false);
  const detail = useId();
  const label = set.label || t("history.noLabel");
  const ask = () =>
    modal.confirm({
      title: t("history.undoAsk", { label }),
      content: t("history.undoText", { count: set.count }),
      okText: t("action.undo"),
      onOk: () => notice.undo(set.set, label),
    });
  const kinds = (set.entities ?? []).flatMap((name) => {
    const words = say(byName.get(name)?.label);
    return words && !label.includes(words) ? [words] : [];
  });
  return (
    <li className={set.undone ? "changeset is-undone" : "changeset"}>
      <div className="changeset__line">
        <span className="changeset__at">
          <Moment at={set.at} timeOnly />
        </span>
        <span className="changeset__who">{set.actorName || t("state.someone")}</span>
        <button
          type="button"
          className="changeset__what"
          aria-expanded={open}
          aria-controls={open ? detail : undefined}
          onClick={() => setOpen((was) => !was)}
        >
          {open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
          <span className="changeset__label">{label}</span>
          <span className="faint">{kinds.join(t("import.comma"))}</span>
          {set.count > 1 && <span className="faint">{t("history.records", { count: set.count })}</span>}
        </button>
        {set.undone ? (
          <span className="faint">{t("history.undone")}</span>
        ) : set.lasting ? null : (
          <Button size="small" type="text" icon={<Undo2 size={14} aria-hidden />} onClick={() => void ask()}>
            {t(set.kind === "undo" ? "undo.again" : "action.undo")}
          </Button>
        )}
      </div>
      {open && <Detail id={detail} set={set} />}
    </li>
  );
}

function Detail({ id, set }: { id: string; set: ChangeSet }) {
  const { t } = useWords();
  const [limit, setLimit] = useState(20);
  const found = useAnswer("changes.get", { change: set.set, limit }, [`change ${set.set}`]);
  const records = found.data?.records ?? [];
  const more = (found.data?.total ?? 0) - records.length;
  return (
    <div className="changeset__detail" id={id}>
      {found.error && <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />}
      <ul>
        {records.map((record) => (
          <Deed key={record.id} record={record} titles={found.data?.titles ?? {}} />
        ))}
      </ul>
      {found.isSuccess && records.length === 0 && <p className="faint">{t("history.nothingToSee")}</p>}
      {more > 0 && limit < 500 && (
        <button type="button" className="linklike" onClick={() => setLimit(500)}>
          {t("history.more", { count: more })}
        </button>
      )}
      {more > 0 && limit >= 500 && <p className="faint">{t("history.moreNotShown", { count: more })}</p>}
    </div>
  );
}

const verbs = ["created", "updated", "deleted", "restored"] as const;

function Deed({ record, titles }: { record: Changed; titles: Titles }) {
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const entity = byName.get(record.entity);
  const verb = verbs.find((each) => each === record.verb) ?? "updated";
  const fields = (record.fields as FieldChange[]).flatMap((change) => {
    const spec = entity?.fields.find((each) => each.name === change.field);
    return spec && !spec.unlisted ? [{ change, spec }] : [];
  });
  const shown = verb === "deleted" || verb === "restored" ? [] : fields;
  return (
    <li className="deed">
      <p>
        <span className="second">{t(`history.verb.${verb}`, { name: say(entity?.label) })}</span>{" "}
        <RecordLink entity={record.entity} id={record.id} title={record.title || say(entity?.label)} />
      </p>
      {shown.length > 0 && (
        <dl className="deed__fields">
          {shown.map(({ change, spec }) => (
            <div key={change.field}>
              <dt>{say(spec.label)}</dt>
              <dd>
                <Difference spec={spec} before={change.old} after={change.new} titles={titles} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
