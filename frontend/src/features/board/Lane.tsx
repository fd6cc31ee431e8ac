import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import {
  type EntityDescription,
  type FieldSpec,
  type FlatRecord,
  may,
  type Sort,
  type Titles,
  useRecords,
  type Where,
} from "@/api";
import { composing } from "@/lib/keyboard";
import { both } from "@/records/filter/model";
import { openForm } from "@/records/form/store";
import { usePlace } from "@/ui/drag/DragHost";
import { useNow } from "@/ui/now";
import { keysOf as commandKeys } from "@/ui/shortcuts";
import { useWords } from "@/ui/words";
import { standing } from "./age";
import { CardShell, type CardThing } from "./CardShell";
import { LaneHead, SlimLane } from "./LaneHead";
import { type Head, type Lane as LaneOf, laneWhere } from "./lanes";
import { useActivity } from "./useActivity";
import { type Move, rowsWith } from "./useMoves";

/** What a board hands to all of its columns. */
export interface BoardContext {
  entity: EntityDescription;
  /** Field the columns are by. */
  field: string;
  /** The figures of the columns are known. */
  counted: boolean;
  where?: Where;
  sort: Sort[];
  columns: string[];
  fields: FieldSpec[];
  /** The cards are deals: they have an age, an amount, a next step. */
  deals: boolean;
  movable: boolean;
  cardHeight: number;
  moves: ReadonlyMap<string, Move>;
  /** The column a card is being carried from. */
  carrying?: string;
  opened?: string;
  onOpen: (id: string) => void;
  onPage: (id: string) => void;
  /** A menu of a card is asked for, at a point of the screen. */
  onMenu: (card: CardThing, lane: string, at: { x: number; y: number }) => void;
  /** The arrows lead to the column beside. */
  onSide: (from: string, step: number, at: number) => void;
}

/** What a board can ask of a column. */
export interface LaneHandle {
  count: number;
  focusAt: (at: number) => void;
  focusId: (id: string) => void;
}

const between = 8;
/** Cards read at a time. */
const page = 60;

/** Lane is a column: its figures, and its cards, of which only those in sight are in the page. */
export function Lane(props: {
  board: BoardContext;
  lane: LaneOf;
  head: Head | undefined;
  folded: boolean;
  onFold: (folded: boolean) => void;
  onRows: () => void;
  handles: Map<string, LaneHandle>;
}) {
  const { board, lane, head, folded, onFold } = props;
  const id = lane.key === "" ? "-" : lane.key;
  const place = usePlace(id, lane.label);
  const over = place.over && board.carrying !== id;
  if (folded)
    return (
      <SlimLane
        placeRef={place.ref}
        over={over}
        carrying={board.carrying !== undefined}
        counted={board.counted}
        lane={lane}
        head={head}
        figures={board.deals}
        onUnfold={() => onFold(false)}
      />
    );
  const mood = over ? ` is-over${lane.end ? ` is-over--${lane.end}` : ""}` : "";
  return (
    <section
      className={`lane${mood}`}
      ref={place.ref}
      aria-label={lane.label}
      aria-busy={!board.counted}
      data-lane={lane.key}
    >
      <LaneHead board={board} lane={lane} head={head} onFold={() => onFold(true)} onRows={props.onRows} />
      <Cards board={board} lane={lane} count={head?.count ?? 0} handles={props.handles} over={over} />
    </section>
  );
}

