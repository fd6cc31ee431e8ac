import { Button, Select } from "antd";
import { Plus, X } from "lucide-react";
import { useId, useMemo } from "react";
import { type Condition, type EntityDescription, useAnswer, useDescribe, type Where } from "@/api";
import { match } from "@/lib/pinyin";
import { Inside } from "@/ui/Inside";
import { useWords } from "@/ui/words";
import { FilterValue } from "./FilterValue";
import {
  both,
  complete,
  editedOp,
  type FilterField,
  fieldsOf,
  type Group,
  groupOf,
  isCondition,
  type Join,
  operatorOf,
  operatorsOf,
  presetsOf,
  whereOf,
} from "./model";
import { filterWords, specAt } from "./words";

/** FilterBuilder edits a filter of any depth; how many records match is said while it is edited. */
export function FilterBuilder(props: {
  entity: EntityDescription;
  where: Where | undefined;
  onChange: (where: Where | undefined) => void;
  /** Holds besides what is edited here. */
  besides?: Where;
  /** Keeps what is edited as a view. */
  onKeep?: () => void;
}) {
  const { entity, where, onChange, besides, onKeep } = props;
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const fields = useMemo(() => fieldsOf(entity, byName), [entity, byName]);
  const asked = both(besides, complete(where));
  const counted = useAnswer(
    "records.aggregate",
    { entity: entity.name, where: asked, measures: [{ op: "count" }] },
    [entity.name],
    true,
  );
  const count = counted.data?.rows[0]?.values[0];
  const group = groupOf(where);
  const offers = group.parts.length === 0 ? presetsOf(entity) : [];
  const words = { t, say, entity, byName, titles: {} };
  return (
    <Inside className="filter" first={lastValue}>
      {group.parts.length === 0 && (
        <>
          <p className="filter__empty">{t("filter.empty")}</p>
          <div className="filter__presets">
            {offers.map((offer) => (
              <Button key={JSON.stringify(offer)} size="small" onClick={() => onChange(offer)}>
                {filterWords(offer, words)}
              </Button>
            ))}
          </div>
        </>
      )}
      <GroupEditor
        entity={entity}
        fields={fields}
        group={group}
        depth={0}
        onChange={(next) => onChange(next.parts.length > 0 ? whereOf(next) : undefined)}
      />
      <div className="filter__foot">
        <span aria-live="polite" className="figure">
          {count !== undefined && count !== null && t("filter.live", { count: Number(count) })}
        </span>
        {onKeep && complete(where) && (
          <button type="button" className="linklike" onClick={onKeep}>
            {t("views.save")}
          </button>
        )}
      </div>
    </Inside>
  );
}

// What one most likely goes on with: what the last condition compares with.
const lastValue = (root: HTMLElement) => [...root.querySelectorAll<HTMLElement>(".filtervalue input")].at(-1);

const deepest = 2;

function GroupEditor(props: {
  entity: EntityDescription;
  fields: FilterField[];
  group: Group;
  depth: number;
  onChange: (group: Group) => void;
  onRemove?: () => void;
}) {
  const { entity, fields, group, depth, onChange, onRemove } = props;
  const { t } = useWords();
  const put = (at: number, part: Where | undefined) => {
    const parts = part
      ? group.parts.map((each, n) => (n === at ? part : each))
      : group.parts.filter((_each, n) => n !== at);
    onChange({ ...group, parts });
  };
  const first = fields[0]?.path ?? "";
  const fresh = (): Condition => {
    const path = fields.find((field) => field.path === entity.title)?.path ?? first;
    return { field: path, op: operatorsOf(specOf(fields, path)?.kind ?? "text")[0]?.op ?? "eq" };
  };
  return (
    <div className={depth > 0 ? "filter__group" : undefined} role="group" aria-label={t(`filter.${group.join}`)}>
      {(group.parts.length > 1 || depth > 0 || group.join === "none") && (
        <div className="filter__join">
          <Select
            size="small"
            aria-label={t("filter.title")}
            value={group.join}
            options={[
              { value: "and", label: t("filter.and") },
              { value: "or", label: t("filter.or") },
              { value: "none", label: t("filter.none") },
            ]}
            onChange={(join: Join) => onChange({ ...group, join })}
          />
          {onRemove && (
            <button type="button" className="iconbutton" aria-label={t("action.remove")} onClick={onRemove}>
              <X size={14} aria-hidden />
            </button>
          )}
        </div>
      )}
      {group.parts.map((part, at) =>
        isCondition(part) ? (
          <ConditionEditor
            // Conditions have no identity of their own; their place is it.
            key={at}
            entity={entity}
            fields={fields}
            condition={part}
            onChange={(next) => put(at, next)}
            onRemove={() => put(at, undefined)}
          />
        ) : (
          <GroupEditor
            key={at}
            entity={entity}
            fields={fields}
            group={groupOf(part)}
            depth={depth + 1}
            onChange={(next) => put(at, next.parts.length > 0 ? whereOf(next) : undefined)}
            onRemove={() => put(at, undefined)}
          />
        ),
      )}
      <div className="filter__add">
        <Button
          size="small"
          type="text"
          icon={<Plus size={14} aria-hidden />}
          onClick={() => onChange({ ...group, parts: [...group.parts, fresh()] })}
        >
          {t("filter.addCondition")}
        </Button>
        {depth < deepest && (
          <Button
            size="small"
            type="text"
            icon={<Plus size={14} aria-hidden />}
            onClick={() =>
              onChange({
                ...group,
                parts: [...group.parts, whereOf({ join: group.join === "and" ? "or" : "and", parts: [fresh()] })],
              })
            }
          >
            {t("filter.addGroup")}
          </Button>
        )}
      </div>
    </div>
  );
}

