import { Button } from "antd";
import { Maximize2, X } from "lucide-react";
import { type PointerEvent as ReactPointerEvent, useEffect, useRef, useState } from "react";
import { type EntityDescription, may, useRecord } from "@/api";
import { composing, showKeys, typing } from "@/lib/keyboard";
import { stored } from "@/lib/stored";
import { FaultPanel } from "@/ui/FaultPanel";
import { useWords } from "@/ui/words";
import { useCurrentRecord } from "../current";
import { titleOf } from "../layouts";
import { Facts } from "./Facts";
import { RecordHeader } from "./RecordHeader";
import { Related } from "./Related";
import { Timeline } from "./Timeline";

const narrowest = 340;

/** Peek shows a record beside the list it stands in; the list stays, and its arrows keep peeking. */
export function Peek(props: {
  entity: EntityDescription;
  id: string;
  onClose: () => void;
  onPage: (id: string) => void;
}) {
  const { entity, id, onClose, onPage } = props;
  const { t } = useWords();
  const found = useRecord(entity.name, id);
  useCurrentRecord(entity.name, found.data, found.data ? titleOf(entity, found.data, found.data.titles) : "");
  const panel = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(() => stored.get<number>("peek"));

  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || composing(event) || typing(event.target)) return;
      if (document.querySelector(".ant-modal-wrap:not([style*='display: none']), .ant-drawer-open")) return;
      onClose();
    };
    window.addEventListener("keydown", close);
    return () => window.removeEventListener("keydown", close);
  }, [onClose]);

  const startWidth = (event: ReactPointerEvent) => {
    event.preventDefault();
    const from = panel.current?.offsetWidth ?? 480;
    const startX = event.clientX;
    let now = from;
    const move = (to: PointerEvent) => {
      now = Math.max(narrowest, Math.min(window.innerWidth * 0.7, from + startX - to.clientX));
      setWidth(now);
    };
    const up = () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      stored.set("peek", now);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
  };

  const record = found.data;
  return (
    <aside ref={panel} className="peek" aria-label={t("keys.openPeek")} style={width ? { width } : undefined}>
      <div className="peek__edge" aria-hidden onPointerDown={startWidth} />
      {found.error && !record && <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />}
      {record && (
        <>
          <RecordHeader
            entity={entity}
            record={record}
            level="h2"
            onDeleted={onClose}
            onOpen={onPage}
            extra={
              <>
                <Button
                  type="text"
                  icon={<Maximize2 size={15} aria-hidden />}
                  aria-label={t("action.openPage")}
                  title={`${t("action.openPage")} ${showKeys("mod+enter")}`}
                  onClick={() => onPage(id)}
                />
                <Button
                  type="text"
                  icon={<X size={16} aria-hidden />}
                  aria-label={t("action.close")}
                  title={`${t("action.close")} Esc`}
                  onClick={onClose}
                />
              </>
            }
          />
          <div className="peek__body" key={record.id}>
            <Facts entity={entity} record={record} editable={may(entity, "update")} />
            <Related entity={entity} record={record} />
            <Timeline entity={entity} record={record} />
          </div>
        </>
      )}
    </aside>
  );
}
