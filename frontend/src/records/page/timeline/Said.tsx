import type { EntityDescription, FieldValue, FlatRecord, LinkValue, Titles } from "@/api";
import { Markdown } from "@/ui/Markdown";
import { Moment } from "@/ui/Moment";
import { useWords } from "@/ui/words";
import { Cell } from "../../cells";
import { openForm } from "../../form/store";
import { RecordLink } from "../../RecordLink";
import { Way } from "../../Way";

/** Said tells of a call, a visit, a message. */
export function Said({
  entity,
  record,
  titles,
  of,
}: {
  entity: EntityDescription;
  record: FlatRecord;
  titles: Titles;
  /** The record whose timeline this is. */
  of: FlatRecord;
}) {
  const { t, say } = useWords();
  const way = entity.fields.find((spec) => spec.name === "way");
  const nextOn = entity.fields.find((spec) => spec.name === "nextOn");
  const subject = record.subject as LinkValue | undefined;
  const contact = entity.fields.find((spec) => spec.name === "contactId");
  return (
    <li className="happened happened--said">
      <div className="happened__head">
        <strong>{titles[String(record.ownerId ?? record.createdBy ?? "")] ?? t("state.someone")}</strong>
        {way && <Way spec={way} value={record.way as FieldValue} />}
        {contact && record.contactId !== undefined && (
          <Cell spec={contact} value={record.contactId as FieldValue} titles={titles} />
        )}
        {subject && subject.id !== of.id && subject.id !== record.contactId && subject.id !== record.customerId && (
          <RecordLink entity={subject.entity} id={subject.id} title={titles[subject.id]} />
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
          <span className="faint">{record.nextStep ? t("record.nextStep") : say(nextOn?.label)}</span>{" "}
          {record.nextStep !== undefined && String(record.nextStep)}
          {nextOn && record.nextOn !== undefined && (
            <>
              {record.nextStep !== undefined && " · "}
              <Cell spec={nextOn} value={record.nextOn as FieldValue} />
            </>
          )}
        </p>
      )}
    </li>
  );
}
