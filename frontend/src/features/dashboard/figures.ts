// The head figures: what is asked for each, and the rows behind it.
import type { Where } from "@/api";
import { both } from "@/records/filter/model";
import { type Answer, during, lost, type MeasureBy, open, type Question, scopeWhere, won } from "./ask";
import type { Looking } from "./context";
import type { Span } from "./period";
import { type Format, plain } from "./sheet";

export type FigureName =
  | "won"
  | "lost"
  | "open"
  | "weighted"
  | "winRate"
  | "cycle"
  | "customers"
  | "followUps"
  | "orders";

export interface Figure {
  name: FigureName;
  entity: string;
  format: Format;
  downIsGood?: boolean;
  measures: MeasureBy[];
  /** The rows behind the figure in a stretch of days. */
  where: (span: Span, earlier: boolean) => Where | undefined;
  /** Groups that the figure is worked out from, and how. */
  groups?: Question["groups"];
  read?: (answer: Answer) => string | null;
}

/** figuresOf lists the head figures, the most important first, as far as the entities are there. */
export function figuresOf(looking: Looking, has: (entity: string) => boolean): Figure[] {
  const mine = scopeWhere(looking.scope);
  const closed = (state: Where) => (span: Span) => both(state, during("closedOn", span), mine);
  const sum = (field: string): MeasureBy[] => [{ op: "sum", field }, { op: "count" }];
  // What was open at the end of an earlier stretch, as far as the days say.
  const openThen = (span: Span): Where | undefined =>
    both(
      { field: "openedOn", op: "le", value: span.to },
      {
        or: [
          { field: "closedOn", op: "empty" },
          { field: "closedOn", op: "gt", value: span.to },
        ],
      },
      mine,
    );
  const figures: Figure[] = [
    { name: "won", entity: "opportunity", format: "money", measures: sum("amount"), where: closed(won) },
    {
      name: "open",
      entity: "opportunity",
      format: "money",
      measures: sum("amount"),
      where: (span, earlier) => (earlier ? openThen(span) : both(open, mine)),
    },
    {
      name: "weighted",
      entity: "opportunity",
      format: "money",
      measures: sum("weighted"),
      where: (span, earlier) => (earlier ? openThen(span) : both(open, mine)),
    },
    {
      name: "winRate",
      entity: "opportunity",
      format: "share",
      measures: [{ op: "count" }],
      groups: [{ field: "stage" }],
      where: closed({ or: [won, lost] }),
      read: (answer) => {
        const of = (stage: string) => Number(answer.rows.find((row) => row.keys[0] === stage)?.values[0] ?? 0);
        const all = of("won") + of("lost");
        return all === 0 ? null : String(of("won") / all);
      },
    },
    { name: "cycle", entity: "opportunity", format: "plain", downIsGood: true, measures: [], where: closed(won) },
    { name: "orders", entity: "order", format: "money", measures: sum("total"), where: ordered(mine) },
    {
      name: "customers",
      entity: "customer",
      format: "whole",
      measures: [{ op: "count" }],
      where: (span) => both(during("createdAt", span), mine),
    },
    {
      name: "lost",
      entity: "opportunity",
      format: "whole",
      downIsGood: true,
      measures: [{ op: "count" }],
      where: closed(lost),
    },
    {
      name: "followUps",
      entity: "followUp",
      format: "whole",
      measures: [{ op: "count" }],
      where: (span) => both(during("at", span), mine),
    },
  ];
  return figures.filter((each) => has(each.entity));
}

const ordered = (mine: Where | undefined) => (span: Span) =>
  both({ field: "status", op: "ne", value: "cancelled" }, during("orderedOn", span), mine);

/** isLive tells of a figure that is about now, whatever period is looked at: it is compared with how it stood on a day. */
export const isLive = (figure: Figure) => figure.name === "open" || figure.name === "weighted";

/**
 * weightedThen is the weighted figure of an earlier day; null where the stages of that day are not known of a part
 * large enough (a fiftieth) to make the comparison wrong: deals that were imported later with the stage they had by then.
 */
export function weightedThen(
  then: { amount: string; weighted: string; unknownAmount: string } | undefined,
): string | null {
  if (!then || Number(then.unknownAmount) * 50 > Number(then.amount)) return null;
  return then.weighted;
}

/** questionOf is what is asked for a figure in a stretch of days. */
export function questionOf(figure: Figure, span: Span, earlier: boolean): Question | undefined {
  if (earlier && figure.name === "weighted") return undefined; // the stages of a day are in the stage logs: reports.pipeline
  const where = figure.where(span, earlier);
  if (figure.measures.length === 0 || (where === undefined && earlier)) return undefined;
  return { entity: figure.entity, where, groups: figure.groups, measures: figure.measures };
}

/** readFigure takes a figure out of its answer. */
export function readFigure(figure: Figure, answer: Answer | undefined): { value: string | null; count: number | null } {
  if (!answer) return { value: null, count: null };
  if (figure.read) return { value: figure.read(answer), count: null };
  const [value, count] = answer.rows[0]?.values ?? [];
  const nothing = figure.format === "money" || figure.format === "whole" ? "0" : null;
  return { value: plain(value) ?? nothing, count: figure.measures.length > 1 ? Number(count ?? 0) : null };
}
