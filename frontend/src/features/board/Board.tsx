import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type FieldValue, type FlatRecord, may, type Sort, type Titles, useAnswer, useDescribe } from "@/api";
import { typing } from "@/lib/keyboard";
import { stored } from "@/lib/stored";
import { both } from "@/records/filter/model";
import { firstColumns, layoutOf, titleOf } from "@/records/layouts";
import type { ListViewProps } from "@/records/slots";
import { EmptyList } from "@/records/table/EmptyList";
import { useOpenList } from "@/records/useOpenList";
import { Delayed } from "@/ui/Delayed";
import { type Carried, DragHost } from "@/ui/drag/DragHost";
import { FaultPanel } from "@/ui/FaultPanel";
import { usePreferences } from "@/ui/preferences";
import { useWords } from "@/ui/words";
import { BoardBar } from "./BoardBar";
import { CardBody, cardFields } from "./Card";
import { type Asked, CardMenu } from "./CardMenu";
import type { CardThing } from "./CardShell";
import { asksOf, DropDialog, type Dropped } from "./DropDialog";
import { type BoardContext, Lane, type LaneHandle } from "./Lane";
import {
  groupables,
  groupBy,
  headsOf,
  type Lane as LaneOf,
  lanesOf,
  laneWhere,
  pipelineIn,
  rottenWhere,
  withOthers,
  withPipeline,
} from "./lanes";
import { cardHeight, cardLines } from "./size";
import { useDragWords } from "./useDragWords";
import { headsWith, useMoves } from "./useMoves";
import "./board.css";

const dealColumns = [
  "name",
  "number",
  "customerId",
  "amount",
  "chance",
  "chanceByHand",
  "weighted",
  "stage",
  "stageSince",
  "openedOn",
  "expectedCloseOn",
  "nextStep",
  "ownerId",
];
const noPipelines: never[] = [];

