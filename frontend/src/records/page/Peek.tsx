import { ChevronDown, ChevronUp, Maximize2, X } from "lucide-react";
import {
  memo,
  type KeyboardEvent as ReactKeyboardEvent,
  type PointerEvent as ReactPointerEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { type EntityDescription, type FlatRecord, may, useNear, useRecord } from "@/api";
import { composing, showKeys, typing } from "@/lib/keyboard";
import { group } from "@/lib/money";
import { stored } from "@/lib/stored";
import { useAfterwards } from "@/ui/Afterwards";
import { FaultPanel } from "@/ui/FaultPanel";
import { IconButton } from "@/ui/IconButton";
import { useWords } from "@/ui/words";
import { Attachments } from "../attachments/Attachments";
import { useCurrentRecord } from "../current";
import { titleOf } from "../layouts";
import { useBeside } from "../table/beside";
import { Facts } from "./Facts";
import { RecordHeader } from "./RecordHeader";
import { Related } from "./Related";
import { Timeline } from "./Timeline";

const narrowest = 340;
const fitting = (width: number) => Math.round(Math.max(narrowest, Math.min(window.innerWidth * 0.7, width)));

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
  const go = useBeside((beside) => (beside.id === id ? beside.go : undefined));
  usePeekKeys(panel, { onClose, onPage: () => onPage(id), go });

  const startWidth = (event: ReactPointerEvent) => {
    event.preventDefault();
    const from = panel.current?.offsetWidth ?? 480;
    const startX = event.clientX;
    let now = from;
    const move = (to: PointerEvent) => {
      now = fitting(from + startX - to.clientX);
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

  // The arrows do what the pointer does: to the left it grows.
  const stepWidth = (event: ReactKeyboardEvent) => {
    const by = event.key === "ArrowLeft" ? 24 : event.key === "ArrowRight" ? -24 : 0;
    if (by === 0) return;
    event.preventDefault();
    const to = fitting((panel.current?.offsetWidth ?? 480) + by);
    setWidth(to);
    stored.set("peek", to);
  };

  const record = found.data;
  return (
    <aside ref={panel} className="peek" aria-label={t("keys.openPeek")} style={width ? { width } : undefined}>
      <div
        className="peek__edge"
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={t("keys.peekWidth")}
        aria-valuemin={narrowest}
        aria-valuemax={Math.round(window.innerWidth * 0.7)}
        aria-valuenow={width ?? Math.round(window.innerWidth * 0.4)}
        onPointerDown={startWidth}
        onKeyDown={stepWidth}
      />
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
                <Neighbours id={id} />
                <IconButton label={t("action.openPage")} keys={showKeys("mod+enter")} onClick={() => onPage(id)}>
                  <Maximize2 size={15} aria-hidden />
                </IconButton>
                <IconButton label={t("action.close")} keys="Esc" onClick={onClose}>
                  <X size={16} aria-hidden />
                </IconButton>
              </>
            }
          />
          <Body entity={entity} record={record} />
        </>
      )}
    </aside>
  );
}

// What a record says of itself, and then what belongs to it. From one to the next the words change and the parts stay;
// what belongs to the one before is put out of sight at once, and taken away when there is time.
function Body({ entity, record }: { entity: EntityDescription; record: FlatRecord }) {
  const body = useRef<HTMLDivElement>(null);
  const scrolled = useRef(false);
  const late = useAfterwards(record);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another record begins at its top
  useLayoutEffect(() => {
    if (scrolled.current && body.current) body.current.scrollTop = 0;
    scrolled.current = false;
  }, [record.id]);
  return (
    <div
      ref={body}
      className="peek__body"
      onScroll={(event) => {
        scrolled.current = event.currentTarget.scrollTop > 0;
      }}
    >
      <Facts entity={entity} record={record} editable={may(entity, "update", record)} />
      {late && (
        <div className="peek__rest" hidden={late.id !== record.id}>
          <Rest key={late.id} entity={entity} record={late} />
        </div>
      )}
    </div>
  );
}

const Rest = memo(function Rest({ entity, record }: { entity: EntityDescription; record: FlatRecord }) {
  return (
    <>
      <Related entity={entity} record={record} />
      <Attachments entity={entity} record={record} />
      <Timeline entity={entity} record={record} />
      <Near entity={entity.name} id={record.id} />
    </>
  );
});

// The records one comes to next are read by the time one does.
function Near({ entity, id }: { entity: string; id: string }) {
  const near = useBeside((beside) => (beside.id === id ? beside.near : nobody));
  useNear(entity, near);
  return null;
}

const nobody: readonly string[] = [];

// The one before and the one after, through what the list shows, and where one is in it.
function Neighbours({ id }: { id: string }) {
  const { t } = useWords();
  const beside = useBeside();
  if (beside.id !== id || !beside.go) return null;
  const { at, count, go } = beside;
  return (
    <span className="peek__neighbours">
      {at >= 0 && (
        <span className="figure faint">
          {group(String(at + 1))} / {group(String(count))}
        </span>
      )}
      <IconButton label={t("action.previous")} keys={showKeys("k")} disabled={at === 0} onClick={() => go(-1)}>
        <ChevronUp size={16} aria-hidden />
      </IconButton>
      <IconButton
        label={t("action.next")}
        keys={showKeys("j")}
        disabled={at >= 0 && at >= count - 1}
        onClick={() => go(1)}
      >
        <ChevronDown size={16} aria-hidden />
      </IconButton>
    </span>
  );
}

const over = ".ant-modal-wrap:not([style*='display: none']), .ant-drawer-open, .ant-dropdown:not(.ant-dropdown-hidden)";

// Esc closes the side view from anywhere; inside of it J and K go on, Ctrl+Enter opens the page.
function usePeekKeys(
  panel: RefObject<HTMLElement | null>,
  act: { onClose: () => void; onPage: () => void; go: ((by: 1 | -1) => void) | undefined },
): void {
  const { onClose, onPage, go } = act;
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if (event.defaultPrevented || composing(event) || typing(event.target)) return;
      // What lies over the page is meant first.
      if (document.querySelector(over)) return;
      if (event.key === "Escape") {
        onClose();
        return;
      }
      const inside = event.target instanceof Node && panel.current?.contains(event.target);
      if (!inside && event.target !== document.body) return;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        onPage();
      }
      if (event.ctrlKey || event.metaKey || event.altKey || !go) return;
      if (event.key === "j") go(1);
      else if (event.key === "k") go(-1);
    };
    window.addEventListener("keydown", heard);
    return () => window.removeEventListener("keydown", heard);
  }, [panel, onClose, onPage, go]);
}