function specOf(fields: FilterField[], path: string) {
  return fields.find((field) => field.path === path)?.spec;
}

function ConditionEditor(props: {
  entity: EntityDescription;
  fields: FilterField[];
  condition: Condition;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}) {
  const { entity, fields, condition, onChange, onRemove } = props;
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const id = useId();
  const remove = (
    <button
      type="button"
      className="iconbutton filter__remove"
      aria-label={t("filter.removeCondition")}
      onClick={onRemove}
    >
      <X size={14} aria-hidden />
    </button>
  );
  // Which records they are was chosen in a list, and is not chosen again here.
  if (condition.field === "id")
    return (
      <div className="filter__condition">
        <span className="filter__picked">{filterWords(condition, { t, say, entity, byName, titles: {} })}</span>
        {remove}
      </div>
    );
  const spec = specAt(entity, condition.field, byName);
  const operators = spec ? operatorsOf(spec.kind) : [];
  const shown = spec ? editedOp(spec.kind, condition.op) : condition.op;
  const operator = spec && operatorOf(spec.kind, shown);
  const own = fields.filter((field) => !field.through);
  const reached = [...new Set(fields.flatMap((field) => field.through ?? []))];
  const choices = [
    ...own.map((field) => ({ value: field.path, label: say(field.spec.label), sought: say(field.spec.label) })),
    ...reached.map((through) => ({
      label: say(through.label),
      options: fields
        .filter((field) => field.through === through)
        .map((field) => ({
          value: field.path,
          label: `${say(through.label)} › ${say(field.spec.label)}`,
          sought: say(field.spec.label),
        })),
    })),
  ];
  return (
    <div className="filter__condition">
      <Select
        className="filter__field"
        aria-label={t("filter.chooseField")}
        value={condition.field}
        popupMatchSelectWidth={220}
        showSearch={{
          filterOption: (typed, option) =>
            match("sought" in (option ?? {}) ? String((option as { sought: string }).sought) : "", typed) > 0,
        }}
        options={choices}
        onChange={(field: string) => {
          const next = specOf(fields, field);
          onChange({ field, op: operatorsOf(next?.kind ?? "text")[0]?.op ?? "eq" });
        }}
      />
      {spec?.kind !== "flag" && (
        <Select
          className="filter__op"
          aria-label={t("filter.chooseOp")}
          value={shown}
          popupMatchSelectWidth={false}
          options={operators.map((each) => ({ value: each.op, label: t(`op.${each.words}`) }))}
          onChange={(op: string) => {
            const before = operator?.shape;
            const after = spec && operatorOf(spec.kind, op)?.shape;
            onChange({ field: condition.field, op, value: before === after ? condition.value : undefined });
          }}
        />
      )}
      {spec && operator && (
        <FilterValue
          id={id}
          spec={spec}
          operator={operator}
          value={condition.value}
          onChange={(value) => onChange({ ...condition, op: shown, value })}
        />
      )}
      {remove}
    </div>
  );
}
