import { Button } from "antd";
import { RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { type Health, useAnswer } from "@/api";
import { group } from "@/lib/money";
import { useNotice } from "@/records/notice";
import { FaultPanel } from "@/ui/FaultPanel";
import { Moment } from "@/ui/Moment";
import { Tone } from "@/ui/Tone";
import { pick, useWords } from "@/ui/words";

/** HealthPage shows the state of journal, views, sizes and followers as the core tells it. */
export function HealthPage() {
  const { t } = useWords();
  const notice = useNotice();
  const found = useAnswer("health.get", {}, ["*"]);
  const copy = () => {
    void navigator.clipboard
      .writeText(JSON.stringify(found.data, null, 2))
      .then(() => notice.done(t("health.copied")), notice.failed);
  };
  const trouble = found.data !== undefined && hasTrouble(found.data);
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
      <div className="scroll">
        {found.error && <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />}
        {found.data && (
          <>
            <p className="health__state">
              <Tone tone={trouble ? "attention" : "good"}>{trouble ? t("health.check") : t("health.good")}</Tone>
            </p>
            {Object.entries(found.data).map(([name, value]) => (
              <Part key={name} name={name} value={value} />
            ))}
          </>
        )}
      </div>
    </div>
  );
}

type Fact = { [key: string]: unknown };

function isObject(value: unknown): value is Fact {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasTrouble(health: Health): boolean {
  if (health.ok === false || health.healthy === false) return true;
  return Object.values(health).some(
    (part) =>
      isObject(part) &&
      (part.ok === false ||
        (Array.isArray(part.poison) && part.poison.length > 0) ||
        (typeof part.error === "string" && part.error !== "")),
  );
}

function Part({ name, value }: { name: string; value: unknown }) {
  const title = useTitle(name);
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  if (Array.isArray(value) && value.every(isObject)) {
    return (
      <section className="health__part">
        <h2 className="panel__title">{title}</h2>
        <Rows rows={value} />
      </section>
    );
  }
  if (isObject(value) && !isWords(value)) {
    const plain = Object.entries(value).filter(
      ([, each]) => !Array.isArray(each) && (!isObject(each) || isWords(each)),
    );
    const nested = Object.entries(value).filter(([key]) => !plain.some(([other]) => other === key));
    return (
      <section className="health__part">
        <h2 className="panel__title">{title}</h2>
        <Facts facts={plain} />
        {nested.map(([key, each]) => (
          <Part key={key} name={key} value={each} />
        ))}
      </section>
    );
  }
  return <Facts facts={[[name, value]]} />;
}

function Facts({ facts }: { facts: [string, unknown][] }) {
  return (
    <dl className="settings__list">
      {facts.map(([name, value]) => (
        <FactRow key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

function FactRow({ name, value }: { name: string; value: unknown }) {
  return (
    <>
      <dt>{useTitle(name)}</dt>
      <dd className="figureleft">{useShown(name, value)}</dd>
    </>
  );
}

function Rows({ rows }: { rows: Fact[] }) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return (
    <table className="plain">
      <thead>
        <tr>
          {names.map((name) => (
            <Heading key={name} name={name} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, n) => (
          <tr key={n}>
            {names.map((name) => (
              <ValueCell key={name} name={name} value={row[name]} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Heading({ name }: { name: string }) {
  return <th scope="col">{useTitle(name)}</th>;
}

function ValueCell({ name, value }: { name: string; value: unknown }) {
  return <td className={typeof value === "number" ? "right figure" : undefined}>{useShown(name, value)}</td>;
}

function isWords(value: unknown): value is { zh: string; en: string } {
  return isObject(value) && typeof value.zh === "string" && typeof value.en === "string";
}

function useTitle(name: string): string {
  const { t, lang } = useWords();
  const key = `health.name.${name}`;
  // Names the page knows are put into words; a new one is shown as the core calls it.
  const words = (t as (key: string, options: { defaultValue: string }) => string)(key, { defaultValue: "" });
  return words || (lang === "en" ? name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase() : name);
}

function useShown(name: string, value: unknown): ReactNode {
  const { t, lang } = useWords();
  if (value === null || value === undefined || value === "") return <span className="faint">—</span>;
  if (typeof value === "boolean") return value ? t("state.yes") : t("state.no");
  if (typeof value === "number") return /bytes|size/i.test(name) ? bytes(value) : group(String(value));
  if (isWords(value)) return pick(value, lang);
  if (typeof value === "string") return /^\d{4}-\d{2}-\d{2}T/.test(value) ? <Moment at={value} /> : value;
  return JSON.stringify(value);
}

function bytes(n: number): string {
  const units = ["B", "KB", "MB", "GB"];
  let at = 0;
  let value = n;
  while (value >= 1024 && at < units.length - 1) {
    value /= 1024;
    at++;
  }
  return `${at === 0 ? value : value.toFixed(1)} ${units[at]}`;
}
