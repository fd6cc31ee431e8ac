import { useCallback, useMemo, useState } from "react";
import type { EntityDescription, Titles } from "@/api";
import { stored } from "@/lib/stored";
import { useWords } from "@/ui/words";
import { Cell } from "../cells";
import { isFigure } from "../cells/cell";
import type { GridColumn } from "../grid/grid";
import { editableInPlace, firstColumns, firstWidth, listable, sortable, titleOf, withTitle } from "../layouts";

interface Remembered {
  columns?: string[];
  widths?: { [column: string]: number };
}

const keyOf = (entity: string) => `columns.${entity}`;

/** forgetColumns puts the columns of these entities back as they were at first. */
export function forgetColumns(entities: string[]): void {
  for (const entity of entities) stored.remove(keyOf(entity));
}

/** useColumns keeps which columns a list shows, in what order and how wide: from the address, else as remembered, else as arranged. */
export function useColumns(entity: EntityDescription, inAddress: string[] | undefined, readOnly: boolean) {
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

  const names = useMemo(() => {
    const chosen = inAddress ?? remembered.columns;
    const known = chosen?.filter((name) => entity.fields.some((spec) => spec.name === name && listable(spec)));
    return known && known.length > 0 ? withTitle(entity, known) : firstColumns(entity);
  }, [entity, inAddress, remembered.columns]);

  const specs = useMemo(
    () => names.flatMap((name) => entity.fields.find((spec) => spec.name === name) ?? []),
    [entity, names],
  );

  const columnsWith = useCallback(
    (titles: Titles): GridColumn[] =>
      specs.map((spec) => {
        const isTitle = spec.name === entity.title;
        return {
          id: spec.name,
          title: say(spec.label),
          unit: spec.kind === "money" ? spec.currency || "CNY" : undefined,
          width: firstWidth(spec, isTitle, say),
          figure: isFigure(spec.kind),
          sortable: sortable(spec),
          editable: !readOnly && !isTitle && editableInPlace(spec),
          render: isTitle
            ? (row) => <span className="grid__title">{titleOf(entity, row, titles)}</span>
            : (row) => <Cell spec={spec} value={row[spec.name] as never} titles={titles} />,
        };
      }),
    [specs, entity, say, readOnly],
  );

  return {
    names,
    specs,
    widths: remembered.widths ?? {},
    remember,
    columnsWith,
    changed: remembered.columns !== undefined,
  };
}
