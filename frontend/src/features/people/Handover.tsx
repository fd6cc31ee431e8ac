import { useNavigate } from "@tanstack/react-router";
import { Alert, Button, Checkbox } from "antd";
import { Download, Printer } from "lucide-react";
import { useState } from "react";
import { forget, type JobResult, runJob, saveFile, useAnswer } from "@/api";
import { useNotice } from "@/records/notice";
import { RecordPicker } from "@/records/picker/RecordPicker";
import { usePrint } from "@/records/print/usePrint";
import { FaultPanel } from "@/ui/FaultPanel";
import { useWords } from "@/ui/words";
import { HandoverList } from "./HandoverList";

type Done = JobResult<"handover.run">;

/** Handover moves all that somebody owns to somebody else, and ends with a list to be signed. */
export function Handover({ from: asked }: { from?: string }) {
  const { t, say } = useWords();
  const notice = useNotice();
  const print = usePrint();
  const navigate = useNavigate();
  const [to, setTo] = useState<string>();
  const [without, setWithout] = useState<readonly string[]>([]);
  const [leave, setLeave] = useState(true);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<Done>();
  const found = useAnswer("handover.preview", { from: asked ?? "" }, ["*"], asked !== undefined && !done);
  const owned = asked ? found.data : undefined;
  const chosen = owned?.counts.filter((each) => !without.includes(each.entity)) ?? [];
  const total = chosen.reduce((sum, each) => sum + each.count, 0);

  const run = async () => {
    if (!asked || !to) return;
    setBusy(true);
    try {
      const result = await runJob("handover.run", {
        from: asked,
        to,
        entities: chosen.map((each) => each.entity),
        leave,
      });
      setDone(result);
      await forget(["*"]);
      notice.done(t("people.handed", { count: result.total, to: result.toName }), result.change);
    } catch (thrown) {
      notice.failed(thrown);
    } finally {
      setBusy(false);
    }
  };
  if (done) {
    return (
      <div className="handover">
        <div className="handover__foot" data-print="hide">
          <Button type="primary" icon={<Printer size={15} aria-hidden />} onClick={() => void print()}>
            {t("people.printList")}
          </Button>
          {done.file && (
            <Button
              icon={<Download size={15} aria-hidden />}
              onClick={() => saveFile(done.file ?? "", done.fileName ?? "")}
            >
              {t("people.saveList")}
            </Button>
          )}
          <Button onClick={() => setDone(undefined)}>{t("people.another")}</Button>
        </div>
        <HandoverList done={done} />
      </div>
    );
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
            <Button
              type="primary"
              loading={busy}
              disabled={!to || to === asked || (total === 0 && !leave)}
              onClick={() => void run()}
            >
              {t("people.hand", { count: total })}
            </Button>
            <span className="second">{t("people.handText")}</span>
          </div>
        </>
      )}
    </div>
  );
}
