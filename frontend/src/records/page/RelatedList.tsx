import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { type EntityDescription, type FieldValue, type FlatRecord, may, useAnswer } from "@/api";
import { group } from "@/lib/money";
import { PageLink } from "@/ui/PageLink";
import { useWords } from "@/ui/words";
import { Cell, isEmpty } from "../cells";
import { openForm } from "../form/store";
import { firstColumns, titleOf } from "../layouts";
import { pageOf } from "../RecordLink";
import type { Relation } from "../related";

const few = 5;

/** RelatedLists are the latest records of each entity that points at a record. */
export function RelatedLists({
  relations,
  ...rest
}: {
  relations: Relation[];
  of: EntityDescription;
  record: FlatRecord;
  quiet?: boolean;
}) {
  return relations.map((relation) => (
    <RelatedList key={`${relation.entity.name}.${relation.by.name}`} relation={relation} {...rest} />
  ));
}

/** RelatedList is the latest records of one entity that point at a record. */
export function RelatedList(props: {
  relation: Relation;
  of: EntityDescription;
  record: FlatRecord;
  /** Says nothing where there is nothing. */
  quiet?: boolean;
}) {
  const { of, record } = props;
  const { entity, by } = props.relation;
  const { t, say } = useWords();
  const where = { field: by.name, op: "eq", value: record.id };
  const details = firstColumns(entity)
    .filter((name) => name !== entity.title && name !== by.name)
    .flatMap((name) => entity.fields.find((spec) => spec.name === name && !spec.system) ?? [])
    .slice(0, 3);
  const found = useAnswer(
    "records.list",
    {
      entity: entity.name,
      where,
      limit: few,
      sort: [{ field: "updatedAt", desc: true }],
      columns: [entity.title, ...details.map((spec) => spec.name)],
    },
    [entity.name],
  );
  const total = found.data?.total ?? 0;
  const none = found.isSuccess && total === 0;
  if (props.quiet && total === 0) return null;
  // A field may say what points here by it, as seen from here: subsidiaries. One that does not, and is not the plain
  // one (a reference of the book's own), is named.
  const plain = by.name === `${of.name}Id` ? say(entity.plural) : `${say(entity.plural)} · ${say(by.label)}`;
  const heading = by.inverse ? say(by.inverse) : plain;
  return (
    <div className={none ? "related__list related__list--none" : "related__list"}>
      <div className="related__head">
        <h2 className="panel__title">
          {heading}{" "}
          <span className="faint figure">
            {none ? t("record.noRelated") : found.isSuccess ? group(String(total)) : ""}
          </span>
        </h2>
        {may(entity, "create") && (
          <button
            type="button"
            className="iconbutton"
            aria-label={t("action.createNamed", { name: say(entity.label) })}
            title={t("action.createNamed", { name: say(entity.label) })}
            onClick={() =>
              openForm({
                entity: entity.name,
                preset: { [by.name]: record.id },
                titles: { ...record.titles, [record.id]: titleOf(of, record, record.titles) },
              })
            }
          >
            <Plus size={15} aria-hidden />
          </button>
        )}
      </div>
      <ul className="related__rows">
        {(found.data?.rows ?? []).map((row) => (
          <li key={row.id} className="related__row">
            <PageLink className="reflink" to={pageOf(entity.name, row.id)}>
              {titleOf(entity, row, found.data?.titles)}
            </PageLink>
            <span className="related__details">
              {details
                .filter((spec) => !isEmpty(row[spec.name] as FieldValue))
                .map((spec) => (
                  <span key={spec.name} title={say(spec.label)}>
                    <Cell spec={spec} value={row[spec.name] as FieldValue} titles={found.data?.titles} />
                  </span>
                ))}
            </span>
          </li>
        ))}
      </ul>
      {total > few && (
        <Link className="linklike" to="/records/$entity" params={{ entity: entity.name }} search={{ where }}>
          {t("record.showAll", { count: total })}
        </Link>
      )}
    </div>
  );
}
