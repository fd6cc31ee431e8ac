import { Button } from "antd";
import { useState } from "react";
import { useAnswer } from "@/api";
import { Moment } from "@/ui/Moment";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import type { Narrow } from "./narrow";

const few = 5;

/** Anomalies lists what an owner should look at, and says by which rules; each leads to the events behind it. */
export function Anomalies({ onShow }: { onShow: (narrow: Narrow) => void }) {
  const { t } = useWords();
  const [all, setAll] = useState(false);
  const { data } = useAnswer("audit.anomalies", {}, ["auditEvent"]);
  if (!data) return null;
  const found = data.found ?? [];
  return (
    <section className="audit__odd" aria-labelledby="audit-odd">
      <h2 className="panel__title" id="audit-odd">
        {t("audit.odd")}
      </h2>
      {found.length === 0 ? (
        <p>
          <Tone tone="good">{t("audit.oddNone")}</Tone>
        </p>
      ) : (
        <ul className="audit__found">
          {found.slice(0, all ? undefined : few).map((each) => (
            <li key={`${each.rule} ${each.userName} ${each.at}`}>
              <button
                type="button"
                className="audit__one"
                onClick={() => onShow({ kinds: each.kinds, user: each.userName, from: each.on, to: each.on })}
              >
                <Tone tone="attention">{t(`audit.rule.${each.rule as "export"}`)}</Tone>
                <span className="audit__who">{each.userName || t("audit.nobody")}</span>
                <span className="audit__what">{each.what}</span>
                <span className="faint">
                  <Moment at={each.at} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {found.length > few && !all && (
        <Button size="small" type="link" onClick={() => setAll(true)}>
          {t("audit.oddAll", { count: found.length })}
        </Button>
      )}
      <details className="audit__rules">
        <summary>{t("audit.rules")}</summary>
        <ul>
          {(data.rules ?? []).map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}
