import { Segmented } from "antd";
import { Suspense, useMemo, useState } from "react";
import {
  type EntityDescription,
  type FieldValue,
  type FlatRecord,
  type HistoryEntry,
  may,
  type Titles,
  useAnswer,
  useDescribe,
} from "@/api";
import { Markdown } from "@/ui/Markdown";
import { Moment } from "@/ui/Moment";
import { useWords } from "@/ui/words";
import { Cell } from "../cells";
import { openForm } from "../form/store";
import { useNotice } from "../notice";
import { followUpsOf } from "../related";
import { slots } from "../slots";

type Item = { at: string; key: string } & (
  | { kind: "followUp"; record: FlatRecord }
  | { kind: "change"; entry: HistoryEntry }
);
type Shown = "all" | "followUps" | "changes";

const step = 30;

/** Timeline tells what happened with a record, the latest first: what was said and done, and what was changed. */
export function Timeline({ entity, record }: { entity: EntityDescription; record: FlatRecord }) {
  const { t } = useWords();
  const { byName } = useDescribe();
  const [shown, setShown] = useState<Shown>("all");
  const [limit, setLimit] = useState(step);
  const followUps = useFollowUps(entity, record, limit);
  const history = useAnswer("records.history", { entity: entity.name, id: record.id, limit }, [entity.name]);
  const titles = useMemo<Titles>(
    () => ({ ...record.titles, ...history.data?.titles, ...followUps.titles }),
    [record.titles, history.data, followUps.titles],
  );
  const items = useMemo(() => {
    const all: Item[] = [];
    if (shown !== "changes") {
      for (const each of followUps.rows)
        all.push({ kind: "followUp", record: each, at: String(each.at ?? each.createdAt ?? ""), key: each.id });
    }
    if (shown !== "followUps") {
      for (const entry of history.data?.changes ?? [])
        if (shown === "changes" || !byItself(entity, entry))
          all.push({ kind: "change", entry, at: entry.at, key: String(entry.seq) });
    }
    return all.sort((a, b) => b.at.localeCompare(a.at));
  }, [shown, followUps.rows, history.data, entity]);
  const more = followUps.rows.length >= limit || (history.data?.changes.length ?? 0) >= limit;
  const followUp = byName.get("followUp");
  const Composer = slots.composer;
  const deleted = record.deletedAt !== undefined && record.deletedAt !== null;
  return (
    <section className="timeline" aria-label={t("record.timeline")}>
      {Composer && followUps.possible && !deleted && followUp && may(followUp, "create") && (
        <Suspense fallback={<div className="composer composer--waiting" />}>
          <Composer key={record.id} entity={entity} record={record} />
        </Suspense>
      )}
      <div className="timeline__head">
        <h2 className="panel__title">{t("record.timeline")}</h2>
        {followUps.possible && (
          <Segmented<Shown>
            size="small"
            value={shown}
            onChange={setShown}
            options={[
              { value: "all", label: t("record.all") },
              { value: "followUps", label: t("record.followUps") },
              { value: "changes", label: t("record.changes") },
            ]}
          />
        )}
      </div>
      {items.length === 0 && history.isSuccess && <p className="faint">{t("record.noTimeline")}</p>}
      <ol className="timeline__list">
        {items.map((item) =>
          item.kind === "followUp" ? (
            followUp && <FollowUp key={item.key} entity={followUp} record={item.record} titles={titles} />
          ) : (
            <Change key={item.key} entity={entity} entry={item.entry} titles={titles} />
          ),
        )}
      </ol>
      {more && (
        <button type="button" className="linklike" onClick={() => setLimit((was) => was + step)}>
          {t("record.earlier")}
        </button>
      )}
    </section>
  );
}

// What the program counted up by itself says nothing that the rest of the timeline does not.
function byItself(entity: EntityDescription, entry: HistoryEntry): boolean {
  const fields = entry.verb === "updated" ? (entry.fields ?? []) : [];
  return (
    fields.length > 0 &&
    fields.every((change) =>
      entity.fields.some((spec) => spec.name === change.field && (spec.readOnly || spec.unlisted)),
    )
  );
}

