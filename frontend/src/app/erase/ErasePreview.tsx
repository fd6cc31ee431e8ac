import { Checkbox } from "antd";
import type { JobResult } from "@/api";
import { stampOf } from "@/lib/stamp";
import { RecordLink } from "@/records/RecordLink";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";

type Look = JobResult<"erase.look">;
type Word = Look["words"][number];

/** ErasePreview says what goes, what stays, which words go from other records, and what backups still hold. */
export function ErasePreview(props: {
  look: Look;
  words: string[];
  onWords: (words: string[]) => void;
  disabled: boolean;
}) {
  const { look, words, onWords, disabled } = props;
  const { t, lang } = useWords();
  const older = look.backups.older;
  const comma = lang === "en" ? ", " : "、";
  return (
    <>
      <section>
        <h2 className="panel__title">{t("erase.goes")}</h2>
        <ul className="erase__list">
          <li>{t("erase.goesFields", { fields: look.fields.join(comma), count: look.changes })}</li>
          {look.whole.map((each) => (
            <li key={each.entity}>{t("erase.goesWhole", { label: each.label, count: each.count })}</li>
          ))}
          {look.texts.map((each) => (
            <li key={each.entity}>{t("erase.goesTexts", { label: each.label, count: each.count })}</li>
          ))}
          {look.files > 0 && <li>{t("erase.goesFiles", { count: look.files })}</li>}
          <li className="second">{t("erase.goesCaches")}</li>
        </ul>
      </section>
      <section>
        <h2 className="panel__title">{t("erase.stays")}</h2>
        <ul className="erase__list">
          <li>{t(look.stays ? "erase.staysEmptyHere" : "erase.staysEmpty", { named: look.named })}</li>
          {look.others.map((each) => (
            <li key={each.entity}>
              {t("erase.staysOthers", { label: each.label, count: each.count, named: look.named })}
            </li>
          ))}
          <li className="second">{t("erase.staysProof")}</li>
        </ul>
      </section>
      {look.words.length > 0 && (
        <section>
          <h2 className="panel__title">{t("erase.words")}</h2>
          <p className="second">{t("erase.wordsText")}</p>
          <ul className="erase__words">
            {look.words.map((word) => (
              <WordLine
                key={word.text}
                word={word}
                chosen={words.includes(word.text)}
                disabled={disabled}
                onChosen={(on) => onWords(on ? [...words, word.text] : words.filter((other) => other !== word.text))}
              />
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2 className="panel__title">{t("erase.backups")}</h2>
        <p className="second">
          {look.backups.folder === ""
            ? t("erase.noBackup")
            : !look.backups.there
              ? t("erase.backupsAway", { folder: look.backups.folder })
              : older.length === 0
                ? t("erase.backupsNone")
                : t("erase.backupsText", {
                    count: older.length,
                    when: [...new Set([older.at(-1), older[0]].map((each) => stampOf(each?.at ?? "")))].join(" – "),
                  })}
        </p>
      </section>
    </>
  );
}

function WordLine(props: { word: Word; chosen: boolean; disabled: boolean; onChosen: (on: boolean) => void }) {
  const { word } = props;
  const { t } = useWords();
  return (
    <li className="erase__word">
      <Checkbox
        checked={props.chosen}
        disabled={props.disabled}
        onChange={(event) => props.onChosen(event.target.checked)}
      >
        <span className="erase__kind">{t(`erase.wordKind.${word.kind as keyof typeof kinds}`)}</span>
        <span className="erase__text">{word.text}</span>
      </Checkbox>
      <span className="second">
        {word.places === 0 ? t("erase.wordNone") : t("erase.wordPlaces", { count: word.places })}
        {word.some.map((at) => (
          <span key={at.id} className="erase__place">
            <RecordLink entity={at.entity} id={at.id} title={at.title} />
          </span>
        ))}
        {word.some.length > 0 && word.places > word.some.length && ` ${t("erase.wordMore")}`}
      </span>
      {word.doubt && <Tone tone="attention">{t(word.doubt === "namesake" ? "erase.namesake" : "erase.shared")}</Tone>}
    </li>
  );
}

const kinds = { name: 1, phone: 1, email: 1, url: 1, text: 1 };
