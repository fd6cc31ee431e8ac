import type { EntityDescription, FieldSpec, Operand, Output, Where } from "@/api";
import { both, type Group, groupOf, isCondition, whereOf } from "@/records/filter/model";
import { layoutOf } from "@/records/layouts";

/** A column of the board. */
export interface Lane {
  /** The value its cards have in the field of the board; "" where they have none. */
  key: string;
  label: string;
  tone?: string;
  /** Whether what stands here is over, and how. */
  end?: "won" | "lost";
  /** Usual chance of winning here, in percent. */
  chance?: number;
  /** Days without a follow-up that are too many; 0 for any number. */
  rotDays: number;
  /** Fields that must be filled in to come here. */
  asks: string[];
}

/** The figures at the head of a column. */
export interface Head {
  count: number;
  sum: number;
  weighted: number;
}

export type Pipeline = Output<"opportunity.pipelines">["pipelines"][number];

/** groupables are the fields a board can have its columns by. */
export function groupables(entity: EntityDescription): FieldSpec[] {
  return entity.fields.filter(
    (spec) => spec.kind === "choice" && !spec.readOnly && !spec.unlisted && (spec.options?.length ?? 0) > 1,
  );
}

// What says how far a thing is makes the best board.
const likely = ["stage", "status"];

/** groupBy is the field of the board: the one asked for, else the one that says how far things are. */
export function groupBy(entity: EntityDescription, asked: string | undefined): FieldSpec | undefined {
  const fields = groupables(entity);
  return (
    fields.find((spec) => spec.name === asked) ??
    likely.flatMap((name) => fields.find((spec) => spec.name === name) ?? [])[0] ??
    fields[0]
  );
}

type Say = (words: FieldSpec["label"] | string | undefined) => string;

/** lanesOf are the columns of a board: the stages of a pipeline, or the options of a field. */
export function lanesOf(entity: EntityDescription, field: FieldSpec, pipeline: Pipeline | undefined, say: Say): Lane[] {
  const options = field.options ?? [];
  const asked = (key: string) =>
    (layoutOf(entity.name).asks ?? [])
      .filter((each) => each.when === field.name && each.is === key)
      .map((each) => each.ask);
  if (!pipeline)
    return options.map((option) => ({
      key: option.value,
      label: say(option.label),
      tone: option.tone,
      rotDays: 0,
      asks: asked(option.value),
    }));
  return pipeline.stages.map((stage) => {
    const option = options.find((each) => each.value === stage.key);
    const needs = [stage.asksAmount && "amount", stage.asksClose && "expectedCloseOn"];
    return {
      key: stage.key,
      // The standard stages are known in both languages; those of a pipeline are called as it calls them.
      label: pipeline.id === "" && option ? say(option.label) : stage.name,
      tone: option?.tone,
      end: stage.kind === "won" || stage.kind === "lost" ? stage.kind : undefined,
      chance: stage.chance,
      rotDays: stage.rotDays ?? 0,
      asks: [...needs.filter((need) => need !== false && need !== undefined), ...asked(stage.key)],
    };
  });
}

/** withOthers adds columns for what stands in none of them: options that files brought, and nothing at all. */
export function withOthers(lanes: Lane[], found: Iterable<string>, empty: string): Lane[] {
  const known = new Set(lanes.map((lane) => lane.key));
  const others = [...found].filter((key) => !known.has(key)).sort();
  const plain = (key: string): Lane => ({ key, label: key === "" ? empty : key, rotDays: 0, asks: [] });
  const closed = lanes.filter((lane) => lane.end);
  return [...lanes.filter((lane) => !lane.end), ...others.map(plain), ...closed];
}

/** laneWhere is the filter for the cards of one column. */
export function laneWhere(field: string, key: string): Where {
  return key === "" ? { field, op: "empty" } : { field, op: "eq", value: key };
}

/** rottenWhere finds the deals that were left alone for longer than their stage allows: neither moved nor followed up. */
export function rottenWhere(pipeline: Pipeline | undefined, field: string): Where | undefined {
  const stages = (pipeline?.stages ?? []).filter((stage) => stage.kind === "open" && stage.rotDays > 0);
  if (stages.length === 0) return undefined;
  const last = "customerId.lastFollowUpOn";
  return {
    or: stages.map((stage) => {
      const since: Operand = { last: { days: stage.rotDays + 1 } };
      const alone: Where = {
        or: [
          { field: last, op: "empty" },
          { field: last, op: "lt", value: since },
        ],
      };
      // A deal that never moved has been in its stage since it was opened, as its card says.
      const still: Where = {
        or: [
          { field: "stageSince", op: "lt", value: since },
          {
            and: [
              { field: "stageSince", op: "empty" },
              { field: "openedOn", op: "lt", value: since },
            ],
          },
        ],
      };
      return { and: [laneWhere(field, stage.key), still, alone] };
    }),
  };
}

type Figures = Output<"records.aggregate">["rows"];

/** headsOf reads the figures of the columns: count, and where asked the sums of the amount and the weighted amount. */
export function headsOf(rows: Figures | undefined): Map<string, Head> {
  const heads = new Map<string, Head>();
  for (const { keys, values } of rows ?? []) {
    const key = keys[0] === null || keys[0] === undefined ? "" : String(keys[0]);
    heads.set(key, { count: Number(values[0] ?? 0), sum: Number(values[1] ?? 0), weighted: Number(values[2] ?? 0) });
  }
  return heads;
}

// ---- which pipeline: it stands in the filter, so that the address and a saved view know it ----

const of = "pipelineId";

// Every part of it holds for itself.
const holdsEach = ({ join, parts }: Group) => join === "and" || (join === "or" && parts.length === 1);

/** pipelineIn reads which pipeline a filter asks for; "" for none in particular. */
export function pipelineIn(where: Where | undefined): string {
  const group = groupOf(where);
  if (!holdsEach(group)) return "";
  for (const part of group.parts) {
    if (!isCondition(part) || part.field !== of) continue;
    if (part.op === "eq" && typeof part.value === "string") return part.value;
    if (part.op === "in" && Array.isArray(part.value) && part.value.length === 1) return String(part.value[0]);
  }
  return "";
}

/** withPipeline is the filter with another pipeline in it; "" takes it out. */
export function withPipeline(where: Where | undefined, id: string): Where | undefined {
  const group = groupOf(where);
  const rest = holdsEach(group)
    ? both(...group.parts.filter((part) => !(isCondition(part) && part.field === of && pipelineIn(part) !== "")))
    : where;
  if (id === "") return rest;
  const value: Operand = [id];
  return both(rest, { field: of, op: "in", value }) ?? whereOf({ join: "and", parts: [] });
}
