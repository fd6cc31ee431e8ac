import { Link } from "@tanstack/react-router";
import { useDescribe, type Where } from "@/api";
import { currencyWords, showMoney } from "@/lib/money";
import { useCurrent } from "@/records/current";
import { useOpenList } from "@/records/useOpenList";
import { useWords } from "@/ui/words";
import type { Today } from "./items";

const figures = ["won", "open", "expected"] as const;

/** Side holds the figures of the month, each leading to its rows, and what was looked at last. */
export function Side(props: { figures: Today["figures"] }) {
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const openList = useOpenList();
  const recent = useCurrent((each) => each.recent);
  return (
    <aside className="today__side">
      {figures.some((key) => props.figures.some((each) => each.key === key)) && (
        <h2 className="panel__title">
          {t("today.month")} <span className="faint">{say(currencyWords(undefined))}</span>
        </h2>
      )}
      <ul className="todayfigures">
        {figures.map((key) => {
          const figure = props.figures.find((each) => each.key === key);
          if (!figure) return null;
          return (
            <li key={key}>
              <button
                type="button"
                className="todayfigure"
                onClick={() => openList(figure.entity, { where: figure.where as Where })}
              >
                <span className="todayfigure__name">{t(`today.${key}`)}</span>
                <span className="todayfigure__amount figure">{showMoney(String(figure.amount))}</span>
                <span className="todayfigure__count figure">{t("today.figureCount", { count: figure.count })}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <h2 className="panel__title">{t("today.recent")}</h2>
      {recent.length === 0 && <p className="faint today__none">{t("today.recentNone")}</p>}
      <ul className="todayrecent">
        {recent.slice(0, 8).map((each) => (
          <li key={each.id} className="todayrecent__row">
            <Link className="reflink" to="/records/$entity/$id" params={{ entity: each.entity, id: each.id }}>
              {each.title}
            </Link>
            <span className="faint">{say(byName.get(each.entity)?.label)}</span>
          </li>
        ))}
      </ul>
    </aside>
  );
}
