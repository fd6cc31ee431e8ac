import type { JobResult } from "@/api";
import { Moment } from "@/ui/Moment";
import { useWords } from "@/ui/words";

/** HandoverList is what two people sign: who handed what to whom. */
export function HandoverList({ done }: { done: JobResult<"handover.run"> }) {
  const { t, say } = useWords();
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
        <dd>
          <Moment at={done.at} />
        </dd>
      </dl>
      <table className="plain handover__table">
        <thead>
          <tr>
            <th scope="col">{t("people.kind")}</th>
            <th scope="col" className="right">
              {t("people.number")}
            </th>
            <th scope="col">{t("people.content")}</th>
          </tr>
        </thead>
        <tbody>
          {done.counts.map((each) => (
            <tr key={each.entity}>
              <th scope="row">{say(each.label)}</th>
              <td className="right people__num">{each.count.toLocaleString()}</td>
              <td className="handover__names">
                {each.titles.join(t("people.and"))}
                {each.titles.length < each.count && t("people.more", { count: each.count - each.titles.length })}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("people.total")}</th>
            <td className="right people__num">{done.total.toLocaleString()}</td>
            <td>{done.failed > 0 && t("people.stayed", { count: done.failed })}</td>
          </tr>
        </tfoot>
      </table>
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