/** Board shows a list as columns of cards that can be carried from one to the other. */
export function Board(props: ListViewProps) {
  const { entity, view, onView, onOpen } = props;
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const density = usePreferences((preferences) => preferences.density);
  const fontSize = usePreferences((preferences) => preferences.fontSize);
  const openList = useOpenList();
  const navigate = useNavigate();
  const fields = useMemo(() => groupables(entity), [entity]);
  const field = groupBy(entity, view.group);
  const name = field?.name ?? "";
  const deals = entity.name === "opportunity" && name === "stage";

  // ---- the columns ----
  const known = useAnswer("opportunity.pipelines", {}, ["pipeline"], deals);
  const pipelines = (deals ? known.data?.pipelines : undefined) ?? noPipelines;
  const asked = pipelineIn(view.where);
  const pipeline = pipelines.find((each) => each.id === asked) ?? pipelines[0];
  const whole = useMemo(
    () => both(props.where, pipelines.length > 1 && asked === "" ? { field: "pipelineId", op: "empty" } : undefined),
    [props.where, pipelines.length, asked],
  );
  // Those left alone for too long: how many, and only them where asked.
  const onlyRotten = view.rotten === true;
  const rotten = useMemo(() => (deals ? rottenWhere(pipeline, name) : undefined), [deals, pipeline, name]);
  const left = useAnswer(
    "records.aggregate",
    { entity: entity.name, where: both(whole, rotten), measures: [{ op: "count" }] },
    [entity.name, "customer"],
    rotten !== undefined,
  );
  const where = useMemo(() => (onlyRotten ? both(whole, rotten) : whole), [onlyRotten, whole, rotten]);
  const sort = useMemo<Sort[]>(() => {
    if (view.sort) return view.sort;
    if (deals) return [{ field: "expectedCloseOn" }];
    // In a column all have the same value in its field.
    const usual = (layoutOf(entity.name).sort ?? []).filter((each) => each.field !== name);
    return usual.length > 0 ? usual : [{ field: "updatedAt", desc: true }];
  }, [view.sort, deals, entity.name, name]);
  const figures = useAnswer(
    "records.aggregate",
    {
      entity: entity.name,
      where,
      groups: [{ field: name }],
      measures: [{ op: "count" }, ...(deals ? [sumOf("amount"), sumOf("weighted")] : [])],
    },
    [entity.name],
    field !== undefined && (!deals || !known.isPending),
  );
  const { moves, move } = useMoves(entity.name, name, deals);
  const counted = figures.data !== undefined;
  const settled = useMemo(() => headsOf(figures.data?.rows), [figures.data]);
  const heads = useMemo(() => headsWith(settled, moves), [settled, moves]);
  const lanes = useMemo(
    () =>
      field ? withOthers(lanesOf(entity, field, deals ? pipeline : undefined, say), heads.keys(), t("board.none")) : [],
    [field, entity, deals, pipeline, say, heads, t],
  );
  const folds = useFolds(`${entity.name}.${name}.${pipeline?.id ?? ""}`);
  const isFolded = (lane: LaneOf) => folds.is(lane.key) ?? lane.end !== undefined;

  // ---- carrying ----
  const [carrying, setCarrying] = useState<string>();
  const [dropped, setDropped] = useState<Dropped>();
  const [menu, setMenu] = useState<Asked>();
  const handles = useRef(new Map<string, LaneHandle>());
  const words = useDragWords();
  const laneOf = (place: string) => lanes.find((lane) => lane.key === (place === "-" ? "" : place));

  const go = async (what: Omit<Dropped, "asks">, values: { [field: string]: FieldValue }) => {
    const { row, titles, from, to } = what;
    const moving = move(row, titles, from, to, values, titleOf(entity, row, titles));
    // Whoever works by the keys stays with the card, or where it lay.
    if (what.by === "keys")
      requestAnimationFrame(() => {
        const there = handles.current.get(to.key);
        if (there) there.focusId(row.id);
        else handles.current.get(from.key)?.focusAt(0);
      });
    if (!(await moving) && what.by === "keys") handles.current.get(from.key)?.focusId(row.id);
  };
  const drop = (carried: Carried<CardThing>, place: string, by: "keys" | "pointer") => {
    const [from, to] = [laneOf(carried.from), laneOf(place)];
    const { row, titles } = carried.thing;
    if (!from || !to || from === to) {
      if (by === "keys" && from) handles.current.get(from.key)?.focusId(row.id);
      return;
    }
    bring({ row, titles }, from, to, by);
  };
  const bring = ({ row, titles }: CardThing, from: LaneOf, to: LaneOf, by: "keys" | "pointer") => {
    const asks = asksOf(entity, row, from, to);
    if (asks.length > 0) setDropped({ row, titles, from, to, asks, by });
    else void go({ row, titles, from, to, by }, {});
  };

  // ---- what the columns are given ----
  const columns = useMemo(() => {
    if (deals) return dealColumns.filter((column) => entity.fields.some((spec) => spec.name === column));
    return [
      ...new Set([
        entity.title,
        name,
        ...cardFields(entity, view.columns ?? firstColumns(entity), name).map((spec) => spec.name),
      ]),
    ];
  }, [deals, entity, name, view.columns]);
  const shown = useMemo(
    () => (deals ? [] : cardFields(entity, view.columns ?? firstColumns(entity), name)),
    [deals, entity, view.columns, name],
  );
  const unfolded = lanes.filter((lane) => !isFolded(lane));
  const onSide = useCallback(
    (from: string, step: number, at: number) => {
      const keys = unfolded.map((lane) => lane.key);
      for (let n = keys.indexOf(from) + step; n >= 0 && n < keys.length; n += step) {
        const beside = handles.current.get(keys[n] ?? "");
        if (!beside || beside.count === 0) continue;
        beside.focusAt(Math.max(0, at));
        return;
      }
    },
    [unfolded],
  );
  const board: BoardContext = {
    entity,
    field: name,
    counted,
    where,
    sort,
    columns,
    fields: shown,
    deals,
    movable: may(entity, "update"),
    cardHeight: cardHeight(density, fontSize, deals ? cardLines : Math.min(cardLines, shown.length)),
    moves,
    carrying,
    opened: view.peek,
    onOpen,
    onPage: (id) => void navigate({ to: "/records/$entity/$id", params: { entity: entity.name, id } }),
    onMenu: (card, lane, at) => setMenu({ card, lane, at }),
    onSide,
  };
  useFirstKey(handles.current, unfolded);

  if (!field) return null;
  if (figures.error && !figures.data)
    return <FaultPanel fault={figures.error} onRetry={() => void figures.refetch()} />;
  // The cards are asked for together with the figures, once the columns are known.
  if (deals && known.isPending)
    return (
      <Delayed>
        <div className="list__waiting">{t("state.loading")}</div>
      </Delayed>
    );
  const nothing = counted && [...heads.values()].every((head) => head.count === 0);
  const filtered = view.where !== undefined || (view.q ?? "") !== "";
  return (
    <div className="board">
      <BoardBar
        entity={entity}
        field={field}
        fields={fields}
        pipelines={pipelines}
        pipeline={pipeline?.id ?? ""}
        sort={sort}
        deals={deals}
        lanes={lanes}
        heads={counted ? heads : undefined}
        rotten={rotten ? (left.data ? Number(left.data.rows[0]?.values[0] ?? 0) : "unknown") : undefined}
        onlyRotten={onlyRotten}
        onRotten={(only) => onView({ rotten: only || undefined })}
        onField={(group) => onView({ group })}
        onPipeline={(id) => onView({ where: withPipeline(view.where, id) })}
        onSort={(next) => onView({ sort: next })}
      />
      {nothing && moves.size === 0 && pipelines.length < 2 && !onlyRotten ? (
        <EmptyList
          entity={byName.get(entity.name) ?? entity}
          filtered={filtered}
          onClear={() => onView({ where: undefined, q: undefined })}
        />
      ) : (
        <DragHost<CardThing>
          words={words}
          onDrop={drop}
          onCarry={(carried) => setCarrying(carried?.from)}
          overlay={({ thing }) => (
            <div className="card is-carried" style={{ height: board.cardHeight }}>
              <CardBody
                entity={entity}
                row={thing.row as FlatRecord}
                titles={thing.titles as Titles}
                fields={shown}
                standing={deals ? {} : undefined}
              />
            </div>
          )}
        >
          <div className="board__lanes" role="group" aria-label={t("board.label", { name: say(entity.plural) })}>
            {lanes.map((lane) => (
              <Lane
                key={lane.key}
                board={board}
                lane={lane}
                head={heads.get(lane.key)}
                folded={isFolded(lane)}
                onFold={(fold) => folds.set(lane.key, fold)}
                onRows={() => openList(entity.name, { where: both(where, laneWhere(name, lane.key)), sort })}
                handles={handles.current}
              />
            ))}
          </div>
        </DragHost>
      )}
      {menu && (
        <CardMenu
          entity={entity}
          asked={menu}
          lanes={lanes}
          onOpen={onOpen}
          onPage={board.onPage}
          onMove={(card, of, to) => {
            const from = laneOf(of);
            if (from) bring(card, from, to, "keys");
          }}
          onClose={() => {
            setMenu(undefined);
            handles.current.get(menu.lane)?.focusId(menu.card.row.id);
          }}
        />
      )}
      {dropped && (
        <DropDialog
          entity={entity}
          dropped={dropped}
          onCancel={() => {
            setDropped(undefined);
            handles.current.get(dropped.from.key)?.focusId(dropped.row.id);
          }}
          onDone={(values) => {
            setDropped(undefined);
            void go(dropped, values);
          }}
        />
      )}
    </div>
  );
}

