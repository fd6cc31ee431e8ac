import { type FieldValue, type FlatRecord, fieldOf, type Titles, useEntity } from "@/api";
import { sayDay } from "@/lib/day";
import { Moment } from "@/ui/Moment";
import { useNow } from "@/ui/now";
import { useWords } from "@/ui/words";
import { Cell } from "../../cells";
import { RecordLink } from "../../RecordLink";

/** Order tells what was ordered. */
export function Order({ record, titles }: { record: FlatRecord; titles: Titles }) {
  const { t, lang } = useWords();
  const now = useNow();
  const entity = useEntity("order");
  const total = fieldOf(entity, "total");
  const status = fieldOf(entity, "status");
  const words = { today: t("time.today"), yesterday: t("time.yesterday"), tomorrow: t("time.tomorrow") };
  return (
    <li className="happened happened--order">
      <div className="happened__head">
        <strong>{titles[String(record.ownerId ?? "")] ?? t("state.someone")}</strong>
        <span className="second">{t("timeline.ordered")}</span>
        <RecordLink entity="order" id={record.id} title={String(record.number ?? "")} />
        <span className="happened__at">
          {record.orderedOn ? (
            sayDay(String(record.orderedOn), lang, now, words)
          ) : (
            <Moment at={String(record.createdAt)} />
          )}
        </span>
      </div>
      <p className="happened__change happened__stages">
        {total && <Cell spec={total} value={record.total as FieldValue} />}
        {status && <Cell spec={status} value={record.status as FieldValue} />}
      </p>
    </li>
  );
}
