import type { CSSProperties } from "react";
import { useAnswer, useDescribe, type Where } from "@/api";
import { group } from "@/lib/money";
import { useOpenList } from "@/records/useOpenList";
import { FaultPanel } from "@/ui/FaultPanel";
import { useWords } from "@/ui/words";
import { type Question, type Scope, scopeWhere, useAnswers } from "./ask";
import { type Looking, useLooking } from "./context";
import { Delta } from "./Delta";
import { type Figure, figuresOf, isLive, questionOf, readFigure, weightedThen } from "./figures";
import { type Span, sayThen } from "./period";
import { showValue } from "./sheet";

interface Shown {
  figure: Figure;
  value: string | null;
  count: number | null;
  before: string | null;
  year: string | null;
}

/** Figures are the numbers one looks at first; each opens its rows, each arrow those it is compared with. */
export function Figures() {
  const looking = useLooking();
  const { t } = useWords();
  const { shown, fault, stale, again } = useFigures(looking);
  if (fault) return <FaultPanel fault={fault} onRetry={again} />;
  const [first, ...rest] = shown;
  return (
    <section className="figs" aria-busy={stale} aria-label={t("dashboard.figures")}>
      {first && <Fig shown={first} big />}
      <div className="figs__rest">
        {rest.map((each) => (
          <Fig key={each.figure.name} shown={each} />
        ))}
      </div>
    </section>
  );
}

function useFigures(looking: Looking) {
  const { byName } = useDescribe();
  const figures = figuresOf(looking, (entity) => byName.has(entity));
  const spans = [looking.span, looking.before, looking.year];
  const questions: Question[] = [];
  // Where the answer for each figure and span stands; -1: not asked.
  const places = figures.map((figure) =>
    spans.map((span, n) => {
      const question = questionOf(figure, span, n > 0);
      return question ? questions.push(question) - 1 : -1;
    }),
  );
  const found = useAnswers(questions);
  const cycle = figures.find((figure) => figure.name === "cycle");
  const cycles = [
    useCycle(cycle?.where(looking.span, false)),
    useCycle(cycle?.where(looking.before, true)),
    useCycle(cycle?.where(looking.year, true)),
  ];
  const asked = figures.some((figure) => figure.name === "weighted");
  const thens = [
    usePipelineOn(looking.before, looking.scope, asked),
    usePipelineOn(looking.year, looking.scope, asked),
  ];
  const shown = figures.map((figure, f): Shown => {
    if (figure.name === "cycle") {
      const days = cycles.map((each) => (each.data && each.data.count > 0 ? String(each.data.meanDays) : null));
      return { figure, value: days[0] ?? null, count: null, before: days[1] ?? null, year: days[2] ?? null };
    }
    const [now, before, year] = spans.map((_, n) => readFigure(figure, found.data?.answers[places[f]?.[n] ?? -1]));
    const told = figure.name === "weighted" ? thens.map((each) => weightedThen(each.data?.total)) : undefined;
    return {
      figure,
      value: now?.value ?? null,
      count: now?.count ?? null,
      before: told ? (told[0] ?? null) : (before?.value ?? null),
      year: told ? (told[1] ?? null) : (year?.value ?? null),
    };
  });
  return {
    shown,
    fault: found.error,
    stale: found.isPlaceholderData || [...cycles, ...thens].some((each) => each.isPlaceholderData),
    again: () => void found.refetch(),
  };
}

function useCycle(where: Where | undefined) {
  return useAnswer("reports.cycle", { where }, ["opportunity"], where !== undefined);
}

function usePipelineOn(span: Span, scope: Scope, enabled: boolean) {
  const input = { on: span.to, where: scopeWhere(scope) };
  return useAnswer("reports.pipeline", input, ["opportunity", "pipeline", "user"], enabled);
}

function Fig({ shown, big }: { shown: Shown; big?: boolean }) {
  const { figure, value, count } = shown;
  const { t, lang } = useWords();
  const looking = useLooking();
  const openList = useOpenList();
  const label = t(`dashboard.figure.${figure.name}`);
  const tip = t(`dashboard.figureTip.${figure.name}`);
  const rows = (where: Where | undefined) => () => openList(figure.entity, { where });
  const live = isLive(figure);
  // What is open is compared with a day, the rest with a stretch of days.
  const then = (span: Span) => t("dashboard.against.day", { day: sayThen(span.to, looking.today, lang) });
  const note = live ? t(figure.name === "open" ? "dashboard.openThenNote" : "dashboard.weightedThenNote") : undefined;
  const sameYear = looking.period === "year" || looking.period === "twelve";
  const words = showValue(figure.format, value, lang);
  const unit = figure.name === "cycle" && value !== null ? t("dashboard.daysUnit") : "";
  return (
    <div className={big ? "fig fig--big" : "fig"}>
      <button
        type="button"
        className="fig__open"
        title={tip}
        data-figure={figure.name}
        onClick={rows(figure.where(looking.span, false))}
      >
        <span className="fig__label">{label}</span>
        <span className="fig__value" style={{ "--digits": words.length + unit.length } as CSSProperties}>
          <Amount words={words} />
          {unit && <span className="fig__unit">{unit}</span>}
        </span>
      </button>
      <div className="fig__more">
        {count !== null && (
          <button type="button" className="fig__count" onClick={rows(figure.where(looking.span, false))}>
            {t("dashboard.rows", { count, shown: group(String(count)) })}
          </button>
        )}
        {value !== null && shown.before !== null && (
          <Delta
            now={value}
            then={shown.before}
            format={figure.format}
            downIsGood={figure.downIsGood}
            words={live ? then(looking.before) : t(`dashboard.against.${looking.period}`)}
            note={note}
            onOpen={rows(figure.where(looking.before, true))}
          />
        )}
        {value !== null && shown.year !== null && !sameYear && (
          <Delta
            now={value}
            then={shown.year}
            format={figure.format}
            downIsGood={figure.downIsGood}
            words={live ? then(looking.year) : t("dashboard.against.lastYear")}
            note={note}
            onOpen={rows(figure.where(looking.year, true))}
          />
        )}
        {figure.name === "weighted" && <span className="fig__note">{t("dashboard.weightedNote")}</span>}
      </div>
    </div>
  );
}

/** Amount shows the part after the point small: it is exact, but not what one looks at. */
function Amount({ words }: { words: string }) {
  const [whole, part] = words.split(/(?<=\d)(?=\.\d\d$)/);
  return (
    <>
      {whole}
      {part && <span className="fig__part">{part}</span>}
    </>
  );
}
