import type { EntityDescription, HistoryEntry, Titles } from "@/api";
import { exactInstant } from "@/lib/day";
import { Moment } from "@/ui/Moment";
import { useWords } from "@/ui/words";
import { Difference } from "../../history/Difference";
import { useNotice } from "../../notice";
import type { Made } from "./merge";

/** Change tells what somebody changed in the record itself, field by field, with the way back. */
export function Change(props: { entity: EntityDescription; entry: HistoryEntry; made?: Made; titles: Titles }) {
  const { entity, entry, made, titles } = props;
  const { t, say, lang } = useWords();
  const notice = useNotice();
  const verb =
    entry.verb === "created" || entry.verb === "deleted" || entry.verb === "restored" ? entry.verb : "updated";
  const fields = verb === "updated" ? (entry.fields ?? []) : [];
  // That this record was changed is said already.
  const says =
    verb === "updated" && entry.label && !entry.label.startsWith(t("record.changedOwn", { name: say(entity.label) }));
  const specs = fields.flatMap((change) => {
    const spec = entity.fields.find((each) => each.name === change.field);
    return spec && !spec.unlisted ? [{ change, spec }] : [];
  });
  return (
    <li className="happened">
      <div className="happened__head">
        <strong>{titles[made?.by ?? ""] || entry.actorName || titles[entry.actor ?? ""] || t("state.someone")}</strong>
        <span
          className="second"
          title={
            made && [t("record.takenIn", { at: exactInstant(entry.at, lang) }), entry.label].filter(Boolean).join(" · ")
          }
        >
          {t(`record.${verb}`)}
          {says ? ` · ${entry.label}` : ""}
        </span>
        <span className="happened__at">
          <Moment at={made?.at ?? entry.at} />
        </span>
        {verb === "updated" && (
          <button type="button" className="linklike happened__edit" onClick={() => void notice.undo(entry.set)}>
            {t("record.undoChange")}
          </button>
        )}
      </div>
      {specs.map(({ change, spec }) => (
        <p className="happened__change" key={change.field}>
          <span className="faint">{say(spec.label)}</span>{" "}
          <Difference spec={spec} before={change.old} after={change.new} titles={titles} />
        </p>
      ))}
    </li>
  );
}
