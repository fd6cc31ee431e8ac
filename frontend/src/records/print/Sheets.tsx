import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { palettes } from "@/ui/tokens";
import { useWords } from "@/ui/words";
import { type Band, paginate, type Sized, slice } from "./paginate";
import { type Paper, px } from "./paper";

/** What is printed without a break within it. A row of a table is a <tr>. */
export interface Piece {
  key: string;
  node: ReactNode;
  table?: string;
  keep?: boolean;
}

export interface Tables {
  /** A table may be written smaller than the rest, by `scale`, so that its columns fit. */
  [name: string]: { columns: ReactNode; head: ReactNode; scale?: number };
}

/** A picture of a page on the screen: `show` draws a band of it. */
export interface Picture {
  height: number;
  bands: readonly Band[];
  /** What the heads take that stand again on every page but the first. */
  head?: number;
  show: (band: Band) => ReactNode;
}

export interface SheetsProps {
  paper: Paper;
  pieces: readonly Piece[];
  tables: Tables;
  picture?: Picture;
  /** On top of the first page. */
  top: ReactNode;
  /** On top of the pages that follow. */
  running: ReactNode;
  /** At the foot of every page, left of its number. */
  foot: ReactNode;
  onPages: (count: number) => void;
}

// The foot stands in the lower margin's own band.
const footHeight = 9;

/** Paper is white in any theme. */
const onPaper = Object.fromEntries(
  Object.entries(palettes.light).map(([key, value]) => [
    `--${key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`,
    value,
  ]),
);

interface Laid {
  pages?: [number, number][];
  bands?: Band[];
}

/** Sheets lays pieces out on pages, as they will come out of the printer. */
export function Sheets(props: SheetsProps) {
  const { paper, pieces, tables, picture, top, running, foot, onPages } = props;
  const { t } = useWords();
  const measure = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: laid out anew whenever one of these changes
  const asked = useMemo(() => ({}), [paper, pieces, tables, picture, top, running]);
  const [laid, setLaid] = useState<{ asked: object; result: Laid }>();
  const body = paper.height - 2 * paper.margin - footHeight;
  const ready = laid?.asked === asked ? laid.result : undefined;

  useLayoutEffect(() => {
    const host = measure.current;
    if (!host) return;
    const heightOf = (selector: string) => host.querySelector(selector)?.getBoundingClientRect().height ?? 0;
    const room = px(body) - heightOf(".paper__running");
    const first = px(body) - heightOf(".paper__top");
    if (picture) {
      setLaid({ asked, result: { bands: slice(picture.height, picture.bands, first, room - (picture.head ?? 0)) } });
      return;
    }
    const heads: { [table: string]: number } = {};
    for (const head of host.querySelectorAll<HTMLElement>("[data-table]"))
      heads[head.dataset.table ?? ""] = head.getBoundingClientRect().height;
    const found = host.querySelectorAll(".paper__block, .papertable > tbody > tr");
    const sized: Sized[] = pieces.map((piece, at) => ({
      height: found[at]?.getBoundingClientRect().height ?? 0,
      table: piece.table,
      keep: piece.keep,
    }));
    setLaid({ asked, result: { pages: paginate(sized, heads, first, room) } });
  }, [asked, picture, pieces, body]);

  const count = Math.max(1, (picture ? ready?.bands?.length : ready?.pages?.length) ?? 0);
  useEffect(() => {
    if (ready) onPages(count);
  }, [ready, count, onPages]);

  const size = { width: `${paper.width}mm`, height: `${paper.height}mm`, padding: `${paper.margin}mm` };
  const pages = Array.from({ length: ready ? count : 0 }, (_, at) => {
    const range = ready?.pages?.[at];
    const band = ready?.bands?.[at];
    return (
      <section className="paper" key={at} style={{ ...onPaper, ...size } as React.CSSProperties}>
        {at === 0 ? <div className="paper__top">{top}</div> : <div className="paper__running">{running}</div>}
        {range && <Run pieces={pieces.slice(range[0], range[1])} tables={tables} />}
        {band && picture?.show(band)}
        <footer className="paper__foot" style={{ left: size.padding, right: size.padding, bottom: size.padding }}>
          <span>{foot}</span>
          <span>{t("print.page", { page: at + 1, count })}</span>
        </footer>
      </section>
    );
  });
  return (
    <>
      {!ready && (
        <div
          ref={measure}
          className="paper__measure"
          aria-hidden
          style={{ ...onPaper, width: `${paper.width - 2 * paper.margin}mm` } as React.CSSProperties}
        >
          <div className="paper__top">{top}</div>
          <div className="paper__running">{running}</div>
          {!picture && <Run pieces={pieces} tables={tables} measured />}
        </div>
      )}
      {pages}
    </>
  );
}

// Pieces one after the other; rows of one table stand together under its head.
function Run({ pieces, tables, measured }: { pieces: readonly Piece[]; tables: Tables; measured?: boolean }) {
  const runs: { table?: string; pieces: Piece[] }[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (last && last.table === piece.table) last.pieces.push(piece);
    else runs.push({ table: piece.table, pieces: [piece] });
  }
  return runs.map((run, n) => {
    const table = run.table === undefined ? undefined : tables[run.table];
    if (!table)
      return run.pieces.map((piece) => (
        <div className="paper__block" key={piece.key}>
          {piece.node}
        </div>
      ));
    return (
      <table
        className="papertable"
        key={`${run.table}.${n}`}
        style={table.scale === undefined || table.scale === 1 ? undefined : { fontSize: `${table.scale}em` }}
      >
        {table.columns}
        <thead data-table={measured ? run.table : undefined}>{table.head}</thead>
        <tbody>{run.pieces.map((piece) => piece.node)}</tbody>
      </table>
    );
  });
}
