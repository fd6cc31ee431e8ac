import { ChevronsLeftRight, ChevronsRightLeft, Plus } from "lucide-react";
import { may } from "@/api";
import { showMoney, showShort } from "@/lib/money";
import { openForm } from "@/records/form/store";
import { useWords } from "@/ui/words";
import type { BoardContext } from "./Lane";
import type { Head, Lane } from "./lanes";

const nothing: Head = { count: 0, sum: 0, weighted: 0 };
// Keeps the place of figures that are not known yet.
const blank = "\u00a0";

/** LaneHead names a column and says its figures: how many, what they come to, what of it may be hoped for. */
export function LaneHead(props: {
  board: BoardContext;
  lane: Lane;
  head: Head | undefined;
  onFold: () => void;
  onRows: () => void;
}) {
  const { board, lane, head = nothing } = props;
  const { t, say } = useWords();
  return (
    <header className="lane__head" data-print-head>
      <div className="lane__title">
        <span className={`tone__dot tone__dot--${lane.tone || "neutral"}`} aria-hidden />
        <h2 className="lane__name" title={lane.label}>
          {lane.label}
        </h2>
        <button
          type="button"
          className="lane__count digits"
          title={t("board.rows")}
          aria-label={
            board.counted ? `${t("board.count", { count: head.count })} · ${t("board.rows")}` : t("board.rows")
          }
          onClick={props.onRows}
        >
          {board.counted ? t("board.number", { count: head.count }) : blank}
        </button>
        <span className="lane__tools">
          {may(board.entity, "create") && !lane.end && (
            <button
              type="button"
              className="iconbutton iconbutton--small"
              title={t("board.createIn", { name: say(board.entity.label), lane: lane.label })}
              aria-label={t("board.createIn", { name: say(board.entity.label), lane: lane.label })}
              onClick={() => openForm({ entity: board.entity.name, preset: { [board.field]: lane.key || undefined } })}
            >
              <Plus size={14} aria-hidden />
            </button>
          )}
          <button
            type="button"
            className="iconbutton iconbutton--small"
            title={t("board.fold")}
            aria-label={t("board.foldLane", { lane: lane.label })}
            aria-expanded
            onClick={props.onFold}
          >
            <ChevronsRightLeft size={13} aria-hidden />
          </button>
        </span>
      </div>
      {board.deals && <Sums head={board.counted ? head : undefined} weighted={!lane.end} />}
    </header>
  );
}

function Sums({ head, weighted }: { head: Head | undefined; weighted: boolean }) {
  const { t, lang } = useWords();
  if (!head) return <div className="lane__sums digits">{blank}</div>;
  const exact = (sum: number) => showMoney(sum.toFixed(2));
  return (
    <div className="lane__sums digits">
      <span title={exact(head.sum)}>{t("board.sum", { sum: showShort(String(head.sum), lang) })}</span>
      {weighted && (
        <span className="second" title={`${exact(head.weighted)} · ${t("board.weightedTip")}`}>
          {t("board.weighted", { sum: showShort(String(head.weighted), lang) })}
        </span>
      )}
    </div>
  );
}

/** SlimLane is a column folded away: a place to put cards down, and to open. */
export function SlimLane(props: {
  placeRef: (element: HTMLElement | null) => void;
  over: boolean;
  carrying: boolean;
  counted: boolean;
  lane: Lane;
  head: Head | undefined;
  figures: boolean;
  onUnfold: () => void;
}) {
  const { lane, counted, head = nothing } = props;
  const { t, lang } = useWords();
  const kind = lane.end ?? "plain";
  const mood = props.over ? ` is-over is-over--${kind}` : props.carrying ? " is-waiting" : "";
  return (
    <section className={`lane lane--slim${mood}`} ref={props.placeRef} aria-label={lane.label} data-lane={lane.key}>
      <button
        type="button"
        className="lane__unfold"
        data-print-once
        aria-expanded={false}
        aria-label={[t("board.unfoldLane", { lane: lane.label }), counted && t("board.count", { count: head.count })]
          .filter(Boolean)
          .join(" · ")}
        title={t("board.unfold")}
        onClick={props.onUnfold}
      >
        <ChevronsLeftRight size={13} aria-hidden />
        <span className={`tone__dot tone__dot--${lane.tone || "neutral"}`} aria-hidden />
        <span className="lane__upright">
          <strong>{props.carrying && lane.end ? t(`board.zone.${lane.end}`) : lane.label}</strong>
          <span className="digits second">{counted ? t("board.number", { count: head.count }) : blank}</span>
          {props.figures && counted && <span className="digits second">{showShort(String(head.sum), lang)}</span>}
        </span>
      </button>
    </section>
  );
}
