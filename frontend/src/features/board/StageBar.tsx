import { Check, X } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { type EntityDescription, type FieldValue, type FlatRecord, fieldOf, may, useAnswer } from "@/api";
import { titleOf } from "@/records/layouts";
import { type PageAction, useActions } from "@/ui/actions";
import { useWords } from "@/ui/words";
import { asksOf, DropDialog, type Dropped } from "./DropDialog";
import { type Lane, lanesOf } from "./lanes";
import "./stagebar.css";
import { useMoves } from "./useMoves";

/** StageBar says how far a deal is and moves it on, as the board does: what a stage asks for is asked. */
export function StageBar({ entity, record }: { entity: EntityDescription; record: FlatRecord }) {
  const { t, say } = useWords();
  const field = fieldOf(entity, "stage");
  const known = useAnswer("opportunity.pipelines", {}, ["pipeline"]);
  const { moves, move } = useMoves(entity.name, "stage", true);
  const [dropped, setDropped] = useState<Dropped>();
  const pipelines = known.data?.pipelines;
  const own = record.pipelineId ?? "";
  const lanes = useMemo(() => {
    if (!field || !pipelines) return [];
    return lanesOf(entity, field, pipelines.find((each) => each.id === own) ?? pipelines[0], say);
  }, [entity, field, pipelines, own, say]);
  const open = lanes.filter((lane) => !lane.end);
  const closed = lanes.filter((lane) => lane.end);
  const stage = moves.get(record.id)?.to ?? String(record.stage ?? "");
  const at = open.findIndex((lane) => lane.key === stage);
  const end = closed.find((lane) => lane.key === stage)?.end;
  const here: Lane = lanes.find((lane) => lane.key === stage) ?? { key: stage, label: stage, rotDays: 0, asks: [] };
  const titles = record.titles ?? {};
  const go = (to: Lane, values: { [name: string]: FieldValue }) =>
    void move(record, titles, here, to, values, titleOf(entity, record, titles));
  const choose = (to: Lane) => {
    if (to.key === stage || moves.size > 0) return;
    const asks = asksOf(entity, record, here, to);
    if (asks.length > 0) setDropped({ row: record, titles, from: here, to, asks, by: "bar" });
    else go(to, {});
  };
  const changeable = may(entity, "update", record);
  const latest = useRef(choose);
  latest.current = choose;
  useActions(
    useMemo(
      (): PageAction[] =>
        lanes
          .filter((lane) => changeable && lane.key !== stage)
          .map((lane) => ({
            id: `stage.${lane.key}`,
            label: t("board.ask.move", { lane: lane.label }),
            words: `stage ${lane.key}`,
            run: () => latest.current(lane),
          })),
      [lanes, changeable, stage, t],
    ),
  );
  if (!field || !pipelines) return <div className="stagebar" />;
  const step = (lane: Lane, look: string, icon?: React.ReactNode) => (
    <li key={lane.key}>
      <button
        type="button"
        className={`stagebar__step ${look}`}
        aria-current={lane.key === stage ? "step" : undefined}
        disabled={!changeable && lane.key !== stage}
        title={lane.key === stage ? undefined : t("board.ask.move", { lane: lane.label })}
        onClick={() => choose(lane)}
      >
        {icon}
        <span>{lane.label}</span>
      </button>
    </li>
  );
  return (
    <nav className="stagebar" aria-label={say(field.label)}>
      <ol className="stagebar__steps">
        {open.map((lane, n) =>
          step(lane, n === at ? "is-here" : end === "won" || (at >= 0 && n < at) ? "is-past" : ""),
        )}
      </ol>
      <ol className="stagebar__ends">
        {closed.map((lane) =>
          step(
            lane,
            `stagebar__step--${lane.end}${lane.key === stage ? " is-here" : ""}`,
            lane.end === "won" ? <Check size={14} aria-hidden /> : <X size={14} aria-hidden />,
          ),
        )}
      </ol>
      {dropped && (
        <DropDialog
          entity={entity}
          dropped={dropped}
          onCancel={() => setDropped(undefined)}
          onDone={(values) => {
            setDropped(undefined);
            go(dropped.to, values);
          }}
        />
      )}
    </nav>
  );
}
