import { useState } from "react";
import { type EntityDescription, type FlatRecord, may, useDescribe } from "@/api";
import { Waiting } from "@/ui/lazily";
import { Segmented } from "@/ui/Segmented";
import { useWords } from "@/ui/words";
import { slots } from "../slots";
import { Change } from "./timeline/Change";
import { Deal } from "./timeline/Deal";
import { Files } from "./timeline/Files";
import type { Happening } from "./timeline/merge";
import { Order } from "./timeline/Order";
import { Plan } from "./timeline/Plan";
import { Said } from "./timeline/Said";
import { type Shown, useHappenings } from "./timeline/useHappenings";

/** Timeline tells what happened with a record, the latest first: said, planned, sold and changed. */
export function Timeline({ entity, record }: { entity: EntityDescription; record: FlatRecord }) {
  const { t } = useWords();
  const { byName } = useDescribe();
  const [shown, setShown] = useState<Shown>("all");
  const { items, more, earlier, kinds, titles } = useHappenings(entity, record, shown);
  const followUp = byName.get("followUp");
  const Composer = slots.composer;
  const deleted = record.deletedAt !== undefined && record.deletedAt !== null;

  const tell = (item: Happening) => {
    if (item.kind === "said")
      return followUp && <Said key={item.key} entity={followUp} record={item.record} titles={titles} of={record} />;
    if (item.kind === "plan") return <Plan key={item.key} record={item.record} titles={titles} />;
    if (item.kind === "deal") return <Deal key={item.key} item={item} titles={titles} of={record} />;
    if (item.kind === "order") return <Order key={item.key} record={item.record} titles={titles} />;
    if (item.kind === "files") return <Files key={item.key} entry={item.entry} />;
    return <Change key={item.key} entity={entity} entry={item.entry} made={item.made} titles={titles} />;
  };

  return (
    <section className="timeline" aria-label={t("record.timeline")}>
      {Composer && kinds.includes("said") && !deleted && followUp && may(followUp, "create") && (
        <div className="timeline__composer">
          <Waiting instead={<div className="composer composer--waiting" />}>
            <Composer key={record.id} entity={entity} record={record} />
          </Waiting>
        </div>
      )}
      <div className="timeline__head">
        <h2 className="panel__title">{t("record.timeline")}</h2>
        {kinds.length > 0 && (
          <Segmented<Shown>
            size="small"
            aria-label={t("timeline.kinds")}
            value={shown}
            onChange={setShown}
            options={(["all", ...kinds, "changes"] as const).map((kind) => ({
              value: kind,
              label: t(`timeline.${kind}`),
            }))}
          />
        )}
      </div>
      {items.length === 0 && !more && (
        <p className="faint">{shown === "all" ? t("record.noTimeline") : t("timeline.nothing")}</p>
      )}
      <ol className="timeline__list">{items.map(tell)}</ol>
      {more && items.length > 0 && (
        <button type="button" className="linklike" onClick={earlier}>
          {t("record.earlier")}
        </button>
      )}
    </section>
  );
}
