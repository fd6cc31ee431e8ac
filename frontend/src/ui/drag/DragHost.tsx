import {
  type Active,
  type Announcements,
  type CollisionDetection,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  KeyboardSensor,
  MeasuringStrategy,
  type Over,
  PointerSensor,
  pointerWithin,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";

/** What is said to those who do not see it, while a thing is carried. */
export interface DragWords {
  /** How to carry a thing by the keys. */
  help: string;
  lifted: (thing: string) => string;
  over: (thing: string, place: string) => string;
  dropped: (thing: string, place: string) => string;
  back: (thing: string) => string;
}

/** A thing that can be carried: what it is called, the place it lies in, and what the page knows of it. */
export interface Carried<T> {
  label: string;
  from: string;
  thing: T;
}

interface Place {
  label: string;
}

// A press that moves less than this is a click.
const slip = 6;
// Only the board itself goes along, and only at its very edge: columns keep their place.
const autoScroll = {
  threshold: { x: 0.04, y: 0 },
  acceleration: 8,
  canScroll: (element: Element) => !element.hasAttribute("data-drag-still"),
};
const measuring = { droppable: { strategy: MeasuringStrategy.WhileDragging } };
const keyboardCodes = { start: ["Space"], cancel: ["Escape"], end: ["Space", "Enter"] };

/**
 * DragHost lets things be carried from place to place: by the mouse, and by the keys (Space lifts, the arrows choose
 * the place, Space lets go, Esc puts back). Only this module knows the library that does it.
 */
export function DragHost<T>(props: {
  words: DragWords;
  onDrop: (carried: Carried<T>, place: string, by: "keys" | "pointer") => void;
  /** Told when something is lifted (by what) and when nothing is any more. */
  onCarry: (carried: Carried<T> | undefined, by: "keys" | "pointer") => void;
  /** What is seen under the pointer. */
  overlay: (carried: Carried<T>) => ReactNode;
  children: ReactNode;
}) {
  const { words, onDrop, onCarry, overlay } = props;
  const [carried, setCarried] = useState<Carried<T>>();
  const [aim, setAim] = useState<string>();
  const byKeys = useRef(false);
  const aimed = useRef<string>(undefined);

  const point = useCallback((place: string | undefined) => {
    aimed.current = place;
    setAim(place);
  }, []);

  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: slip } }),
    useSensor(KeyboardSensor, {
      keyboardCodes,
      onActivation: () => {
        byKeys.current = true;
      },
      coordinateGetter: (event, { context }) => {
        const step = steps[event.code];
        if (step === undefined) return;
        event.preventDefault();
        if (step === 0) return;
        const places = context.droppableContainers
          .getEnabled()
          .flatMap((place) => (place.node.current ? [{ id: String(place.id), node: place.node.current }] : []))
          .sort((a, b) => a.node.getBoundingClientRect().left - b.node.getBoundingClientRect().left);
        const now = places.findIndex((place) => place.id === aimed.current);
        const next = places[Math.max(0, Math.min(places.length - 1, now + step))];
        if (!next) return;
        next.node.scrollIntoView({ block: "nearest", inline: "nearest" });
        point(next.id);
      },
    }),
  );

  const collide = useCallback<CollisionDetection>(
    (args) => (aim === undefined ? pointerWithin(args) : [{ id: aim }]),
    [aim],
  );

  const announcements = useMemo<Announcements>(() => {
    const thing = (active: Active) => dataOf<T>(active)?.label ?? "";
    const place = (over: Over | null) => (over?.data.current as Place | undefined)?.label ?? "";
    return {
      onDragStart: ({ active }) => words.lifted(thing(active)),
      // Where it came from, being lifted has been said already.
      onDragOver: ({ active, over }) =>
        over && over.id !== dataOf<T>(active)?.from ? words.over(thing(active), place(over)) : undefined,
      onDragEnd: ({ active, over }) => (over ? words.dropped(thing(active), place(over)) : words.back(thing(active))),
      onDragCancel: ({ active }) => words.back(thing(active)),
    };
  }, [words]);

  const end = () => {
    setCarried(undefined);
    point(undefined);
    onCarry(undefined, byKeys.current ? "keys" : "pointer");
  };
  const drop = (event: DragEndEvent) => {
    const what = dataOf<T>(event.active);
    const by = byKeys.current ? "keys" : "pointer";
    // Fast hands let go before the page has drawn what they aim at.
    const place = aimed.current ?? (event.over ? String(event.over.id) : undefined);
    end();
    byKeys.current = false;
    if (what && place !== undefined) onDrop(what, place, by);
  };

  return (
    <DndContext
      sensors={sensors}
      measuring={measuring}
      collisionDetection={collide}
      autoScroll={autoScroll}
      accessibility={{ announcements, screenReaderInstructions: { draggable: words.help }, restoreFocus: false }}
      onDragStart={({ active }) => {
        const what = dataOf<T>(active);
        setCarried(what);
        if (byKeys.current) point(what?.from);
        onCarry(what, byKeys.current ? "keys" : "pointer");
      }}
      onDragEnd={drop}
      onDragCancel={() => {
        end();
        byKeys.current = false;
      }}
    >
      {props.children}
      <DragOverlay dropAnimation={null}>{carried && aim === undefined ? overlay(carried) : null}</DragOverlay>
    </DndContext>
  );
}

// Up and down do nothing while something is carried, but must not scroll the page either.
const steps: { [code: string]: number } = {
  ArrowLeft: -1,
  ArrowRight: 1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
  ArrowUp: 0,
  ArrowDown: 0,
};

function dataOf<T>(active: Active): Carried<T> | undefined {
  return active.data.current as Carried<T> | undefined;
}

/** useCarried makes an element one that can be carried. */
export function useCarried<T>(id: string, carried: Carried<T>, words: { kind: string }, disabled: boolean) {
  const { attributes, listeners, setNodeRef, isDragging } = useDraggable({
    id,
    data: carried,
    disabled,
    attributes: { roleDescription: words.kind },
  });
  return { ref: setNodeRef, describedBy: attributes["aria-describedby"], listeners, lifted: isDragging };
}

/** usePlace makes an element one where things can be put down. */
export function usePlace(id: string, label: string) {
  const { setNodeRef, isOver } = useDroppable({ id, data: { label } satisfies Place });
  return { ref: setNodeRef, over: isOver };
}
