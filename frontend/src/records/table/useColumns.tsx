import { useCallback, useMemo, useState } from "react";
import type { EntityDescription } from "@/api";
import { currencyWords } from "@/lib/money";
import { stored } from "@/lib/stored";
import { useWords } from "@/ui/words";
import { Cell } from "../cells";
import { isFigure } from "../cells/cell";
import type { GridColumn } from "../grid/grid";
import { editableInPlace, firstColumns, layoutOf, listable, measureOf, sortable, titleOf, withTitle } from "../layouts";
import type { View } from "./view";

interface Remembered {
  columns?: string[];
  widths?: { [column: string]: number };
  pins?: number;
}

const keyOf = (entity: string) => `columns.${entity}`;

/** forgetColumns puts the columns of these entities back as they were at first. */
export function forgetColumns(entities: string[]): void {
  for (const entity of entities) stored.remove(keyOf(entity));
}

/** shownColumns are the columns a list shows: as the view says, else as this person left them, else as arranged. */
export function shownColumns(entity: EntityDescription, view: View): string[] {
  return namesOf(entity, view.columns ?? stored.get<Remembered>(keyOf(entity.name))?.columns);
}

function namesOf(entity: EntityDescription, chosen: string[] | undefined): string[] {
  const known = chosen?.filter((name) => entity.fields.some((spec) => spec.name === name && listable(spec)));
  return known && known.length > 0 ? withTitle(entity, known) : firstColumns(entity);
}

/** useColumns keeps which columns a list shows, in what order, how wide, and how many of them stay. A saved view has its own; otherwise they are this person's. */
export function useColumns(
  entity: EntityDescription,
  view: View,
  onView: (change: Partial<View>) => void,
  readOnly: boolean,
) {
  const { say } = useWords();
  const [remembered, setRemembered] = useState<Remembered>(() => stored.get<Remembered>(keyOf(entity.name)) ?? {});

  const remember = useCallback(
    (change: Remembered) =>
      setRemembered((was) => {
        const next = { ...was, ...change };
        stored.set(keyOf(entity.name), next);
        return next;
      }),
    [entity.name],
  );
  const inView = view.saved !== undefined;
  const change = useCallback(
    (next: Remembered) => {
      if (inView) onView(next);
      else {
        remember(next);
        // What the address said is now what this person wants in any case.
        if (next.columns) onView({ columns: undefined });
      }
    },
    [inView, onView, remember],
  );

  const chosen = view.columns ?? (inView ? undefined : remembered.columns);
  const names = useMemo(() => namesOf(entity, chosen), [entity, chosen]);
  const widths = view.widths ?? (inView ? none : (remembered.widths ?? none));
  const pins = view.pins ?? (inView ? 1 : (remembered.pins ?? 1));

  const specs = useMemo(
    () => names.flatMap((name) => entity.fields.find((spec) => spec.name === name) ?? []),
    [entity, names],
  );

  const grid = useMemo(
    (): GridColumn[] =>
      specs.map((spec) => {
        const isTitle = spec.name === entity.title;
        return {
          id: spec.name,
          title: say(spec.label),
          unit: spec.kind === "money" ? say(currencyWords(spec.currency)) : undefined,
          ...measureOf(spec, isTitle, say, layoutOf(entity.name).named),
          figure: isFigure(spec.kind),
          sortable: sortable(spec),
          editable: !readOnly && editableInPlace(spec),
          render: isTitle
            ? (row, titles) => <span className="grid__title">{titleOf(entity, row, titles)}</span>
            : (row, titles) => <Cell spec={spec} value={row[spec.name] as never} titles={titles} />,
        };
      }),
    [specs, entity, say, readOnly],
  );

  return {
    names,
    specs,
    widths,
    pins,
    grid,
    setNames: (next: string[]) => change({ columns: withTitle(entity, next) }),
    setWidths: (next: { [column: string]: number }) => change({ widths: { ...widths, ...next } }),
    setPins: (next: number) => change({ pins: Math.max(1, next) }),
    reset: () => {
      if (!inView) remember({ columns: undefined, widths: undefined, pins: undefined });
      onView({ columns: undefined, widths: undefined, pins: undefined });
    },
  };
}

const none = {};
