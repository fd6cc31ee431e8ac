import type { EntityDescription } from "@/api";
import { may } from "@/api";
import { MenuAt } from "@/records/grid/MenuAt";
import { useRecordMenu } from "@/records/useRecordMenu";
import { useWords } from "@/ui/words";
import type { CardThing } from "./CardShell";
import type { Lane } from "./lanes";

/** A card whose menu is open, and where. */
export interface Asked {
  card: CardThing;
  lane: string;
  at: { x: number; y: number };
}

/** CardMenu is what a right click on a card offers: to open it, to move it on, to change it. */
export function CardMenu(props: {
  entity: EntityDescription;
  asked: Asked;
  lanes: Lane[];
  onOpen: (id: string) => void;
  onPage: (id: string) => void;
  onMove: (card: CardThing, from: string, to: Lane) => void;
  onClose: () => void;
}) {
  const { entity, asked, lanes, onMove } = props;
  const { t } = useWords();
  const menu = useRecordMenu(entity, {
    onOpen: (row) => props.onOpen(row.id),
    openKey: "enter",
    onPage: (row) => props.onPage(row.id),
  });
  const { row, titles } = asked.card;
  const others = lanes.filter((lane) => lane.key !== asked.lane);
  const changing = menu.changing({ ...row, titles });
  const moves = may(entity, "update", row) ? others : [];
  return (
    <MenuAt
      {...asked.at}
      menu={{
        items: [
          ...menu.opening(row),
          ...(moves.length > 0 ? [{ type: "divider" as const }] : []),
          ...moves.map((lane) => ({
            key: `to ${lane.key}`,
            label: t("board.ask.move", { lane: lane.label }),
            onClick: () => onMove(asked.card, asked.lane, lane),
          })),
          ...(changing.length > 0 ? [{ type: "divider" as const }] : []),
          ...changing,
        ],
      }}
      onClose={props.onClose}
    />
  );
}
