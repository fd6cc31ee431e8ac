import { Input } from "antd";
import { ChevronDown, GripVertical, Search, X } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import type { EntityDescription } from "@/api";
import type { PivotView } from "@/features/dashboard/board";
import { match } from "@/lib/pinyin";
import { ButtonMenu } from "@/ui/ButtonMenu";
import { type Carried, DragHost, type DragWords, useCarried, usePlace } from "@/ui/drag/DragHost";
import { useWords } from "@/ui/words";
import { cutsOf, groupOf, groups, measureOf, opsOf, type PivotField } from "./model";
import { useNames } from "./useNames";

type Zone = "rows" | "columns" | "values";
const zones: Zone[] = ["rows", "columns", "values"];
const room: { [zone in Zone]: number } = { rows: 2, columns: 1, values: 3 };

/** What is carried: a field of the list, or one that already stands in a zone. */
interface Thing {
  path: string;
  from?: { zone: Zone; at: number };
}

/** Fields are what a pivot is made of: carried into a zone by the mouse or the keys, or put there by a menu. */
export function Fields(props: {
  entity: EntityDescription;
  fields: PivotField[];
  view: PivotView;
  onView: (view: PivotView) => void;
  children: ReactNode;
}) {
  const { entity, fields, view, onView } = props;
  const { t } = useWords();
  const names = useNames(entity);
  const [typed, setTyped] = useState("");
  const words = useMemo(
    (): DragWords => ({
      help: t("dashboard.dragHelp"),
      lifted: (thing) => t("dashboard.lifted", { thing }),
      over: (thing, place) => t("dashboard.over", { thing, place }),
      dropped: (thing, place) => t("dashboard.dropped", { thing, place }),
      back: (thing) => t("dashboard.back", { thing }),
    }),
    [t],
  );
  const known = (path: string) => fields.find((each) => each.path === path);
  const put = (thing: Thing, zone: Zone) => {
    const field = known(thing.path);
    if (field && thing.from?.zone !== zone) onView(place(thing.from ? without(view, thing.from) : view, field, zone));
  };
  const drop = (carried: Carried<Thing>, to: string) => {
    const zone = zones.find((each) => each === to);
    if (zone) put(carried.thing, zone);
    else if (carried.thing.from) onView(without(view, carried.thing.from));
  };
  const shown = fields.filter((field) => typed.trim() === "" || match(names.path(field.path), typed.trim()) > 0);
  const used = new Set([...view.rows, ...view.columns, ...view.values].map((each) => each.field));
  return (
    <DragHost<Thing>
      words={words}
      onDrop={drop}
      onCarry={() => undefined}
      overlay={(carried) => <span className="pivot__chip is-carried">{carried.label}</span>}
    >
      <div className="pivot__parts">
        <Palette label={t("dashboard.fields")}>
          <Input
            size="small"
            allowClear
            prefix={<Search size={13} aria-hidden />}
            placeholder={t("dashboard.findField")}
            aria-label={t("dashboard.findField")}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <ul className="pivot__fields">
            {shown.map((field) => (
              <FieldItem
                key={field.path}
                name={names.path(field.path)}
                field={field}
                used={used.has(field.path)}
                onPut={(zone) => put({ path: field.path }, zone)}
              />
            ))}
          </ul>
          {shown.length === 0 && <p className="faint">{t("dashboard.noField")}</p>}
        </Palette>
        <div className="pivot__right">
          <div className="pivot__zones">
            {zones.map((zone) => (
              <ZoneBox key={zone} zone={zone} view={view} names={names} fields={fields} onView={onView} onPut={put} />
            ))}
          </div>
          {props.children}
        </div>
      </div>
    </DragHost>
  );
}

function Palette({ label, children }: { label: string; children: ReactNode }) {
  const { ref, over } = usePlace("fields", label);
  return (
    <section
      ref={ref}
      data-print="hide"
      className={over ? "pivot__palette is-over" : "pivot__palette"}
      aria-label={label}
    >
      {children}
    </section>
  );
}

function FieldItem(props: { name: string; field: PivotField; used: boolean; onPut: (zone: Zone) => void }) {
  const { name, field, used, onPut } = props;
  const { t } = useWords();
  const { ref, listeners, describedBy, lifted } = useCarried<Thing>(
    `field ${field.path}`,
    { label: name, from: "fields", thing: { path: field.path } },
    { kind: t("dashboard.field") },
    false,
  );
  const fit = zones.filter((zone) => zone === "values" || groups(field.spec));
  return (
    <li className={lifted ? "pivot__field is-lifted" : "pivot__field"}>
      <ButtonMenu
        menu={{
          items: fit.map((zone) => ({ key: zone, label: t(`dashboard.putInto.${zone}`), onClick: () => onPut(zone) })),
        }}
      >
        <button
          ref={ref}
          type="button"
          className={used ? "pivot__name is-used" : "pivot__name"}
          aria-describedby={describedBy}
          {...listeners}
        >
          <GripVertical size={12} aria-hidden />
          <span>{name}</span>
        </button>
      </ButtonMenu>
    </li>
  );
}

