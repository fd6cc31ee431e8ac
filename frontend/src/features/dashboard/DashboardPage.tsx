import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, DatePicker } from "antd";
import dayjs from "dayjs";
import { Maximize2, Minimize2, Plus, Printer, Upload } from "lucide-react";
import { type ComponentProps, useCallback, useMemo } from "react";
import { may, useDescribe, useEntity, useRecord } from "@/api";
import { toDay } from "@/lib/day";
import { openForm } from "@/records/form/store";
import { RecordPicker } from "@/records/picker/RecordPicker";
import { usePrint } from "@/records/print/usePrint";
import { type PageAction, useActions } from "@/ui/actions";
import { Empty } from "@/ui/Empty";
import { lazily, Waiting } from "@/ui/lazily";
import { useNow } from "@/ui/now";
import { Scroll } from "@/ui/Scroll";
import { Segmented } from "@/ui/Segmented";
import { useWords } from "@/ui/words";
import { useAnswers } from "./ask";
import { type Board, boardOf } from "./board";
import { type Looking, LookingAt } from "./context";
import { Figures } from "./Figures";
import { Forecast } from "./Forecast";
import { Funnel } from "./Funnel";
import { type PeriodName, periodBefore, periodNames, spanOf, yearBefore } from "./period";
import { Rank } from "./Rank";
import { useMeeting } from "./useMeeting";
import { WonByMonth } from "./WonByMonth";
import "./dashboard.css";

const Pivot = lazily<ComponentProps<typeof import("./pivot/Pivot").Pivot>>(() =>
  import("./pivot/Pivot").then((module) => ({ default: module.Pivot })),
);

const byOwner = { field: "ownerId" };
const byRegion = { field: "customerId.region", by: "province" };
const byProduct = { field: "productId" };

/** DashboardPage shows how sales stand: figures, funnel, months, people, places, products, what is to come; and a pivot. */
export function DashboardPage() {
  const { t } = useWords();
  const { board, change } = useBoard();
  const print = usePrint();
  const meeting = useMeeting();
  const looking = useLookingFrom(board, meeting.on);
  const { toggle } = meeting;
  const empty = useEmptyBook();
  const openTab = useCallback((tab: Board["tab"]) => change({ tab }), [change]);
  useActions(
    useMemo(
      (): PageAction[] => [
        { id: "dashboard.meeting", label: t("dashboard.meeting"), words: "fullscreen present meeting", run: toggle },
        {
          id: "dashboard.overview",
          label: t("dashboard.toOverview"),
          words: "dashboard overview",
          run: () => openTab(undefined),
        },
        { id: "dashboard.pivot", label: t("dashboard.toPivot"), words: "pivot table", run: () => openTab("pivot") },
      ],
      [t, toggle, openTab],
    ),
  );
  return (
    <div className={meeting.on ? "page dash is-meeting" : "page dash"}>
      <header className="pagehead dash__head">
        <div className="dash__title">
          <h1 className="pagehead__title">{t("dashboard.title")}</h1>
          <Segmented<string>
            aria-label={t("dashboard.parts")}
            value={board.tab ?? "overview"}
            onChange={(tab) => change({ tab: tab === "pivot" ? "pivot" : undefined })}
            options={[
              { value: "overview", label: t("dashboard.overview") },
              { value: "pivot", label: t("dashboard.pivot") },
            ]}
          />
        </div>
        <div className="pagehead__actions">
          {empty && !meeting.on ? (
            <ImportFirst main />
          ) : (
            <>
              {board.tab !== "pivot" && <Choices board={board} change={change} looking={looking} />}
              <Button
                type="text"
                className="dash__print"
                icon={<Printer size={16} aria-hidden />}
                aria-label={t("dashboard.print")}
                title={t("dashboard.print")}
                onClick={() => void print()}
              />
              <Button
                type={meeting.on ? "default" : "primary"}
                icon={meeting.on ? <Minimize2 size={15} aria-hidden /> : <Maximize2 size={15} aria-hidden />}
                onClick={meeting.toggle}
              >
                {meeting.on ? t("dashboard.leaveMeeting") : t("dashboard.meeting")}
              </Button>
            </>
          )}
        </div>
      </header>
      <Scroll label={t("dashboard.title")} className="dash__scroll">
        {board.tab !== "pivot" && !empty && <p className="dash__about">{looking.about}</p>}
        <LookingAt value={looking}>
          {empty ? (
            <EmptyBook />
          ) : board.tab === "pivot" ? (
            <Waiting instead={<div aria-busy="true" />}>
              <Pivot view={board.pivot} onView={(pivot) => change({ pivot })} />
            </Waiting>
          ) : (
            <Overview />
          )}
        </LookingAt>
      </Scroll>
    </div>
  );
}

/** useEmptyBook tells whether there is nothing yet that could be summed up. */
function useEmptyBook(): boolean {
  const { byName } = useDescribe();
  const there = useAnswers(
    useMemo(
      () =>
        ["customer", "opportunity", "order", "followUp"]
          .filter((entity) => byName.has(entity))
          .map((entity) => ({ entity, measures: [{ op: "count" }] })),
      [byName],
    ),
  );
  const counts = there.data?.answers.map((answer) => Number(answer.rows[0]?.values[0] ?? 0));
  return counts?.every((count) => count === 0) ?? false;
}

