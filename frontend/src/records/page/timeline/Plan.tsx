import { type FieldValue, type FlatRecord, fieldOf, type Titles, useEntity } from "@/api";
import { sayDay } from "@/lib/day";
import { Moment } from "@/ui/Moment";
import { useNow } from "@/ui/now";
import { useWords } from "@/ui/words";
import { Cell } from "../../cells";
import { RecordLink } from "../../RecordLink";

/** Plan tells that something was planned, and what became of it. */
export function Plan({ record, titles }: { record: FlatRecord; titles: Titles }) {
  const { t, lang } = useWords();
  const now = useNow();
  const entity = useEntity("followUpPlan");
  const status = fieldOf(entity, "status");
  const words = { today: t("time.today"), yesterday: t("time.yesterday"), tomorrow: t("time.tomorrow") };
  return (
    <li className="happened happened--plan">
      <div className="happened__head">
        <strong>{titles[String(record.ownerId ?? record.createdBy ?? "")] ?? t("state.someone")}</strong>
        <span className="second">
          {t("timeline.planned", { day: sayDay(String(record.dueOn ?? ""), lang, now, words) })}
        </span>
        <span className="happened__at">
          <Moment at={String(record.createdAt)} />
        </span>
      </div>
      <p className="happened__change happened__stages">
        <RecordLink entity="followUpPlan" id={record.id} title={String(record.goal ?? "")} />
        {status && <Cell spec={status} value={record.status as FieldValue} />}
      </p>
    </li>
  );
}
