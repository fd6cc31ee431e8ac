import type { Where } from "@/api";
import { group } from "@/lib/money";
import { useOpenList } from "@/records/useOpenList";
import { useWords } from "@/ui/words";
import { Item } from "./Item";
import { type Kind, keyOf, type Today, type TodayItem } from "./items";
import type { TodayKeys } from "./useTodayKeys";

const titles = {
  plan: "sectionPlan",
  promised: "sectionPromised",
  deal: "sectionDeal",
  order: "sectionOrder",
  silent: "sectionSilent",
} as const;
const hints = { promised: "hintPromised", deal: "hintDeal", order: "hintOrder", silent: "hintSilent" } as const;

/** Section is one kind of things that wait. */
export function Section(props: {
  kind: Kind;
  items: TodayItem[];
  section: Today["sections"][number];
  total: number;
  keys: TodayKeys;
}) {
  const { kind, items, section, total, keys } = props;
  const { t } = useWords();
  const openList = useOpenList();
  const hint = kind !== "plan" && t(`today.${hints[kind]}`, section.days ?? {});
  return (
    <section className="todaypart" aria-label={t(`today.${titles[kind]}`)}>
      <div className="todaypart__head">
        <h2 className="panel__title">
          {t(`today.${titles[kind]}`)} <span className="faint figure">{group(String(total))}</span>
        </h2>
        {hint && (
          <p className="todaypart__hint" title={hint}>
            {hint}
          </p>
        )}
        {total > items.length && (
          <button
            type="button"
            className="linklike"
            onClick={() => openList(section.entity, { where: section.where as Where })}
          >
            {t("today.all", { count: section.total })}
          </button>
        )}
      </div>
      <ul className="todaypart__list">
        {items.map((item) => (
          <Item key={keyOf(item)} item={item} keys={keys} />
        ))}
      </ul>
    </section>
  );
}
