import { useNavigate } from "@tanstack/react-router";
import { Alert, Button, Checkbox } from "antd";
import { useEffect, useState } from "react";
import { useAnswer } from "@/api";
import { RecordPicker } from "@/records/picker/RecordPicker";
import { FaultPanel } from "@/ui/FaultPanel";
import { useWords } from "@/ui/words";
import { HandedOver, Handing } from "./HandedOver";
import { putAway, useHandover } from "./useHandover";

/** Handover moves all that somebody owns to somebody else, and ends with a list to be signed. */
export function Handover({ from: asked }: { from?: string }) {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const [to, setTo] = useState<string>();
  const [without, setWithout] = useState<readonly string[]>([]);
  const [leave, setLeave] = useState(true);
  const { job, done, why, back, begin } = useHandover();
  // Taken back, or to be gone on with: the same two people are asked about again.
  useEffect(() => {
    if (!back) return;
    putAway();
    setTo(back.to);
    void navigate({ to: "/people", search: { tab: "handover", user: back.from }, replace: true });
  }, [back, navigate]);
  const asks = asked !== undefined && !job && !done;
  const found = useAnswer("handover.preview", { from: asked ?? "" }, ["*"], asks);
  const owned = asked ? found.data : undefined;
  const chosen = owned?.counts.filter((each) => !without.includes(each.entity)) ?? [];
  const total = chosen.reduce((sum, each) => sum + each.count, 0);

  const run = () => {
    if (asked && to) void begin({ from: asked, to, entities: chosen.map((each) => each.entity), leave });
  };
  if (job) return <Handing job={job} />;
  if (done) {
    return <HandedOver done={done} why={why} />;
  }
  return (
    <div className="handover">
      <p className="second">{t("people.handoverText")}</p>
      <div className="handover__who">
        <label htmlFor="handover-from">{t("people.from")}</label>
        <RecordPicker
          id="handover-from"
          entity="user"
          required
          value={asked}
          onChange={(user) => void navigate({ to: "/people", search: { tab: "handover", user } })}
        />
        <label htmlFor="handover-to">{t("people.to")}</label>
        <RecordPicker id="handover-to" entity="user" value={to} onChange={(id) => setTo(id)} />
      </div>
      {found.error && asked && <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />}
      {owned && !found.error && (
        <>
          {owned.below.length > 0 && (
            <Alert
              type="warning"
              showIcon
              title={t("people.belowNeed", { names: owned.below.join(t("people.and")) })}
            />
          )}
          {owned.total === 0 ? (
            <p>{t("people.ownsNothing", { name: owned.name })}</p>
          ) : (
            <table className="plain handover__table" aria-label={t("people.owns", { name: owned.name })}>
              <thead>
                <tr>
                  <th scope="col">{t("people.kind")}</th>
                  <th scope="col" className="right">
                    {t("people.number")}
                  </th>
                  <th scope="col">{t("people.examples")}</th>
                </tr>
              </thead>
              <tbody>
                {owned.counts.map((each) => (
                  <tr key={each.entity}>
                    <td>
                      <Checkbox
                        checked={!without.includes(each.entity)}
                        onChange={(event) =>
                          setWithout(
                            event.target.checked
                              ? without.filter((name) => name !== each.entity)
                              : [...without, each.entity],
                          )
                        }
                      >
                        {say(each.label)}
                      </Checkbox>
                    </td>
                    <td className="right people__num">{each.count.toLocaleString()}</td>
                    <td className="handover__titles second">{each.titles.slice(0, 4).join(t("people.and"))}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {owned.active && (
            <Checkbox checked={leave} onChange={(event) => setLeave(event.target.checked)}>
              {t("people.leave", { name: owned.name })}
            </Checkbox>
          )}
          <div className="handover__foot">
            <Button type="primary" disabled={!to || to === asked || (total === 0 && !leave)} onClick={run}>
              {t("people.hand", { count: total })}
            </Button>
            <span className="second">{t("people.handText")}</span>
          </div>
        </>
      )}
    </div>
  );
}
