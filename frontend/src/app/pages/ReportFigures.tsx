import type { ReactNode } from "react";
import type { Output } from "@/api";
import { currencyWords, group, showMoney } from "@/lib/money";
import { Empty } from "@/ui/Empty";
import { useWords } from "@/ui/words";

type Figures = Output<"reports.figures">;

/** ReportFigures shows what the workbook holds: the totals, then who and where they come from. */
export function ReportFigures({ figures }: { figures: Figures }) {
  const { t, say } = useWords();
  const { totals } = figures;
  const unit = say(currencyWords(undefined));
  // Of what one may not see there is no figure, rather than zero.
  const orders = totals.orderAmount !== undefined;
  const talks = totals.followUps !== undefined;
  const ordered = (of: { orderAmount?: string }) => showMoney(of.orderAmount ?? "");
  const nothing = Object.values(totals).every((total) => Number(total ?? 0) === 0) && !figures.people?.length;
  return (
    <div className="reportfigures">
      <dl className="figures__totals">
        <Total label={t("reports.wonAmount")} value={showMoney(totals.wonAmount)} unit={unit} big />
        <Total label={t("reports.wonCount")} value={group(String(totals.wonCount))} />
        <Total label={t("reports.lostCount")} value={group(String(totals.lostCount))} />
        <Total label={t("reports.openAmount")} value={showMoney(totals.openAmount)} unit={unit} />
        <Total label={t("reports.weighted")} value={showMoney(totals.weighted)} unit={unit} />
        {orders && <Total label={t("reports.orderAmount")} value={ordered(totals)} unit={unit} />}
        <Total label={t("reports.followUps")} value={group(String(totals.followUps))} />
        <Total label={t("reports.newCustomers")} value={group(String(totals.newCustomers))} />
      </dl>
      {nothing && <Empty title={t("reports.nothing")} text={t("reports.nothingText")} />}
      <Sheet
        title={t("reports.people")}
        heads={[
          t("reports.name"),
          t("reports.wonAmount"),
          t("reports.wonCount"),
          t("reports.lostCount"),
          t("reports.openAmount"),
          ...(orders ? [t("reports.orderAmount")] : []),
          ...(talks ? [t("reports.followUps")] : []),
        ]}
        rows={(figures.people ?? []).map((row) => [
          row.name,
          showMoney(row.wonAmount),
          group(String(row.wonCount)),
          group(String(row.lostCount)),
          showMoney(row.openAmount),
          ...(orders ? [ordered(row)] : []),
          ...(talks ? [group(String(row.followUps))] : []),
        ])}
      />
      <div className="figures__pair">
        <Shares title={t("reports.regions")} rows={figures.regions} />
        <Shares title={t("reports.departments")} rows={figures.departments} />
        <Sheet
          title={t("reports.stages")}
          heads={[t("reports.name"), t("reports.count"), t("reports.amount")]}
          rows={(figures.stages ?? []).map((row) => [row.name, group(String(row.count)), showMoney(row.amount)])}
        />
        <Shares title={t("reports.products")} rows={figures.products} />
        <Shares title={t("reports.categories")} rows={figures.categories} />
        <Sheet
          title={t("reports.months")}
          heads={[t("reports.month"), t("reports.wonAmount"), ...(orders ? [t("reports.orderAmount")] : [])]}
          rows={(figures.months ?? []).map((row) => [
            row.month,
            showMoney(row.wonAmount),
            ...(orders ? [ordered(row)] : []),
          ])}
        />
      </div>
    </div>
  );
}

function Total({ label, value, unit, big }: { label: string; value: string; unit?: string; big?: boolean }) {
  return (
    <div className={big ? "figures__total is-big" : "figures__total"}>
      <dt>
        {label}
        {unit && <span className="faint"> {unit}</span>}
      </dt>
      <dd>{value}</dd>
    </div>
  );
}

function Shares({ title, rows }: { title: string; rows: Figures["regions"] }) {
  const { t } = useWords();
  return (
    <Sheet
      title={title}
      heads={[t("reports.name"), t("reports.count"), t("reports.amount")]}
      rows={(rows ?? []).map((row) => [row.name, group(String(row.count)), showMoney(row.amount)])}
    />
  );
}

// A table of text and figures: the first column names, all others are right-aligned.
function Sheet({ title, heads, rows }: { title: string; heads: string[]; rows: ReactNode[][] }) {
  if (rows.length === 0) return null;
  return (
    <section className="health__part">
      <h3 className="panel__title">{title}</h3>
      <table className="plain plain--figures">
        <thead>
          <tr>
            {heads.map((head, n) => (
              <th key={n} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, n) => (
            <tr key={n}>
              {row.map((cell, m) => (
                <td key={m}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
