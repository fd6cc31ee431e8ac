import { Button } from "antd";
import { RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { type Health, useAnswer, useDescribe } from "@/api";
import { bytes } from "@/lib/bytes";
import { group } from "@/lib/money";
import { useNotice } from "@/records/notice";
import { host } from "@/shell";
import { FaultPanel } from "@/ui/FaultPanel";
import { Moment } from "@/ui/Moment";
import { Scroll } from "@/ui/Scroll";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import { BackupPart } from "./backup/BackupPart";
import { KeyPart } from "./KeyPart";

/** HealthPage tells how the book stands: what is saved, what trails, what was put right, how big it is. */
export function HealthPage() {
  const { t } = useWords();
  const notice = useNotice();
  const found = useAnswer("health.get", {}, ["*"]);
  const copy = () => {
    void host.copy(JSON.stringify(found.data, null, 2)).then(() => notice.done(t("health.copied")), notice.failed);
  };
  return (
    <div className="page page--read">
      <header className="pagehead">
        <div>
          <h1 className="pagehead__title">{t("health.title")}</h1>
          <p className="pagehead__text">{t("health.text")}</p>
        </div>
        <div className="pagehead__actions">
          <Button onClick={copy} disabled={!found.data}>
            {t("health.copy")}
          </Button>
          <Button
            type="primary"
            icon={<RefreshCw size={15} aria-hidden />}
            loading={found.isFetching}
            onClick={() => void found.refetch()}
          >
            {t("health.refresh")}
          </Button>
        </div>
      </header>
      <Scroll label={t("health.title")}>
        {found.error && <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />}
        {found.data && <Parts health={found.data} />}
      </Scroll>
    </div>
  );
}

function Parts({ health }: { health: Health }) {
  const { t, say } = useWords();
  const { byName, user } = useDescribe();
  const { journal, search, files, followers, key, notes, records } = health;
  const trouble =
    !journal.writable ||
    key.problem !== undefined ||
    search.damaged ||
    followers.some((each) => each.error || each.setAway > 0);
  const total = records.reduce((sum, each) => sum + each.count, 0);
  return (
    <>
      <p className="health__state">
        <Tone tone={trouble ? "attention" : "good"}>{trouble ? t("health.check") : t("health.good")}</Tone>
      </p>
      {notes.length > 0 && (
        <Part title={t("health.notes")}>
          <ul>
            {notes.map((note, n) => (
              <li key={n}>
                <Moment at={note.at} /> · {note.text}
              </li>
            ))}
          </ul>
        </Part>
      )}
      {user.admin && <BackupPart />}
      <Part title={t("lock.keysTitle")}>
        <KeyPart held={key} />
      </Part>
      <Part title={t("health.journal")}>
        <dl className="settings__list">
          <Fact name={t("health.writable")}>
            {journal.writable ? (
              <Tone tone="good">{t("state.yes")}</Tone>
            ) : (
              <Tone tone="bad">{journal.reason ?? t("state.no")}</Tone>
            )}
          </Fact>
          <Fact name={t("health.seq")}>{group(String(journal.seq))}</Fact>
          <Fact name={t("health.durable")}>
            {journal.durable >= journal.seq ? t("health.allDurable") : group(String(journal.durable))}
          </Fact>
          <Fact name={t("health.size")}>
            {bytes(journal.size)} · {t("health.segments", { count: journal.segments })}
          </Fact>
          <Fact name={t("health.view")}>{bytes(journal.view)}</Fact>
          <Fact name={t("health.free")}>{bytes(journal.free)}</Fact>
          <Fact name={t("health.book")}>
            <code>{journal.book}</code>
          </Fact>
        </dl>
      </Part>
      <Part title={t("health.search")}>
        <dl className="settings__list">
          <Fact name={t("health.value")}>
            {search.damaged ? (
              <Tone tone="bad">{t("health.damaged")}</Tone>
            ) : search.building || !search.built ? (
              <Tone tone="attention">{t("health.building")}</Tone>
            ) : (
              <Tone tone="good">{t("health.built")}</Tone>
            )}
          </Fact>
          <Fact name={t("health.indexed")}>{group(String(search.records))}</Fact>
        </dl>
      </Part>
      {followers.length > 0 && (
        <Part title={t("health.followers")}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t("health.part")}</th>
                <th scope="col">{t("health.behind")}</th>
                <th scope="col">{t("health.setAway")}</th>
                <th scope="col">{t("health.value")}</th>
              </tr>
            </thead>
            <tbody>
              {followers.map((each) => (
                <tr key={each.name}>
                  <td>{each.name === "search" ? t("health.partSearch") : each.name}</td>
                  <td className="right figure">{group(String(each.behind))}</td>
                  <td className="right figure">{group(String(each.setAway))}</td>
                  <td>
                    <Tone tone={each.error ? "bad" : "good"}>{each.error || t("health.good")}</Tone>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Part>
      )}
      <Part title={t("health.records", { count: total })}>
        <table className="plain">
          <tbody>
            {records.map((each) => (
              <tr key={each.entity}>
                <th scope="row">{say(byName.get(each.entity)?.plural) || each.entity}</th>
                <td className="right figure">{group(String(each.count))}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">{t("health.files")}</th>
              <td className="right figure">
                {group(String(files.count))} · {bytes(files.bytes)}
              </td>
            </tr>
          </tbody>
        </table>
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="health__part">
      <h2 className="panel__title">{title}</h2>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
