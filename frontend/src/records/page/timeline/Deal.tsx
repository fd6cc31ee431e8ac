import { type FieldValue, type FlatRecord, fieldOf, type Titles, useEntity } from "@/api";
import { Moment } from "@/ui/Moment";
import { useWords } from "@/ui/words";
import { Cell } from "../../cells";
import { RecordLink } from "../../RecordLink";
import type { Happening } from "./merge";

/** Deal tells how far a deal came: opened, moved on, won, lost. */
export function Deal(props: { item: Happening & { kind: "deal" }; titles: Titles; of: FlatRecord }) {
  const { item, titles, of } = props;
  const { deal, entry } = item;
  const { t } = useWords();
  const entity = useEntity("opportunity");
  const stage = fieldOf(entity, "stage");
  const amount = fieldOf(entity, "amount");
  // The amount is that of today: it is told where a deal began and where it ended.
  const tellsAmount = !entry.from || entry.to === "won" || entry.to === "lost";
  return (
    <li className="happened happened--deal">
      <div className="happened__head">
        <strong>{titles[entry.by ?? ""] ?? t("state.someone")}</strong>
        <span className="second">{t(entry.from ? "timeline.moved" : "timeline.opened")}</span>
        {deal.id !== of.id && <RecordLink entity="opportunity" id={deal.id} title={String(deal.name ?? "")} />}
        <span className="happened__at">
          <Moment at={String(entry.at ?? "")} />
        </span>
      </div>
      {stage && (
        <p className="happened__change happened__stages">
          {entry.from && (
            <>
              <Cell spec={stage} value={entry.from} /> →{" "}
            </>
          )}
          <Cell spec={stage} value={entry.to ?? ""} />
          {entry.from && (entry.days ?? 0) > 0 && (
            <span className="faint">{t("timeline.stayed", { count: entry.days ?? 0 })}</span>
          )}
          {deal.id !== of.id && tellsAmount && amount && deal.amount !== undefined && (
            <Cell spec={amount} value={deal.amount as FieldValue} />
          )}
          {entry.reason && <span>{entry.reason}</span>}
        </p>
      )}
    </li>
  );
}
