import { PenLine } from "lucide-react";
import { useRef, useState } from "react";
import type { EntityDescription, FieldSpec, FieldValue, FlatRecord } from "@/api";
import { currencyWords } from "@/lib/money";
import { useWords } from "@/ui/words";
import { Cell, isEmpty } from "../cells";
import { sectionsOf } from "../form/sections";
import { openForm } from "../form/store";
import { editableInPlace } from "../layouts";
import { CellEditor } from "../table/CellEditor";

/** Facts are the fields of a record, each changed where it stands. Empty ones wait folded away. */
export function Facts(props: {
  entity: EntityDescription;
  record: FlatRecord;
  editable: boolean;
  skipLines?: boolean;
}) {
  const { entity, record, editable, skipLines } = props;
  const { t, say } = useWords();
  // Of this record: beside a list the next one stands in its place.
  const [of, setOf] = useState<{ id: string; showEmpty?: boolean; editing?: string }>({ id: record.id });
  const { showEmpty = false, editing } = of.id === record.id ? of : none;
  const setEditing = (name: string | undefined) => setOf({ id: record.id, showEmpty, editing: name });
  const facts = useRef<HTMLDivElement>(null);
  // Who works by the keys goes on from the value, not from the beginning of the page.
  const finish = (name: string) => {
    setEditing(undefined);
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      facts.current?.querySelector<HTMLElement>(`[data-fact="${name}"] .fact__edit`)?.focus({ preventScroll: true });
    });
  };
  const own = entity.fields.filter(
    (spec) =>
      !spec.unlisted &&
      !(skipLines && spec.kind === "lines") &&
      spec.name !== "id" &&
      spec.name !== "rev" &&
      spec.name !== "deletedAt",
  );
  const hasValue = (spec: FieldSpec) => !isEmpty(record[spec.name] as FieldValue);
  const sections = sectionsOf(own.filter((spec) => !spec.system));
  const system = own.filter((spec) => spec.system);
  const empty = own.filter((spec) => !spec.system && !hasValue(spec) && spec.kind !== "flag").length;
  const shown = (spec: FieldSpec) => showEmpty || hasValue(spec) || spec.kind === "flag" || spec.name === editing;

  const fact = (spec: FieldSpec) => {
    const value = record[spec.name] as FieldValue;
    const changeable = editable && editableInPlace(spec);
    const wide = spec.kind === "lines" || spec.kind === "longtext";
    return (
      <div className={wide ? "fact fact--wide" : "fact"} key={spec.name} data-fact={spec.name}>
        <dt className="fact__label">
          {say(spec.label)}
          {spec.kind === "money" && <span className="faint"> {say(currencyWords(spec.currency))}</span>}
        </dt>
        <dd className="fact__value">
          {editing === spec.name ? (
            <CellEditor
              key={record.id}
              entity={entity.name}
              record={record}
              spec={spec}
              titles={record.titles}
              done={() => finish(spec.name)}
            />
          ) : (
            // biome-ignore lint/a11y/noStaticElementInteractions: the button beside it does the same by keyboard
            <div className="fact__shown" onDoubleClick={changeable ? () => setEditing(spec.name) : undefined}>
              <Cell spec={spec} value={value} titles={record.titles} roomy />
              {changeable && (
                <button
                  type="button"
                  className="iconbutton iconbutton--small fact__edit"
                  aria-label={t("record.editField", { name: say(spec.label) })}
                  onClick={() => setEditing(spec.name)}
                >
                  <PenLine size={13} aria-hidden />
                </button>
              )}
              {editable && spec.kind === "lines" && !spec.readOnly && (
                <button
                  type="button"
                  className="linklike"
                  onClick={() => openForm({ entity: entity.name, id: record.id })}
                >
                  {t("action.edit")}
                </button>
              )}
            </div>
          )}
        </dd>
      </div>
    );
  };

  return (
    <div className="facts" ref={facts}>
      {sections.map((section) => {
        const specs = section.fields.filter(shown);
        if (specs.length === 0) return null;
        return (
          <section key={section.key}>
            {section.label !== undefined && sections.length > 1 && (
              <h2 className="facts__heading">{say(section.label)}</h2>
            )}
            <dl className="facts__list">{specs.map(fact)}</dl>
          </section>
        );
      })}
      {empty > 0 && (
        <button
          type="button"
          className="linklike facts__more"
          onClick={() => setOf({ id: record.id, showEmpty: !showEmpty, editing })}
        >
          {showEmpty ? t("record.hideEmpty") : t("record.emptyFields", { count: empty })}
        </button>
      )}
      <dl className="facts__list facts__list--system">
        {system.filter((spec) => shown(spec) && (hasValue(spec) || showEmpty)).map(fact)}
      </dl>
    </div>
  );
}

const none: { showEmpty?: boolean; editing?: string } = {};
