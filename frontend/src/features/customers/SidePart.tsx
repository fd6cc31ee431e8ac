import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { type EntityDescription, type FieldValue, may, type Titles, type Where } from "@/api";
import { group } from "@/lib/money";
import { openForm } from "@/records/form/store";
import { useWords } from "@/ui/words";

/** SidePart is one list of what belongs to a customer, with the way to one more and to all of them. */
export function SidePart(props: {
  entity: EntityDescription;
  heading: string;
  total?: number;
  shown: number;
  none: string;
  where: Where;
  preset: { [field: string]: FieldValue };
  titles: Titles;
  foot?: ReactNode;
  children: ReactNode;
}) {
  const { entity, total, preset, titles } = props;
  const { t, say } = useWords();
  const create = t("action.createNamed", { name: say(entity.label) });
  return (
    <section className="related__list" aria-label={props.heading}>
      <div className="related__head">
        <h2 className="panel__title">
          {props.heading} <span className="faint figure">{total ? group(String(total)) : ""}</span>
        </h2>
        {may(entity, "create") && (
          <button
            type="button"
            className="iconbutton"
            aria-label={create}
            title={create}
            onClick={() => openForm({ entity: entity.name, preset, titles })}
          >
            <Plus size={15} aria-hidden />
          </button>
        )}
      </div>
      {total === 0 && <p className="faint related__none">{props.none}</p>}
      <ul className="related__rows">{props.children}</ul>
      {total !== undefined && total > props.shown && (
        <Link
          className="linklike"
          to="/records/$entity"
          params={{ entity: entity.name }}
          search={{ where: props.where }}
        >
          {t("record.showAll", { count: total })}
        </Link>
      )}
      {props.foot}
    </section>
  );
}
