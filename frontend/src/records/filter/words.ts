import type { TFunction } from "i18next";
import type { Condition, EntityDescription, FieldSpec, LangText, Operand, Titles, Where } from "@/api";
import { showMoney } from "@/lib/money";
import { regionWords } from "@/lib/regions";
import { dayChoiceOf, groupOf, isCondition, type OperatorWords, operatorOf } from "./model";

export interface WordsContext {
  t: TFunction;
  say: (words: LangText | string | undefined) => string;
  entity: EntityDescription;
  byName: ReadonlyMap<string, EntityDescription>;
  titles: Titles;
}

/** specAt finds the field at the end of a path such as "customerId.region". */
export function specAt(
  entity: EntityDescription | undefined,
  path: string,
  byName: ReadonlyMap<string, EntityDescription>,
): FieldSpec | undefined {
  const [first = "", ...rest] = path.split(".");
  const spec = entity?.fields.find((each) => each.name === first);
  if (rest.length === 0 || !spec) return spec;
  // A column of the lines inside a record, such as "stageLog.to".
  if (spec.fields) return spec.fields.find((each) => each.name === rest.join("."));
  return specAt(byName.get(spec.target ?? ""), rest.join("."), byName);
}

/** labelAt names a path: 客户 › 地区. */
export function labelAt(context: WordsContext, path: string): string {
  const parts: string[] = [];
  let entity: EntityDescription | undefined = context.entity;
  for (const name of path.split(".")) {
    const spec: FieldSpec | undefined = entity?.fields.find((each) => each.name === name);
    parts.push(spec ? context.say(spec.label) : name);
    // The columns of lines inside a record are named like the fields of a record.
    entity = spec?.fields && entity ? { ...entity, fields: spec.fields } : context.byName.get(spec?.target ?? "");
  }
  return parts.join(" › ");
}

/** filterWords says a filter as a sentence: 阶段 是其中之一 赢单 且 金额 大于 10,000.00. */
export function filterWords(where: Where, context: WordsContext): string {
  const { t } = context;
  if (isCondition(where)) return conditionWords(where, context);
  if ("not" in where) return t("filter.not", { words: filterWords(where.not, context) });
  const group = groupOf(where);
  const words = group.parts.map((part) => {
    const inner = filterWords(part, context);
    return isCondition(part) || group.parts.length === 1 ? inner : `(${inner})`;
  });
  return words.join(` ${t(group.join === "and" ? "filter.joinAnd" : "filter.joinOr").trim()} `);
}

const ofOne: { [words in OperatorWords]?: OperatorWords } = { in: "eq", notIn: "ne" };

function conditionWords(condition: Condition, context: WordsContext): string {
  const { t, entity, byName } = context;
  if (condition.field === "id") return pickedWords(condition, t);
  const spec = specAt(entity, condition.field, byName);
  const label = labelAt(context, condition.field);
  if (spec?.kind === "flag") return `${label} ${condition.value === true ? t("op.isTrue") : t("op.isFalse")}`;
  const operator = spec && operatorOf(spec.kind, condition.op);
  // One of one is simply that one.
  const { value } = condition;
  const me = typeof value === "object" && value !== null && "me" in value;
  const single = me || (Array.isArray(value) && value.length === 1);
  const said = single && operator ? (ofOne[operator.words] ?? operator.words) : operator?.words;
  const compare = said ? t(`op.${said}`) : condition.op;
  if (condition.op === "empty" || condition.op === "notEmpty") return `${label} ${compare}`;
  const deed = operator?.shape === "days" && ["eq", "ne"].includes(condition.op) && deedOf(label);
  if (deed && typeof condition.value === "object")
    return t(condition.op === "eq" ? "filter.deedIn" : "filter.noDeedIn", {
      deed,
      period: operandWords(condition.value, spec, context),
    });
  if (condition.op === "between" && Array.isArray(value))
    return `${label} ${spanWords(value, isDay(spec), spec, context)}`;
  return `${label} ${compare} ${operandWords(value, spec, context)}`;
}

// Records that were picked one by one are many, and have no word but their number.
function pickedWords({ op, value }: Condition, t: TFunction): string {
  const count = Array.isArray(value) ? value.length : 1;
  return t(op === "ne" || op === "notIn" ? "filter.notPicked" : "filter.picked", { count });
}

const isDay = (spec: FieldSpec | undefined) => spec?.kind === "day" || spec?.kind === "instant";

// A span with one end, or with no length, is said as what it is.
function spanWords(ends: Operand[], days: boolean, spec: FieldSpec | undefined, context: WordsContext): string {
  const { t } = context;
  const [from = null, to = null] = ends.map((end) => (end === "" ? null : end));
  const said = (end: Operand) => operandWords(end, spec, context);
  if (to === null) return `${t(days ? "op.onOrAfter" : "op.ge")} ${said(from)}`;
  if (from === null) return `${t(days ? "op.onOrBefore" : "op.le")} ${said(to)}`;
  if (from === to) return `${t(days ? "op.on" : "op.numEq")} ${said(from)}`;
  return t("relative.rangeWords", { from: said(from), to: said(to) });
}

// The day something was last done, asked for a period, is whether it was done: 最近跟进 → 跟进.
function deedOf(label: string): string | undefined {
  return (
    /^(?:最近|上次|最后)(.{2,}?)(?:日期|时间|日)?$/.exec(label)?.[1] ??
    /^last (.+?)(?: (?:date|day|on|at))?$/i.exec(label)?.[1]?.toLowerCase()
  );
}

function operandWords(value: Operand | undefined, spec: FieldSpec | undefined, context: WordsContext): string {
  const { t } = context;
  if (value === undefined || value === null) return "…";
  if (Array.isArray(value)) {
    return value.map((each) => operandWords(each, spec, context)).join(t("filter.list"));
  }
  if (typeof value === "object") {
    if ("me" in value) return t("state.me");
    if ("entity" in value) return context.titles[value.id] ?? "…";
    const { choice, days } = dayChoiceOf(value);
    if (choice === "last") return t("relative.lastDays", { count: days });
    if (choice === "next") return t("relative.nextDays", { count: days });
    return choice === "exact" ? JSON.stringify(value) : t(`relative.${choice}`);
  }
  if (spec?.kind === "money") return showMoney(String(value));
  if (spec?.kind === "region") return regionWords(String(value));
  const option = spec?.options?.find((each) => each.value === value);
  if (option) return context.say(option.label);
  return context.titles[String(value)] ?? String(value);
}
