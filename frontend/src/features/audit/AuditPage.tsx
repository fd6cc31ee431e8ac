import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Input, Select } from "antd";
import { FileSpreadsheet } from "lucide-react";
import { useDeferredValue, useEffect, useState } from "react";
import { type Input as Asked, runJob, saveFile, useAnswer, useDescribe } from "@/api";
import { match } from "@/lib/pinyin";
import { Days } from "@/records/history/HistoryFilter";
import { useNotice } from "@/records/notice";
import { Empty } from "@/ui/Empty";
import { FaultPanel } from "@/ui/FaultPanel";
import { Scroll } from "@/ui/Scroll";
import { useWords } from "@/ui/words";
import { Anomalies } from "./Anomalies";
import { EventTable } from "./EventTable";
import { bare, kinds, type Narrow } from "./narrow";
import "./audit.css";

const step = 100;
const most = 500;

/** AuditPage tells who did what leaves no trace in a record, and what of it stands out. */
export function AuditPage() {
  const { t } = useWords();
  const { user } = useDescribe();
  const notice = useNotice();
  const narrow = useSearch({ from: "/audit" });
  const navigate = useNavigate();
  // The address follows a moment after what is typed.
  const [words, setWords] = useState(narrow.text ?? "");
  useEffect(() => {
    if (narrow.text === undefined) setWords("");
  }, [narrow.text]);
  const [limit, setLimit] = useState(step);
  const [writing, setWriting] = useState(false);
  const asked = useDeferredValue(bare(narrow));
  const found = useAnswer("audit.list", { ...asked, limit }, ["auditEvent"], user.admin);
  const events = found.data?.events ?? [];
  const total = found.data?.total ?? 0;
  const narrowed = Object.keys(bare(narrow)).length > 0;
  const set = (change: Narrow) => {
    void navigate({ to: "/audit", search: (was) => bare({ ...was, ...change }), replace: true });
    setLimit(step);
  };
  const write = async () => {
    setWriting(true);
    try {
      const file = await runJob("audit.export", bare(narrow) as Asked<"audit.export">);
      saveFile(file.file, file.name);
    } catch (thrown) {
      notice.failed(thrown);
    } finally {
      setWriting(false);
    }
  };
  if (!user.admin)
    return (
      <div className="page page--read">
        <Empty title={t("audit.closed")} text={t("audit.closedText")} />
      </div>
    );
  return (
    <div className="page page--read">
      <header className="pagehead">
        <div>
          <h1 className="pagehead__title">{t("audit.title")}</h1>
          <p className="pagehead__text">{t("audit.text")}</p>
        </div>
        <div className="pagehead__actions">
          <Button
            icon={<FileSpreadsheet size={15} aria-hidden />}
            loading={writing}
            disabled={total === 0}
            onClick={() => void write()}
          >
            {t("audit.export")}
          </Button>
        </div>
      </header>
      <section className="narrow" aria-label={t("history.narrowLabel")}>
        <Select
          className="narrow__choice audit__kinds"
          mode="multiple"
          maxTagCount={1}
          aria-label={t("audit.kind")}
          placeholder={t("audit.kind")}
          allowClear
          showSearch={{ filterOption: (typed, option) => match(String(option?.label ?? ""), typed) > 0 }}
          value={narrow.kinds ?? []}
          options={kinds.map((value) => ({ value, label: t(`audit.kinds.${value}`) }))}
          onChange={(chosen: Narrow["kinds"]) => set({ kinds: chosen })}
        />
        <Select
          className="narrow__choice"
          aria-label={t("audit.who")}
          placeholder={t("audit.who")}
          allowClear
          showSearch={{ filterOption: (typed, option) => match(String(option?.label ?? ""), typed) > 0 }}
          value={narrow.user}
          options={(found.data?.people ?? []).map((name) => ({ value: name, label: name }))}
          onChange={(name: string | undefined) => set({ user: name })}
        />
        <Days from={narrow.from} to={narrow.to} onChange={(from, to) => set({ from, to })} />
        <Input.Search
          className="narrow__choice"
          aria-label={t("audit.find")}
          placeholder={t("audit.find")}
          allowClear
          value={words}
          onChange={(event) => {
            setWords(event.target.value);
            set({ text: event.target.value });
          }}
        />
        {narrowed && (
          <Button type="text" onClick={() => void navigate({ to: "/audit", search: {}, replace: true })}>
            {t("history.clear")}
          </Button>
        )}
      </section>
      <Scroll label={t("audit.title")} className="audit">
        {!narrowed && <Anomalies onShow={(next) => set(next)} />}
        {found.error && <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />}
        {found.isSuccess && events.length === 0 && (
          <Empty
            title={t(narrowed ? "audit.none" : "audit.empty")}
            text={t(narrowed ? "history.noneText" : "audit.emptyText")}
          />
        )}
        {events.length > 0 && <EventTable events={events} total={total} />}
        {total > events.length && limit < most && (
          <Button type="text" onClick={() => setLimit((was) => Math.min(most, was + step))}>
            {t("record.earlier")}
          </Button>
        )}
        {total > events.length && limit >= most && <p className="faint">{t("audit.more")}</p>}
      </Scroll>
    </div>
  );
}
