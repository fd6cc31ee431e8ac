import type { JobResult } from "@/api";
import { useWords } from "@/ui/words";

/** HandoverList is what two people sign: who handed what to whom. */
export function HandoverList({ done }: { done: JobResult<"handover.run"> }) {
  const { t, say, lang } = useWords();
  return (
    <article className="handover__paper" data-print>
      <h2>{t("people.listTitle")}</h2>
      <dl className="handover__facts" data-print-block>
        <dt>{t("people.from")}</dt>
        <dd>{done.left ? t("people.fromLeft", { name: done.fromName }) : done.fromName}</dd>
        <dt>{t("people.to")}</dt>
        <dd>{done.toName}</dd>
        <dt>{t("people.doneBy")}</dt>
        <dd>{done.byName}</dd>
        <dt>{t("people.at")}</dt>
        <dd>{new Date(done.at).toLocaleString(lang, { dateStyle: "long", timeStyle: "short" })}</dd>
      </dl>
      {done.counts.map((each) => (
        <div key={each.entity}>
          <h3 className="handover__kind">
            {say(each.label)} <span className="people__num">{each.count.toLocaleString()}</span>
          </h3>
          <ul className="handover__names">
            {each.titles.map((title, at) => (
              <li key={at}>{title}</li>
            ))}
          </ul>
          {each.titles.length < each.count && (
            <p className="second">{t("people.more", { count: each.count - each.titles.length })}</p>
          )}
        </div>
      ))}
      <p className="handover__total">
        {t("people.total")} <b className="people__num">{done.total.toLocaleString()}</b>
        {done.failed > 0 && ` · ${t("people.stayed", { count: done.failed })}`}
        {done.rest > 0 && ` · ${t("people.notYet", { count: done.rest })}`}
      </p>
      {done.file && done.fileName && (
        <p className="handover__book">
          {t("people.listBook", { name: done.fileName, count: done.total, print: done.file.slice(0, 16) })}
        </p>
      )}
      <div className="handover__signs" data-print-block>
        {[t("people.signFrom"), t("people.signTo"), t("people.signManager")].map((line) => (
          <div key={line}>
            <span>{line}</span>
            <span className="handover__line" />
            <span>{t("people.signDay")}</span>
            <span className="handover__line" />
          </div>
        ))}
      </div>
    </article>
  );
}
