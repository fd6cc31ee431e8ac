import { type Output, useDescribe } from "@/api";
import { stampOf } from "@/lib/stamp";
import { RecordLink } from "@/records/RecordLink";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";

type AuditEvent = Output<"audit.list">["events"][number];

/** EventTable shows events: when, who, what, from where. */
export function EventTable({ events, total }: { events: AuditEvent[]; total: number }) {
  const { t } = useWords();
  return (
    <table className="plain audit__table">
      <caption className="audit__count">{t("audit.count", { count: total })}</caption>
      <thead>
        <tr>
          <th scope="col">{t("audit.when")}</th>
          <th scope="col">{t("audit.who")}</th>
          <th scope="col">{t("audit.kind")}</th>
          <th scope="col">{t("audit.what")}</th>
          <th scope="col">{t("audit.door")}</th>
        </tr>
      </thead>
      <tbody>
        {events.map((each) => (
          <tr key={each.id}>
            <td className="figure audit__at">{stampOf(each.at)}</td>
            <td className="audit__name">{each.userName || t("audit.nobody")}</td>
            <td className="audit__kind">
              <Tone tone={each.tone}>{each.label}</Tone>
            </td>
            <td>
              <What event={each} />
            </td>
            <td className="second audit__door">
              {each.door}
              {each.from && <span className="faint"> · {each.from}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

// What happened; the name of the record within it leads there, and where it is not named, its link stands behind.
function What({ event }: { event: AuditEvent }) {
  const { byName } = useDescribe();
  const { what, title, recordId, entity } = event;
  if (!recordId || !entity || !byName.has(entity)) return <>{what}</>;
  const at = title ? what.indexOf(title) : -1;
  const link = <RecordLink entity={entity} id={recordId} title={title || recordId} />;
  if (!title || at < 0)
    return (
      <>
        {what} {link}
      </>
    );
  return (
    <>
      {what.slice(0, at)}
      {link}
      {what.slice(at + title.length)}
    </>
  );
}
