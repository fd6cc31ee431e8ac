import { Plus } from "lucide-react";
import { type ComponentProps, Suspense, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { type EntityDescription, type FlatRecord, type Output, useAnswer } from "@/api";
import { group } from "@/lib/money";
import { lazily } from "@/ui/lazily";
import { useWords } from "@/ui/words";
import { titleOf } from "../layouts";
import { AttachmentRow } from "./AttachmentRow";
import { isPicture } from "./kinds";
import { SendingRow } from "./SendingRow";
import { useUploads } from "./uploads";
import { useDrop, useTake } from "./useTake";

export type Attachment = Output<"attachments.list">["attachments"][number];

const Viewer = lazily<ComponentProps<typeof import("./Viewer").Viewer>>(() =>
  import("./Viewer").then((module) => ({ default: module.Viewer })),
);

const few = 6;

/** Attachments are the files of a record: added by a button, by dropping them on the record, by pasting a picture. */
export function Attachments({ entity, record }: { entity: EntityDescription; record: FlatRecord }) {
  if (!entity.attachable) return null;
  return <Panel key={record.id} entity={entity} record={record} />;
}

function Panel({ entity, record }: { entity: EntityDescription; record: FlatRecord }) {
  const { t } = useWords();
  const panel = useRef<HTMLElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const [whole, setWhole] = useState(false);
  const [seen, setSeen] = useState<string>();
  // Who may read the record decides, so a change of the record is asked about too.
  const found = useAnswer("attachments.list", { entity: entity.name, id: record.id }, ["attachment", entity.name]);
  const list = found.data?.attachments ?? [];
  const may = found.data?.may ?? false;
  const take = useTake(entity.name, record.id);
  const over = useDrop(panel, may, take);
  const to = `${entity.name}/${record.id}`;
  const sending = useUploads((uploads) => uploads.list).filter((each) => each.to === to);
  const shown = whole ? list : list.slice(0, few);
  const pictures = list.filter((each) => isPicture(each.name));

  return (
    <section ref={panel} className="attach" aria-label={t("attach.title")}>
      <div className="related__head">
        <h2 className="panel__title">
          {t("attach.title")} <span className="faint figure">{list.length > 0 ? group(String(list.length)) : ""}</span>
        </h2>
        {may && (
          <button
            type="button"
            className="iconbutton"
            aria-label={t("attach.add")}
            title={t("attach.add")}
            onClick={() => chooser.current?.click()}
          >
            <Plus size={15} aria-hidden />
          </button>
        )}
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          aria-label={t("attach.add")}
          onChange={(event) => {
            const files = Array.from(event.target.files ?? []);
            event.target.value = "";
            void take(files);
          }}
        />
      </div>
      {found.isSuccess && list.length === 0 && sending.length === 0 && (
        <p className="faint related__none">{t(may ? "attach.none" : "attach.noneRead")}</p>
      )}
      {sending.length > 0 && (
        <ul className="attach__rows" aria-live="polite">
          {sending.map((each) => (
            <SendingRow key={each.key} sending={each} />
          ))}
        </ul>
      )}
      <ul className="attach__rows">
        {shown.map((each) => (
          <AttachmentRow key={each.id} attachment={each} may={may} onShow={() => setSeen(each.id)} />
        ))}
      </ul>
      {list.length > few && (
        <button type="button" className="linklike" onClick={() => setWhole((was) => !was)}>
          {whole ? t("attach.fewer") : t("attach.all", { count: list.length })}
        </button>
      )}
      {seen !== undefined && (
        <Suspense fallback={null}>
          <Viewer pictures={pictures} id={seen} onSee={setSeen} onClose={() => setSeen(undefined)} />
        </Suspense>
      )}
      {over &&
        createPortal(
          <div className="attach__curtain" aria-hidden>
            <strong>{t("attach.drop")}</strong>
            <span className="second">{t("attach.dropTo", { title: titleOf(entity, record, record.titles) })}</span>
          </div>,
          over,
        )}
    </section>
  );
}