/** EmptyBook leads a book with nothing in it to its first records. */
function EmptyBook() {
  const { t, say } = useWords();
  const customer = useEntity("customer");
  return (
    <Empty title={t("dashboard.emptyBook")} text={t("dashboard.emptyBookText")}>
      <ImportFirst />
      {customer && may(customer, "create") && (
        <Button icon={<Plus size={15} aria-hidden />} onClick={() => openForm({ entity: "customer" })}>
          {t("action.createNamed", { name: say(customer.label) })}
        </Button>
      )}
    </Empty>
  );
}

function ImportFirst({ main }: { main?: boolean }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const { entities } = useDescribe();
  if (!entities.some((entity) => may(entity, "import"))) return null;
  return (
    <Button
      type={main ? "primary" : "default"}
      icon={<Upload size={15} aria-hidden />}
      onClick={() => void navigate({ to: "/import", search: {} })}
    >
      {t("dashboard.importFirst")}
    </Button>
  );
}

/** Overview is all there is to see at once. */
function Overview() {
  const { t } = useWords();
  const { byName } = useDescribe();
  return (
    <>
      <Figures />
      {byName.has("opportunity") && (
        <>
          <div className="dash__row dash__row--wide">
            <WonByMonth />
            <Funnel />
          </div>
          <div className="dash__row dash__row--wide">
            <Forecast />
            <Rank title={t("dashboard.wonByOwner")} by={byOwner} heading={t("dashboard.owner")} />
          </div>
          <div className="dash__row">
            <Rank title={t("dashboard.wonByRegion")} by={byRegion} heading={t("dashboard.region")} />
            <Rank title={t("dashboard.wonByProduct")} by={byProduct} heading={t("dashboard.product")} />
          </div>
        </>
      )}
    </>
  );
}

/** useBoard keeps what is seen in the address. */
function useBoard() {
  const search: { [key: string]: unknown } = useSearch({ strict: false });
  const navigate = useNavigate();
  const board = useMemo(() => boardOf(search), [search]);
  const change = useCallback(
    (some: Partial<Board>) =>
      void navigate({ to: "/dashboard", search: { ...board, ...some } as never, replace: true }),
    [board, navigate],
  );
  return { board, change };
}

function useLookingFrom(board: Board, large: boolean): Looking {
  const { t, lang } = useWords();
  const now = useNow();
  const day = toDay(now);
  const owner = useRecord("user", board.owner);
  const department = useRecord("department", board.department);
  const who = [owner.data?.name, department.data?.name].filter((each) => typeof each === "string").join(" · ");
  const { period = "month", from, to } = board;
  return useMemo(() => {
    const today = dayjs(day).toDate();
    const span = spanOf(period, today, from && to ? { from, to } : undefined);
    const words = new Intl.DateTimeFormat(lang, { dateStyle: "medium" });
    const days = `${words.format(dayjs(span.from).toDate())} – ${words.format(dayjs(span.to).toDate())}`;
    return {
      period,
      span,
      before: periodBefore(period, span, today),
      year: yearBefore(span, today),
      scope: { owner: board.owner, department: board.department },
      about: [t(`dashboard.period.${period}`), days, who || t("dashboard.everybody")].join(" · "),
      today,
      large,
    };
  }, [period, from, to, day, board.owner, board.department, who, lang, t, large]);
}

/** Choices are the period, and whose figures are shown. */
function Choices({
  board,
  change,
  looking,
}: {
  board: Board;
  change: (some: Partial<Board>) => void;
  looking: Looking;
}) {
  const { t } = useWords();
  const { byName } = useDescribe();
  const { period = "month" } = board;
  const pick = (name: PeriodName) =>
    change(
      name === "custom"
        ? { period: name, from: looking.span.from, to: looking.span.to }
        : { period: name === "month" ? undefined : name, from: undefined, to: undefined },
    );
  return (
    <>
      {byName.has("department") && (
        <div className="dash__who">
          <RecordPicker
            entity="department"
            value={board.department}
            placeholder={t("dashboard.allDepartments")}
            aria={{ "aria-label": t("dashboard.department") }}
            onChange={(department) => change({ department })}
          />
        </div>
      )}
      {byName.has("user") && (
        <div className="dash__who">
          <RecordPicker
            entity="user"
            value={board.owner}
            placeholder={t("dashboard.allOwners")}
            aria={{ "aria-label": t("dashboard.owner") }}
            onChange={(owner) => change({ owner })}
          />
        </div>
      )}
      <Segmented<PeriodName>
        aria-label={t("dashboard.periodLabel")}
        value={period}
        onChange={pick}
        options={periodNames.map((name) => ({ value: name, label: t(`dashboard.period.${name}`) }))}
      />
      {period === "custom" && (
        <DatePicker.RangePicker
          allowClear={false}
          value={[dayjs(looking.span.from), dayjs(looking.span.to)]}
          onChange={(days) => {
            const [from, to] = days ?? [];
            if (from && to) change({ from: from.format("YYYY-MM-DD"), to: to.format("YYYY-MM-DD") });
          }}
        />
      )}
    </>
  );
}
