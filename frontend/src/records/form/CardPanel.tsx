import { Button, Input } from "antd";
import { Plus } from "lucide-react";
import { useEffect, useRef } from "react";
import type { EntityDescription } from "@/api";
import { composing } from "@/lib/keyboard";
import { useWords } from "@/ui/words";
import { openForm } from "./store";
import type { CardReader, Understood } from "./useCard";

/** CardPanel shows the text of a business card and what was understood of it, before anything is filled in. */
export function CardPanel({ entity, card }: { entity: EntityDescription; card: CardReader }) {
  const { t, say } = useWords();
  const fill = useRef<HTMLButtonElement>(null);
  const area = useRef<HTMLDivElement>(null);
  const { text, found, fresh, stranger } = card;
  const begun = useRef(text);
  // What was pasted is understood already: Enter takes it. Otherwise one pastes here.
  useEffect(() => {
    if (begun.current) fill.current?.focus();
    else area.current?.querySelector("textarea")?.focus();
  }, []);
  if (text === undefined) return null;
  const placed = found.filter((each) => each.field !== undefined);
  const left = found.filter((each) => each.field === undefined);
  const joins = entity.fields.some((spec) => spec.name === "customerId");
  const noCustomer = t("entry.card.noCustomer");
  const nameOf = ({ field, part }: Understood) =>
    field === undefined ? t(`entry.card.${part}`) : say(entity.fields.find((spec) => spec.name === field)?.label);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens to what is inside
    <div
      className="cardpanel"
      onKeyDown={(event) => {
        if (composing(event)) return;
        if (event.key === "Escape") {
          event.preventDefault();
          event.stopPropagation();
          card.close();
        } else if (event.key === "Enter") {
          // In here Enter is not the form's: it takes what was understood, or begins a line.
          event.stopPropagation();
          if ((event.ctrlKey || event.metaKey) && fresh.length > 0) {
            event.preventDefault();
            card.fill();
          }
        }
      }}
    >
      <div ref={area}>
        <Input.TextArea
          aria-label={t("entry.card.text")}
          placeholder={t("entry.card.hint")}
          autoSize={{ minRows: 3, maxRows: 8 }}
          value={text}
          onChange={(event) => card.look(event.target.value)}
        />
      </div>
      <div className="cardpanel__found" aria-live="polite">
        {found.length === 0 ? (
          <p className="faint">{t(text.trim() === "" ? "entry.card.empty" : "entry.card.nothing")}</p>
        ) : (
          <dl className="cardpanel__list">
            {placed.map((each) => (
              <div key={each.part} className={each.kept ? "cardpanel__row is-left" : "cardpanel__row"}>
                <dt>{nameOf(each)}</dt>
                <dd>
                  {each.shown}
                  {each.kept && <span className="faint"> · {t("entry.card.kept")}</span>}
                </dd>
              </div>
            ))}
          </dl>
        )}
        {stranger && (
          <Button
            size="small"
            className="cardpanel__new"
            icon={<Plus size={14} aria-hidden />}
            onClick={() =>
              openForm({ entity: "customer", preset: stranger, onSaved: () => setTimeout(() => fill.current?.focus()) })
            }
          >
            {t("entry.card.newCustomer", { name: String(found.find((each) => each.part === "company")?.shown ?? "") })}
          </Button>
        )}
        {left.length > 0 && (
          <p className="cardpanel__left">
            {t("entry.card.left", {
              items: left
                .map((each) => `${nameOf(each)} ${each.shown}${each.part === "company" && joins ? noCustomer : ""}`)
                .join(" · "),
            })}
          </p>
        )}
      </div>
      <div className="cardpanel__foot">
        <Button size="small" type="text" onClick={card.close}>
          {t("action.cancel")}
        </Button>
        {begun.current && (
          <Button size="small" onClick={card.plain}>
            {t("entry.card.plain")}
          </Button>
        )}
        <Button ref={fill} size="small" type="primary" disabled={fresh.length === 0} onClick={card.fill}>
          {t("entry.card.fill", { count: fresh.length })}
        </Button>
      </div>
    </div>
  );
}

/** CardNote stands above the fields of a new record: that a card can be pasted, or what it filled in. */
export function CardNote({ entity, card }: { entity: EntityDescription; card: CardReader }) {
  const { t, say } = useWords();
  const { filled } = card;
  if (!card.possible) return null;
  if (card.text !== undefined) return <CardPanel entity={entity} card={card} />;
  if (!filled)
    return (
      <div className="form__note">
        <button type="button" className="linklike" onClick={() => card.look("")}>
          {t("entry.pasteHint")}
        </button>
      </div>
    );
  const names = filled.names.map((name) => say(entity.fields.find((spec) => spec.name === name)?.label));
  return (
    <div className="form__note form__note--said" role="status">
      {t("entry.fromCard", { count: names.length, names: names.join(t("filter.list")) })}
      <button type="button" className="linklike" onClick={card.takeBack}>
        {t("entry.takeBack")}
      </button>
    </div>
  );
}
