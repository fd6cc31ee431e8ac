import { type KeyboardEvent, type MouseEvent, memo } from "react";
import type { FlatRecord, Titles } from "@/api";
import { titleOf } from "@/records/layouts";
import { type Carried, useCarried } from "@/ui/drag/DragHost";
import { useWords } from "@/ui/words";
import { alike, CardBody, type CardProps, useCardWords } from "./Card";

/** What is carried with a card. */
export interface CardThing {
  row: FlatRecord;
  titles: Titles;
}

interface ShellProps {
  top: number;
  at: number;
  lane: string;
  height: number;
  movable: boolean;
  opened: boolean;
  tabbable: boolean;
  pending: boolean;
  card: CardProps;
  onPress: (at: number) => void;
  onKeyDown: (event: KeyboardEvent, at: number) => void;
  onMenu: (event: MouseEvent, at: number) => void;
}

/** CardShell is a card in its column: it can be focused, pressed and carried. */
export const CardShell = memo(function CardShell(props: ShellProps) {
  const { card, at, movable } = props;
  const { row, titles, standing: state } = card;
  const { t } = useWords();
  const cardWords = useCardWords();
  const carried: Carried<CardThing> = {
    label: titleOf(card.entity, row, titles),
    from: props.lane === "" ? "-" : props.lane,
    thing: { row, titles },
  };
  const held = useCarried(row.id, carried, { kind: t("board.card") }, !movable || props.pending);
  const edge = state?.edge ? ` card--${state.edge}` : "";
  const mood = `${held.lifted ? " is-lifted" : ""}${props.opened ? " is-opened" : ""}`;
  return (
    <div role="listitem" className="card__place" style={{ transform: `translateY(${props.top}px)` }}>
      <div
        {...held.listeners}
        ref={held.ref}
        role="button"
        tabIndex={props.tabbable ? 0 : -1}
        className={`card${edge}${mood}`}
        style={{ height: props.height }}
        data-card={row.id}
        data-at={at}
        aria-label={cardWords(card)}
        aria-roledescription={movable ? t("board.card") : undefined}
        aria-describedby={movable ? held.describedBy : undefined}
        onClick={() => props.onPress(at)}
        onContextMenu={(event) => props.onMenu(event, at)}
        onKeyDown={(event) => {
          props.onKeyDown(event, at);
          if (!event.defaultPrevented) held.listeners?.onKeyDown?.(event);
        }}
      >
        <CardBody {...card} />
      </div>
    </div>
  );
}, still);

// A column is drawn again at every step of the wheel; cards that did not change are not.
function still(a: ShellProps, b: ShellProps): boolean {
  const { card: one, ...rest } = a;
  const { card: other, ...others } = b;
  return (
    alike(one, other) && Object.entries(rest).every(([name, value]) => others[name as keyof typeof others] === value)
  );
}
