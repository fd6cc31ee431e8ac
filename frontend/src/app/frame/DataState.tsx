import { Link } from "@tanstack/react-router";
import { Button, Popover } from "antd";
import { HardDriveDownload, LoaderCircle, TriangleAlert, Unplug } from "lucide-react";
import { useEffect, useState } from "react";
import { answers, call, useAnswer, useContact, useDescribe, useJobTray, writes } from "@/api";
import { group } from "@/lib/money";
import { useFaultWords } from "@/ui/faultWords";
import { Inside } from "@/ui/Inside";
import { Moment } from "@/ui/Moment";
import { useWords } from "@/ui/words";

type State = "saved" | "saving" | "refused" | "away";

/** DataState says, always and truthfully, whether what one did is on the disk. */
export function DataState() {
  const { t } = useWords();
  const state = useDataState();
  const [open, setOpen] = useState(false);
  const Icon = { saved: HardDriveDownload, saving: LoaderCircle, refused: TriangleAlert, away: Unplug }[state];
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      content={<Details state={state} onLeave={() => setOpen(false)} />}
    >
      <button type="button" className={`datastate datastate--${state}`} aria-haspopup="dialog">
        <Icon size={14} aria-hidden className={state === "saving" ? "turning" : undefined} />
        <span className="datastate__words" role="status">
          {t(`top.${state}`)}
        </span>
      </button>
    </Popover>
  );
}

// A save takes a few milliseconds; the words change only for what takes longer, so that nothing flickers.
const notable = 150;

function useDataState(): State {
  const { away, writing, refused } = useContact();
  const working = useJobTray((tray) => tray.jobs.some((job) => job.state === "running" && writes(job.kind)));
  const busy = writing > 0 || working;
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!busy) {
      setLong(false);
      return;
    }
    const timer = setTimeout(() => setLong(true), notable);
    return () => clearTimeout(timer);
  }, [busy]);
  if (away) return "away";
  if (busy && long) return "saving";
  return refused ? "refused" : "saved";
}

function Details({ state, onLeave }: { state: State; onLeave: () => void }) {
  const { t } = useWords();
  const { book, user } = useDescribe();
  const { savedAt, refused, signedOut } = useContact();
  const faultWords = useFaultWords();
  const health = useAnswer("health.get", {}, ["*"], user.admin && state !== "away");
  const journal = health.data?.journal;
  const again = () => {
    void call("settings.get", {}).then(
      () => answers.invalidateQueries(),
      () => undefined,
    );
  };
  return (
    <Inside className="datadetails">
      <p className="datadetails__title">{t(`top.${state}`)}</p>
      <p className="second">
        {state === "refused" && refused
          ? `${faultWords(refused)} ${t("top.refusedTip")}`
          : state === "away"
            ? t(signedOut ? "fault.signedOut" : "top.awayTip")
            : t("top.savedTip")}
      </p>
      {state === "away" ? (
        <Button onClick={again}>{t("top.again")}</Button>
      ) : (
        <>
          <dl className="datadetails__list">
            {savedAt !== undefined && (
              <>
                <dt>{t("top.savedAt")}</dt>
                <dd>
                  <Moment at={new Date(savedAt).toISOString()} />
                </dd>
              </>
            )}
            {journal && (
              <>
                <dt>{t("health.seq")}</dt>
                <dd>
                  {group(String(journal.seq))} ·{" "}
                  {journal.durable >= journal.seq
                    ? t("top.allOnDisk")
                    : t("top.toDisk", { count: journal.seq - journal.durable })}
                </dd>
              </>
            )}
            <dt>{t("settings.book")}</dt>
            <dd>
              {book.name || t("app.name")} · {book.sealed ? t("settings.sealed") : t("settings.notSealed")}
            </dd>
          </dl>
          {user.admin && (
            <Link to="/health" onClick={onLeave}>
              {t("nav.health")}
            </Link>
          )}
        </>
      )}
    </Inside>
  );
}