const sumOf = (field: string) => ({ op: "sum" as const, field });

/** useFolds remembers on this machine which columns are folded away. */
function useFolds(key: string) {
  const place = `board.${key}`;
  const [folds, setFolds] = useState<{ [lane: string]: boolean }>(() => stored.get(place) ?? {});
  useEffect(() => setFolds(stored.get(place) ?? {}), [place]);
  return {
    is: (lane: string): boolean | undefined => folds[lane],
    set: (lane: string, fold: boolean) => {
      const next = { ...folds, [lane]: fold };
      stored.set(place, next);
      setFolds(next);
    },
  };
}

/** useFirstKey lets J, K and the arrows lead into the board when nothing has the focus. */
function useFirstKey(handles: Map<string, LaneHandle>, lanes: LaneOf[]): void {
  const first = useRef(lanes);
  first.current = lanes;
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if (!["j", "k", "ArrowDown", "ArrowRight"].includes(event.key)) return;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      if (document.activeElement !== document.body && document.activeElement?.id !== "content") return;
      const lane = first.current.find((each) => (handles.get(each.key)?.count ?? 0) > 0);
      if (!lane) return;
      event.preventDefault();
      handles.get(lane.key)?.focusAt(0);
    };
    window.addEventListener("keydown", heard);
    return () => window.removeEventListener("keydown", heard);
  }, [handles]);
}