function useFollowUps(entity: EntityDescription, record: FlatRecord, limit: number) {
  const { byName } = useDescribe();
  const where = followUpsOf(entity, record, byName);
  const found = useAnswer(
    "records.list",
    { entity: "followUp", where, sort: [{ field: "at", desc: true }], limit },
    ["followUp"],
    where !== undefined,
  );
  return { possible: where !== undefined, rows: where ? (found.data?.rows ?? []) : [], titles: found.data?.titles };
}

function FollowUp({ entity, record, titles }: { entity: EntityDescription; record: FlatRecord; titles: Titles }) {
  const { t, say } = useWords();
  const way = entity.fields.find((spec) => spec.name === "way");
  const nextOn = entity.fields.find((spec) => spec.name === "nextOn");
  const contact = entity.fields.find((spec) => spec.name === "contactId");
  return (
    <li className="happened happened--said">
      <div className="happened__head">
        <strong>{titles[String(record.ownerId ?? record.createdBy ?? "")] ?? t("state.someone")}</strong>
        {way && <Cell spec={way} value={record.way as FieldValue} titles={titles} />}
        {contact && record.contactId !== undefined && (
          <Cell spec={contact} value={record.contactId as FieldValue} titles={titles} />
        )}
        <span className="happened__at">
          <Moment at={String(record.at ?? record.createdAt)} />
        </span>
        <button
          type="button"
          className="linklike happened__edit"
          onClick={() => openForm({ entity: "followUp", id: record.id })}
        >
          {t("action.edit")}
        </button>
      </div>
      <Markdown text={String(record.content ?? "")} />
      {(record.nextStep !== undefined || record.nextOn !== undefined) && (
        <p className="happened__next">
          <span className="faint">{t("record.nextStep")}</span> {String(record.nextStep ?? say(nextOn?.label))}
          {nextOn && record.nextOn !== undefined && (
            <>
              {" · "}
              <Cell spec={nextOn} value={record.nextOn as FieldValue} />
            </>
          )}
        </p>
      )}
    </li>
  );
}

function Change({ entity, entry, titles }: { entity: EntityDescription; entry: HistoryEntry; titles: Titles }) {
  const { t, say } = useWords();
  const notice = useNotice();
  const verb =
    entry.verb === "created" || entry.verb === "deleted" || entry.verb === "restored" ? entry.verb : "updated";
  const fields = verb === "updated" ? (entry.fields ?? []) : [];
  const specs = fields.flatMap((change) => {
    const spec = entity.fields.find((each) => each.name === change.field);
    return spec && !spec.unlisted ? [{ change, spec }] : [];
  });
  return (
    <li className="happened">
      <div className="happened__head">
        <strong>{entry.actorName || titles[entry.actor ?? ""] || t("state.someone")}</strong>
        <span className="second">
          {t(`record.${verb}`)}
          {entry.label && verb === "updated" ? ` · ${entry.label}` : ""}
        </span>
        <span className="happened__at">
          <Moment at={entry.at} />
        </span>
        {verb === "updated" && (
          <button type="button" className="linklike happened__edit" onClick={() => void notice.undo(entry.set)}>
            {t("record.undoChange")}
          </button>
        )}
      </div>
      {specs.map(({ change, spec }) => (
        <p className="happened__change" key={change.field}>
          <span className="faint">{say(spec.label)}</span> <Value spec={spec} value={change.old} titles={titles} /> →{" "}
          <Value spec={spec} value={change.new} titles={titles} />
        </p>
      ))}
    </li>
  );
}

function Value({
  spec,
  value,
  titles,
}: {
  spec: EntityDescription["fields"][number];
  value: FieldValue;
  titles: Titles;
}) {
  const { t } = useWords();
  if (value === undefined || value === null || value === "")
    return <span className="faint">{t("record.fromEmpty")}</span>;
  return <Cell spec={spec} value={value} titles={titles} />;
}
