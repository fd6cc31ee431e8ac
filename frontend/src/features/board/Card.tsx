import { CalendarCheck2, CalendarClock, CircleAlert, ClockAlert, MoveRight } from "lucide-react";
import { memo } from "react";
import { type EntityDescription, type FieldSpec, type FieldValue, type FlatRecord, fieldOf, type Titles } from "@/api";
import { sayDay } from "@/lib/day";
import { showMoney } from "@/lib/money";
import { Cell, isEmpty } from "@/records/cells";
import { titleOf } from "@/records/layouts";
import { useNow } from "@/ui/now";
import { useWords } from "@/ui/words";
import type { Next, Standing } from "./age";
import { cardLines } from "./size";

/** What a card shows. */
export interface CardProps {
  entity: EntityDescription;
  row: FlatRecord;
  titles: Titles;
  /** Of a deal: how it stands today. */
  standing?: Standing;
  /** Of any other record: the fields below its title. */
  fields: FieldSpec[];
}

const icons: { [next in Next]: typeof CircleAlert } = {
  none: CircleAlert,
  overdue: ClockAlert,
  today: CalendarCheck2,
  planned: CalendarClock,
};

/** CardBody is the inside of a card. */
export const CardBody = memo(function CardBody(props: CardProps) {
  return props.standing ? <DealCard {...props} standing={props.standing} /> : <PlainCard {...props} />;
}, alike);

/** alike says that two cards look the same. */
export function alike(a: CardProps, b: CardProps): boolean {
  const [one, other] = [a.standing, b.standing];
  return (
    a.row === b.row &&
    a.titles === b.titles &&
    a.fields === b.fields &&
    one?.age === other?.age &&
    one?.idle === other?.idle &&
    one?.next === other?.next &&
    one?.edge === other?.edge
  );
}

function DealCard({ entity, row, titles, standing }: CardProps & { standing: Standing }) {
  const { t } = useWords();
  const customer = name(row.customerId, titles);
  const owner = name(row.ownerId, titles);
  const nextStep = typeof row.nextStep === "string" ? row.nextStep : "";
  const Icon = standing.next && icons[standing.next];
  return (
    <>
      <div className="card__line">
        <span className="card__title">{titleOf(entity, row, titles)}</span>
        {Icon && standing.next && (
          <span className={`card__next card__next--${standing.next}`} title={t(`board.next.${standing.next}`)}>
            <Icon size={14} aria-hidden />
          </span>
        )}
      </div>
      <div className="card__line card__line--second">
        <span className="card__cut">{customer ?? <span className="faint">{t("board.noCustomer")}</span>}</span>
        <Age standing={standing} />
      </div>
      <div className="card__line">
        <span className="card__amount figure">
          {typeof row.amount === "string" ? (
            showMoney(row.amount)
          ) : (
            <span className="faint">{t("board.noAmount")}</span>
          )}
        </span>
        <Closing row={row} />
      </div>
      <div className="card__line card__line--second">
        {nextStep === "" ? (
          <span className="card__cut faint">{t("board.noNextStep")}</span>
        ) : (
          <span className="card__cut card__step" title={nextStep}>
            <MoveRight size={12} aria-hidden />
            {nextStep}
          </span>
        )}
        <span className="card__owner">{owner}</span>
      </div>
    </>
  );
}

function Age({ standing }: { standing: Standing }) {
  const { t } = useWords();
  if (standing.age === undefined) return null;
  const late = standing.edge === "late";
  const words = late ? t("board.idle", { count: standing.idle ?? 0 }) : t("board.age", { count: standing.age });
  const tip = t("board.ageTip", { age: standing.age, idle: standing.idle ?? standing.age });
  return (
    <span className={late ? "card__age is-late" : "card__age"} title={tip}>
      {words}
    </span>
  );
}

function Closing({ row }: { row: FlatRecord }) {
  const { t, lang } = useWords();
  const now = useNow();
  if (typeof row.expectedCloseOn !== "string") return null;
  const words = { today: t("time.today"), yesterday: t("time.yesterday"), tomorrow: t("time.tomorrow") };
  return (
    <time
      className="card__close"
      dateTime={row.expectedCloseOn}
      title={t("board.closeTip", { day: row.expectedCloseOn })}
    >
      {sayDay(row.expectedCloseOn, lang, now, words)}
    </time>
  );
}

function PlainCard({ entity, row, titles, fields }: CardProps) {
  const { say } = useWords();
  const filled = fields.filter((spec) => !isEmpty(row[spec.name] as FieldValue)).slice(0, cardLines);
  return (
    <>
      <div className="card__line">
        <span className="card__title">{titleOf(entity, row, titles)}</span>
      </div>
      {filled.map((spec) => {
        const value = row[spec.name] as FieldValue;
        return (
          <div key={spec.name} className="card__line card__line--second" title={say(spec.label)}>
            <span className="card__cut">
              {spec.kind === "ref" ? (
                (name(value, titles) ?? <span className="faint">—</span>)
              ) : (
                <Cell spec={spec} value={value} titles={titles} />
              )}
            </span>
          </div>
        );
      })}
    </>
  );
}

function name(id: unknown, titles: Titles): string | undefined {
  return typeof id === "string" && id !== "" ? titles[id] : undefined;
}

// Kinds with something in them to press have no place on a card, which is itself pressed.
const quiet = new Set(["money", "day", "choice", "ref", "text", "percent", "number", "decimal", "instant"]);

/** cardFields are what may stand below the title of a card: the first columns of the list that fit on it. */
export function cardFields(entity: EntityDescription, columns: string[], group: string): FieldSpec[] {
  return columns
    .flatMap((column) => fieldOf(entity, column) ?? [])
    .filter((spec) => quiet.has(spec.kind) && spec.name !== entity.title && spec.name !== group)
    .slice(0, cardLines + 2);
}

/** cardWords say a card to those who do not see it. */
export function useCardWords() {
  const { t } = useWords();
  return (props: CardProps): string => {
    const { entity, row, titles, standing } = props;
    const parts = [titleOf(entity, row, titles), name(row.customerId, titles)];
    if (typeof row.amount === "string") parts.push(showMoney(row.amount));
    if (standing?.age !== undefined) parts.push(t("board.age", { count: standing.age }));
    if (standing?.edge === "late") parts.push(t("board.idle", { count: standing.idle ?? 0 }));
    if (standing?.next) parts.push(t(`board.next.${standing.next}`));
    return parts.filter((part) => part !== undefined).join(" · ");
  };
}