function Cards(props: {
  board: BoardContext;
  lane: LaneOf;
  count: number;
  handles: Map<string, LaneHandle>;
  over: boolean;
}) {
  const { board, lane, handles } = props;
  const { entity, moves, cardHeight, opened, onOpen, onSide } = board;
  const { t } = useWords();
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<{ id?: string; at: number }>({ at: 0 });
  const focusNext = useRef(false);

  const where = useMemo(
    () => both(board.where, laneWhere(board.field, lane.key)),
    [board.where, board.field, lane.key],
  );
  const list = useRecords(entity.name, { where, sort: board.sort, columns: board.columns, limit: page });
  const rows = useMemo(() => rowsWith(list.rows, lane.key, moves), [list.rows, lane.key, moves]);
  const titles = useMemo(() => {
    if (moves.size === 0) return list.titles;
    return Object.assign({}, ...[...moves.values()].map((move) => move.titles), list.titles) as Titles;
  }, [list.titles, moves]);

  const found = active.id === undefined ? -1 : rows.findIndex((row) => row.id === active.id);
  const at = found >= 0 ? found : Math.max(0, Math.min(active.at, rows.length - 1));

  // Empty cards stand for what is still to be read, so that the bar shows how long the column is.
  const ghosts = list.pending
    ? Math.min(props.count, 10)
    : list.hasMore
      ? Math.min(Math.max(0, props.count - rows.length), 200)
      : 0;
  const calm = useDeferredValue(!list.pending, false);
  const virtual = useVirtualizer({
    count: rows.length + ghosts,
    getScrollElement: () => scroller.current,
    estimateSize: () => cardHeight + between,
    // What is out of sight follows when what is in sight has been drawn.
    overscan: calm ? 5 : 1,
    paddingStart: 2,
    paddingEnd: 12,
    scrollPaddingEnd: 12,
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      if (at < rows.length && !shown.includes(at)) shown.push(at);
      return shown.sort((a, b) => a - b);
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again when cards change their height
  useEffect(() => virtual.measure(), [cardHeight]);

  const items = virtual.getVirtualItems();
  const first = virtual.range?.startIndex ?? 0;
  const last = virtual.range?.endIndex ?? 0;
  const { hasMore, fetchingMore, more } = list;
  useEffect(() => {
    if (hasMore && !fetchingMore && last >= rows.length - 30) void more();
  }, [hasMore, fetchingMore, last, rows.length, more]);
  const activityOf = useActivity(rows, first, last, board.deals && !lane.end);

  const focusAt = useCallback(
    (next: number) => {
      const to = Math.max(0, Math.min(rows.length - 1, next));
      focusNext.current = true;
      setActive({ id: rows[to]?.id, at: to });
      virtual.scrollToIndex(to);
      const row = rows[to];
      if (row && opened !== undefined && opened !== row.id) onOpen(row.id);
    },
    [rows, virtual, opened, onOpen],
  );
  const handle = useMemo<LaneHandle>(
    () => ({
      count: rows.length,
      focusAt,
      focusId: (id) => {
        focusNext.current = true;
        setActive({ id, at: 0 });
      },
    }),
    [rows.length, focusAt],
  );
  useLayoutEffect(() => {
    handles.set(lane.key, handle);
    return () => {
      handles.delete(lane.key);
    };
  }, [handles, lane.key, handle]);
  useLayoutEffect(() => {
    if (!focusNext.current) return;
    const card = scroller.current?.querySelector<HTMLElement>(`[data-at="${at}"]`);
    if (!card || (active.id !== undefined && card.dataset.card !== active.id)) return;
    focusNext.current = false;
    card.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent, index: number) => {
    if (board.carrying !== undefined || composing(event) || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      const row = rows[index];
      if (event.key !== "Enter" || !row) return;
      event.preventDefault();
      event.stopPropagation();
      board.onPage(row.id);
      return;
    }
    const does = keysOf({
      to: focusAt,
      at: index,
      last: rows.length - 1,
      screen: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / (cardHeight + between)) - 1),
      side: (step) => onSide(lane.key, step, index - first),
      open: () => rows[index] && onOpen(rows[index].id),
      edit: () => {
        const row = rows[index];
        if (row && board.movable && may(entity, "update", row)) openForm({ entity: entity.name, id: row.id });
      },
    })[event.key];
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  };

  // Cards keep the same functions for as long as they live.
  const onMenu = (event: MouseEvent, index: number) => {
    const row = rows[index];
    if (!row) return;
    event.preventDefault();
    setActive({ id: row.id, at: index });
    board.onMenu({ row, titles }, lane.key, { x: event.clientX, y: event.clientY });
  };
  const latest = useRef({ onKeyDown, onMenu, rows, onOpen });
  latest.current = { onKeyDown, onMenu, rows, onOpen };
  const acts = useMemo(
    () => ({
      key: (event: KeyboardEvent, index: number) => latest.current.onKeyDown(event, index),
      menu: (event: MouseEvent, index: number) => latest.current.onMenu(event, index),
      press: (index: number) => {
        const row = latest.current.rows[index];
        if (!row) return;
        setActive({ id: row.id, at: index });
        latest.current.onOpen(row.id);
      },
    }),
    [],
  );

  return (
    <div className="lane__cards" ref={scroller} data-drag-still>
      {rows.length === 0 && !list.pending && (
        <p className={props.over ? "lane__empty is-over" : "lane__empty"}>
          {t(props.over ? "board.dropHere" : "board.emptyLane")}
        </p>
      )}
      <div
        role="list"
        aria-label={lane.label}
        aria-busy={list.stale || list.pending}
        style={{ height: virtual.getTotalSize(), position: "relative" }}
      >
        {items.map((item) => {
          const row = rows[item.index];
          if (!row)
            return (
              <div
                key={`ghost-${item.index}`}
                role="presentation"
                className="card card--ghost"
                style={{ height: cardHeight, transform: `translateY(${item.start}px)` }}
              />
            );
          return (
            <CardShell
              key={row.id}
              top={item.start}
              at={item.index}
              lane={lane.key}
              height={cardHeight}
              movable={board.movable && may(entity, "update", row)}
              opened={row.id === opened}
              tabbable={item.index === at}
              pending={moves.has(row.id)}
              onKeyDown={acts.key}
              onPress={acts.press}
              onMenu={acts.menu}
              card={{
                entity,
                row,
                titles,
                fields: board.fields,
                standing: board.deals
                  ? standing(dealOf(row), moves.has(row.id) ? undefined : activityOf(row), lane, now)
                  : undefined,
              }}
            />
          );
        })}
      </div>
    </div>
  );
}

function dealOf(row: FlatRecord): { stageSince?: string; expectedCloseOn?: string } {
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  // Deals that were written before the day was kept have the day they began.
  return { stageSince: text(row.stageSince) ?? text(row.openedOn), expectedCloseOn: text(row.expectedCloseOn) };
}

function keysOf(keys: {
  to: (at: number) => void;
  at: number;
  last: number;
  screen: number;
  side: (step: number) => void;
  open: () => void;
  edit: () => void;
}): { [key: string]: (() => void) | undefined } {
  const down = () => keys.to(keys.at + 1);
  const up = () => keys.to(keys.at - 1);
  return {
    [commandKeys("record.edit") ?? ""]: keys.edit,
    ArrowDown: down,
    j: down,
    ArrowUp: up,
    k: up,
    ArrowRight: () => keys.side(1),
    ArrowLeft: () => keys.side(-1),
    PageDown: () => keys.to(keys.at + keys.screen),
    PageUp: () => keys.to(keys.at - keys.screen),
    Home: () => keys.to(0),
    End: () => keys.to(keys.last),
    Enter: keys.open,
  };
}
