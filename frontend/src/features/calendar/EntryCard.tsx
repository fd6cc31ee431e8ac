import { Button, Popover } from "antd";
import { CalendarArrowUp, Check, PanelRight } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { type FieldSpec, fieldOf, may, useEntity } from "@/api";
import { sayDay, sayTime, toDay } from "@/lib/day";
import { Cell, isEmpty } from "@/records/cells";
import { DayInput } from "@/records/inputs/day";
import { titleOf } from "@/records/layouts";
import { RecordLink } from "@/records/RecordLink";
import { plus } from "@/ui/calendar/CalendarHost";
import { useNow } from "@/ui/now";
import { useWords } from "@/ui/words";
import type { Entry } from "./useEntries";

export interface EntryActions {
  open: (entry: Entry) => void;
  move: (entry: Entry, day: string) => void;
  complete: (entry: Entry) => void;
}

/** EntryCard shows an entry beside where it stands: what it is, with whom, and what can be done with it at once. */
export function EntryCard(props: { entry: Entry; anchor: HTMLElement; actions: EntryActions; onClose: () => void }) {
  const { entry, anchor, onClose } = props;
  const [box] = useState(() => anchor.getBoundingClientRect());
  const close = () => {
    onClose();
    if (anchor.isConnected) anchor.focus();
  };
  return (
    <Popover
      open
      trigger="click"
      placement="rightTop"
      classNames={{ root: "entrycard__pop" }}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      content={<Content entry={entry} actions={props.actions} onClose={close} />}
    >
      <span
        className="entrycard__anchor"
        style={{ left: box.left, top: box.top, width: box.width, height: box.height }}
        aria-hidden
      />
    </Popover>
  );
}

const shown = ["status", "stage", "amount", "total", "way"];

function Content({ entry, actions, onClose }: { entry: Entry; actions: EntryActions; onClose: () => void }) {
  const { t, say, lang } = useWords();
  const now = useNow();
  const entity = useEntity(entry.kind.entity);
  const root = useRef<HTMLDivElement>(null);
  const [day, setDay] = useState<string>();
  useEffect(() => {
    const frame = requestAnimationFrame(() => root.current?.querySelector<HTMLElement>(".ant-btn-primary")?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  const { row, titles, kind } = entry;
  if (!row || !entity) return null;
  const Icon = kind.icon;
  const words = { today: t("time.today"), yesterday: t("time.yesterday"), tomorrow: t("time.tomorrow") };
  const when = sayDay(entry.day, lang, now, words);
  const customer = typeof row.customerId === "string" ? row.customerId : undefined;
  const today = toDay(now);
  const change = may(entity, "update", row);
  const act = (does: () => void) => () => {
    onClose();
    does();
  };
  return (
    <div
      ref={root}
      role="dialog"
      aria-label={entry.title}
      className="entrycard"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      <div className="entrycard__kind" style={{ color: kind.colour }}>
        <Icon size={14} aria-hidden />
        {say(entity.label)}
        {entry.late && <span className="entrycard__late">{t("calendar.late")}</span>}
      </div>
      <h3 className="entrycard__title">{titleOf(entity, row, titles)}</h3>
      <dl className="entrycard__facts">
        <Fact label={say(fieldOf(entity, kind.day)?.label)}>
          {when}
          {entry.start.includes("T") && ` ${sayTime(entry.start, lang)}`}
        </Fact>
        {customer && entity.name !== "customer" && (
          <Fact label={say(fieldOf(entity, "customerId")?.label)}>
            <RecordLink entity="customer" id={customer} title={titles[customer]} />
          </Fact>
        )}
        {shown
          .flatMap((name) => (isEmpty(row[name] as string) ? [] : (fieldOf(entity, name) ?? [])))
          .map((spec: FieldSpec) => (
            <Fact key={spec.name} label={say(spec.label)}>
              <Cell spec={spec} value={row[spec.name] as string} titles={titles} />
            </Fact>
          ))}
        {typeof row.ownerId === "string" && (
          <Fact label={say(fieldOf(entity, "ownerId")?.label)}>{titles[row.ownerId] ?? "—"}</Fact>
        )}
      </dl>
      {entry.movable && change && (
        <div className="entrycard__move">
          <span className="entrycard__label">
            <CalendarArrowUp size={13} aria-hidden />
            {t("calendar.moveTo")}
          </span>
          {(["tomorrow", "nextMonday"] as const).map((to) => (
            <Button key={to} size="small" onClick={act(() => actions.move(entry, dayFor(to, today, now)))}>
              {t(`calendar.to.${to}`)}
            </Button>
          ))}
          <DayInput
            id="entry-day"
            spec={daySpec}
            value={day}
            tight
            label={t("calendar.moveTo")}
            placeholder={t("calendar.to.other")}
            onChange={(value) => {
              if (typeof value !== "string" || value === "") return;
              setDay(value);
              act(() => actions.move(entry, value))();
            }}
          />
        </div>
      )}
      <div className="entrycard__foot">
        {kind.entity === "followUpPlan" && !entry.done && change && (
          <Button size="small" icon={<Check size={14} aria-hidden />} onClick={act(() => actions.complete(entry))}>
            {t("calendar.complete")}
          </Button>
        )}
        <Button
          size="small"
          type="primary"
          icon={<PanelRight size={14} aria-hidden />}
          onClick={act(() => actions.open(entry))}
        >
          {t("action.open")}
        </Button>
      </div>
    </div>
  );
}

const daySpec: FieldSpec = { name: "day", label: { zh: "", en: "" }, kind: "day" };

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function dayFor(to: "tomorrow" | "nextMonday", today: string, now: Date): string {
  if (to === "tomorrow") return plus(today, 1);
  const weekday = now.getDay() === 0 ? 7 : now.getDay();
  return plus(today, 8 - weekday);
}
