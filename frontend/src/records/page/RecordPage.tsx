import { Alert, Button } from "antd";
import { may, useDescribe, useEntity, useRecord } from "@/api";
import { Afterwards } from "@/ui/Afterwards";
import { Delayed } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { FaultPanel } from "@/ui/FaultPanel";
import { Waiting } from "@/ui/lazily";
import { useWords } from "@/ui/words";
import { Attachments } from "../attachments/Attachments";
import { useCurrentRecord } from "../current";
import { titleOf } from "../layouts";
import { relationsOf } from "../related";
import { slots } from "../slots";
import { Facts } from "./Facts";
import { LineTables } from "./LineTables";
import { RecordHeader } from "./RecordHeader";
import { Related } from "./Related";
import { Timeline } from "./Timeline";

/** RecordPage is one record of any entity: facts left, what happened in the middle, what belongs to it right. */
export function RecordPage(props: {
  entity: string;
  id: string;
  onGone: () => void;
  onOpen: (id: string) => void;
  onBin: () => void;
}) {
  const { t } = useWords();
  const entity = useEntity(props.entity);
  const { entities } = useDescribe();
  const found = useRecord(props.entity, props.id);
  const record = found.data;
  useCurrentRecord(props.entity, record, record ? titleOf(entity, record, record.titles) : "");
  if (!entity || found.error?.kind === "notFound") {
    return (
      <Empty title={t("record.notFoundTitle")} text={t("record.notFoundText")}>
        <Button onClick={props.onBin}>{t("record.toBin")}</Button>
      </Empty>
    );
  }
  if (found.error && !record) return <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />;
  if (!record) return <Delayed>{<p className="list__waiting">{t("state.loading")}</p>}</Delayed>;
  const hasRelated = relationsOf(entity, entities).some((relation) => relation.entity.name !== "followUp");
  const Head = slots.heads[entity.name];
  const deleted = record.deletedAt !== undefined && record.deletedAt !== null;
  return (
    <div className="record">
      <RecordHeader entity={entity} record={record} onDeleted={props.onGone} onOpen={props.onOpen} />
      {Head && !deleted && (
        <Waiting instead={<div className="figures figures--waiting" />}>
          <Head entity={entity} record={record} />
        </Waiting>
      )}
      {deleted && <Alert type="warning" banner title={t("record.deletedBanner")} />}
      <div className={hasRelated ? "record__columns" : "record__columns record__columns--two"}>
        <section className="record__facts" aria-label={t("record.facts")}>
          <Facts entity={entity} record={record} editable={!deleted && may(entity, "update", record)} skipLines />
          {!hasRelated && <Attachments entity={entity} record={record} />}
        </section>
        <div className="record__middle">
          <LineTables entity={entity} record={record} />
          <Afterwards>
            <Timeline key={record.id} entity={entity} record={record} />
          </Afterwards>
        </div>
        {hasRelated && (
          <div className="record__right">
            <Afterwards>
              <Related entity={entity} record={record} />
              <Attachments entity={entity} record={record} />
            </Afterwards>
          </div>
        )}
      </div>
    </div>
  );
}