function ZoneBox(props: {
  zone: Zone;
  view: PivotView;
  fields: PivotField[];
  names: ReturnType<typeof useNames>;
  onView: (view: PivotView) => void;
  onPut: (thing: Thing, zone: Zone) => void;
}) {
  const { zone, view, names } = props;
  const { t } = useWords();
  const label = t(`dashboard.zone.${zone}`);
  const { ref, over } = usePlace(zone, label);
  const items = view[zone];
  return (
    <section ref={ref} className={over ? "pivot__zone is-over" : "pivot__zone"} aria-label={label} data-zone={zone}>
      <h3 className="pivot__label">{label}</h3>
      {items.map((item, at) => (
        <Chip
          key={`${item.field ?? ""} ${at}`}
          at={at}
          path={item.field ?? ""}
          words={
            zone === "values"
              ? names.value(view.values[at] ?? { op: "count" })
              : names.group({ field: item.field ?? "", by: "by" in item ? item.by : undefined })
          }
          {...props}
        />
      ))}
      {items.length === 0 && <span className="pivot__hint">{t(`dashboard.zoneHint.${zone}`)}</span>}
    </section>
  );
}

function Chip(props: {
  zone: Zone;
  at: number;
  path: string;
  words: string;
  view: PivotView;
  fields: PivotField[];
  onView: (view: PivotView) => void;
  onPut: (thing: Thing, zone: Zone) => void;
}) {
  const { zone, at, path, words, view, fields, onView, onPut } = props;
  const { t } = useWords();
  const field = fields.find((each) => each.path === path);
  const { ref, listeners, describedBy, lifted } = useCarried<Thing>(
    `${zone} ${at} ${path}`,
    { label: words, from: zone, thing: { path, from: { zone, at } } },
    { kind: t("dashboard.field") },
    path === "",
  );
  const chosen = zone === "values" ? view.values[at]?.op : (view[zone][at] as { by?: string } | undefined)?.by;
  const kinds =
    zone === "values"
      ? path === ""
        ? []
        : opsOf(field?.spec).map((op) => ({ key: op, label: t(`dashboard.op.${op as "sum"}`) }))
      : cutsOf(field?.spec).map((cut) => ({ key: cut, label: t(`dashboard.cutBy.${cut as "month"}`) }));
  const set = (key: string) =>
    onView({
      ...view,
      [zone]: view[zone].map((each, n) =>
        n !== at ? each : zone === "values" ? { ...each, op: key } : { ...each, by: key },
      ),
    });
  const moves = zones.filter((each) => each !== zone && field && (each === "values" || groups(field.spec)));
  return (
    <span className={lifted ? "pivot__chip is-lifted" : "pivot__chip"}>
      <ButtonMenu
        menu={{
          selectable: kinds.length > 0,
          selectedKeys: chosen ? [chosen] : [],
          items: [
            ...kinds.map((kind) => ({ ...kind, onClick: () => set(kind.key) })),
            ...(kinds.length > 0 && moves.length > 0 ? [{ type: "divider" as const }] : []),
            ...moves.map((each) => ({
              key: `to ${each}`,
              label: t(`dashboard.putInto.${each}`),
              onClick: () => onPut({ path, from: { zone, at } }, each),
            })),
          ],
        }}
      >
        <button ref={ref} type="button" className="pivot__chipname" aria-describedby={describedBy} {...listeners}>
          <span>{words}</span>
          <ChevronDown size={12} aria-hidden />
        </button>
      </ButtonMenu>
      <button
        type="button"
        className="iconbutton iconbutton--small"
        aria-label={t("dashboard.takeOut", { name: words })}
        onClick={() => onView(without(view, { zone, at }))}
      >
        <X size={12} aria-hidden />
      </button>
    </span>
  );
}

/** without takes what stands at a place of a zone out. */
function without(view: PivotView, from: { zone: Zone; at: number }): PivotView {
  const next = { ...view, [from.zone]: view[from.zone].filter((_, n) => n !== from.at) };
  if (from.zone === "values" && view.sort) next.sort = undefined;
  return next;
}

/** place puts a field into a zone; where a zone is full, the last of it makes room. */
function place(view: PivotView, field: PivotField, zone: Zone): PivotView {
  if (zone === "values") {
    const values = [
      ...view.values.filter((each) => each.field !== undefined || view.values.length > 1),
      measureOf(field),
    ];
    return { ...view, values: values.slice(-room.values) };
  }
  if (!groups(field.spec)) return view;
  const away = {
    ...view,
    rows: view.rows.filter((each) => each.field !== field.path),
    columns: view.columns.filter((each) => each.field !== field.path),
  };
  return { ...away, [zone]: [...away[zone].slice(0, room[zone] - 1), groupOf(field)] };
}
