import { create } from "zustand";
import {
  call,
  Fault,
  faultOf,
  followJob,
  forget,
  type ImportFile,
  type ImportGuess,
  type ImportResult,
  type Job,
  type Output,
  runJob,
  upload,
} from "@/api";
import { keeper } from "@/lib/drafts";
import { corrections, type Fixes, noFixes, withCell, withText } from "./fixes";

export type Step = "file" | "columns" | "check" | "result";
export type Missing = "create" | "reject" | "empty";
/** What becomes of records that are in the book already. */
export type Policy = "update" | "skip" | "create";
export type Repeats = "last" | "first";
export type Likely = Output<"import.recognize">["entities"][number];

interface Settled extends Fixes {
  /** Fields by heading; "" is not imported. */
  columns: { [heading: string]: string };
  /** What texts of the file stand for, by field. */
  values: { [field: string]: { [text: string]: string } };
  missing: { [field: string]: string };
  match: string;
  policy: Policy;
  /** Which row counts where several rows of the file speak of one record. */
  repeats: Repeats;
  dates: string;
  remember: boolean;
}

export interface State extends Settled {
  step: Step;
  entity?: string;
  /** What the wizard waits for. */
  busy?: "reading" | "guessing" | "checking" | "importing";
  fault?: Fault;
  part: number;
  file?: ImportFile;
  sheet?: string;
  /** Row of the headings and encoding, where a person corrected what was found. */
  headingRow?: number;
  encoding?: string;
  /** Rows that the workbook hides are left out. */
  onlyShown: boolean;
  /** What the sheet may hold, the likeliest first. */
  likely: Likely[];
  guess?: ImportGuess;
  trial?: ImportResult;
  /** Something was corrected since the trial. */
  stale: boolean;
  job?: Job;
  result?: ImportResult;
  undone: boolean;
  /** Goes on with what was begun before the page was loaded. */
  resumed?: boolean;
}

const untouched: Settled = {
  ...noFixes,
  columns: {},
  values: {},
  missing: {},
  match: "",
  policy: "update",
  repeats: "last",
  dates: "",
  remember: true,
};
const start: State = { ...untouched, onlyShown: false, step: "file", part: 0, undone: false, stale: false, likely: [] };

/** The import under way. It lives outside of the page, so that leaving the page loses nothing. */
export const useWizard = create<State>(() => start);

const set = useWizard.setState;
const get = useWizard.getState;

/** begin forgets the file and starts over, for one entity if it is known. */
export function begin(entity?: string) {
  turns++;
  set({ ...start, entity }, true);
}

/** back returns to an earlier step with everything that was settled. */
export function back(step: Step) {
  set({ step, fault: undefined });
}

let turns = 0;

/** attempt works at something; what was begun later counts, and an answer it overtook is let go by asking `mine`. */
async function attempt(busy: State["busy"], work: (mine: () => boolean) => Promise<void>) {
  turns++;
  const turn = turns;
  const mine = () => turn === turns;
  set({ busy, fault: undefined });
  try {
    await work(mine);
  } catch (thrown) {
    if (mine()) set({ fault: faultOf(thrown) });
  } finally {
    if (mine()) set({ busy: undefined });
  }
}

/** take reads a file: what kind it is, which sheets it has, which table is in them. */
export function take(file: File) {
  const { entity, file: before } = get();
  // A file that replaces another may hold something else.
  set({ ...start, entity: before ? undefined : entity });
  return attempt("reading", async (mine) => {
    const hash = await upload(file, file.name, (part) => set({ part }));
    if (mine()) await open(mine, hash);
  });
}

async function open(mine: () => boolean, file: ImportFile["file"], encoding?: string) {
  const opened = await call("import.open", { file, encoding });
  if (!mine()) return;
  const usable = opened.sheets.filter((sheet) => sheet.headingRow > 0 && !sheet.problem && !sheet.hidden);
  const widest = usable.reduce<(typeof usable)[number] | undefined>(
    (best, sheet) => (best && best.rows >= sheet.rows ? best : sheet),
    undefined,
  );
  set({ file: opened, encoding, sheet: widest?.name, headingRow: undefined, busy: "guessing" });
  if (widest) await understand(mine);
}

/** understand asks what the sheet holds; the person has the last word. */
async function understand(mine: () => boolean) {
  const { file, sheet, headingRow, encoding } = get();
  if (!file) return;
  const { entities } = await call("import.recognize", { file: file.file, sheet, headingRow, encoding });
  if (!mine()) return;
  set({ likely: entities.slice(0, 3) });
  const best = entities[0];
  if (best && best.confidence >= 0.35 && !get().entity) set({ entity: best.entity });
  if (get().entity) await guess(mine);
}

/** chooseEncoding reads a text file anew in another encoding. */
export function chooseEncoding(encoding: string) {
  const { file } = get();
  if (!file) return;
  set({ ...untouched, guess: undefined });
  void attempt("reading", (mine) => open(mine, file.file, encoding));
}

export function chooseSheet(sheet: string) {
  set({ sheet, headingRow: undefined, onlyShown: false, guess: undefined, ...untouched });
  void attempt("guessing", understand);
}

/** chooseHeading says in which row the names of the columns stand. */
export function chooseHeading(headingRow: number) {
  set({ headingRow, guess: undefined, ...untouched });
  void attempt("guessing", understand);
}

export function chooseEntity(entity: string) {
  set({ entity, guess: undefined, ...untouched });
  if (get().sheet !== undefined) void attempt("guessing", guess);
}

/** guess asks where the columns go, given what has been settled. */
async function guess(mine: () => boolean) {
  const { file, sheet, entity, columns, headingRow, encoding } = get();
  if (!file || !entity) return;
  const found = await call("import.guess", { file: file.file, sheet, entity, columns, headingRow, encoding });
  if (!mine()) return;
  set((was) => ({
    guess: found,
    columns: Object.fromEntries(found.columns.map((column) => [column.heading, column.field ?? ""])),
    match: was.match || found.match,
    dates: was.dates || (found.dates ?? ""),
    missing: { ...found.missing, ...was.missing },
    policy: was.policy === "create" && found.match !== "none" && was.match === "" ? "update" : was.policy,
  }));
}

export function toColumns() {
  set({ step: "columns", fault: undefined });
}

/** settleColumn says where a column goes; what its values mean is asked anew. */
export function settleColumn(heading: string, field: string) {
  set((was) => ({ columns: { ...was.columns, [heading]: field }, match: "" }));
  void attempt("guessing", guess);
}

/** swapColumn gives a field to another column than the one that has it. */
export function swapColumn(heading: string, rival: string) {
  set((was) => ({ columns: { ...was.columns, [heading]: was.columns[rival] ?? "", [rival]: "" }, match: "" }));
  void attempt("guessing", guess);
}

/** settleValue says what a text stands for, "" for nothing; undefined takes that back. */
export function settleValue(field: string, text: string, value: string | undefined) {
  set((was) => {
    const { [text]: _, ...others } = was.values[field] ?? {};
    const now = value === undefined ? others : { ...others, [text]: value };
    return { values: { ...was.values, [field]: now }, stale: true };
  });
}

/** settleText reads a text of a column as another, in every row it stands in. */
export function settleText(heading: string, text: string, instead: string | undefined) {
  set((was) => ({ ...withText(was, heading, text, instead), stale: true }));
}

/** settleCell corrects a single cell. */
export function settleCell(row: number, heading: string, instead: string | undefined) {
  set((was) => ({ ...withCell(was, row, heading, instead), stale: true }));
}

export function settle(
  part: Partial<Pick<State, "match" | "dates" | "remember" | "missing" | "policy" | "repeats" | "onlyShown">>,
) {
  set((was) => ({ ...part, missing: { ...was.missing, ...part.missing }, stale: true }));
}

function input(dryRun: boolean) {
  const was = get();
  const { match, policy } = was;
  return {
    file: was.file?.file ?? "",
    sheet: was.sheet,
    headingRow: was.headingRow,
    encoding: was.encoding,
    entity: was.entity ?? "",
    columns: was.columns,
    values: was.values,
    missing: was.missing,
    match: policy === "create" ? "none" : match || undefined,
    policy: policy === "skip" ? "skip" : undefined,
    repeats: was.repeats === "first" ? "first" : undefined,
    dates: was.dates || undefined,
    onlyShown: was.onlyShown || undefined,
    ...corrections(was),
    remember: was.remember && !dryRun,
    dryRun,
  };
}

/** check runs the whole import without writing anything. One that is still running is let go: it knows less. */
export function check() {
  if (get().busy === "checking") cancel();
  set({ step: "check", job: undefined, stale: false });
  return attempt("checking", async (mine) => {
    const trial = await runJob("import.run", input(true), (job) => mine() && set({ job }));
    if (mine()) set({ trial });
  });
}

/** run imports. It goes on when the page is left. */
export function run() {
  set({ step: "result", result: undefined, job: undefined, undone: false });
  return attempt("importing", async () => {
    try {
      ended(await runJob("import.run", input(false), (job) => set({ job })));
    } catch (thrown) {
      // What was written before it was stopped, or could not go on, stays and can be undone.
      const { job } = get();
      if (!job || job.state === "running") throw thrown;
      const full = await call("jobs.get", { id: job.id });
      if (full.job.result) ended(full.job.result as ImportResult);
      if (job.state !== "cancelled" || !full.job.result) throw thrown;
    }
  });
}

function ended(result: ImportResult) {
  set({ result });
  void forget(["*"]);
}

/** adopt shows an import that was begun before the page was loaded, or that another page began. */
export function adopt(job: Job) {
  if (get().job?.id === job.id || get().busy) return;
  set({ ...start, step: "result", job });
  void attempt("importing", async () => {
    const last = await followJob(job, (step) => set({ job: step }));
    const result = last.result as ImportResult | undefined;
    if (result) {
      set({ entity: result.entity });
      ended(result);
    }
    if (last.state === "failed") throw new Fault("internal", last.error?.message ?? "", last.error?.fields);
  });
}

export function cancel() {
  const { job } = get();
  if (job) void call("jobs.cancel", { id: job.id }).catch(() => undefined);
}

/** undoImport takes the whole import back. */
export async function undoImport(undo: (change: string) => Promise<void>) {
  const { result } = get();
  if (!result?.change) return;
  await undo(result.change);
  set({ undone: true });
}

interface Kept extends Settled, Pick<State, "entity" | "sheet" | "headingRow" | "encoding" | "onlyShown"> {
  file: ImportFile["file"];
  step: Step;
}

// What was settled of a file lies with the words of unsaved forms, sealed: after a reload, or when the program was closed,
// the import goes on at the step it was at.
keeper("import", {
  take: () => {
    const was = get();
    if (!was.file || was.step === "result") return undefined;
    const { entity, sheet, headingRow, encoding, step, columns, values, missing, match, policy, repeats } = was;
    const { dates, remember, texts, cells, onlyShown } = was;
    return {
      ...{ file: was.file.file, entity, sheet, headingRow, encoding, step, columns, values, missing, match, policy },
      ...{ repeats, dates, remember, texts, cells, onlyShown },
    } satisfies Kept;
  },
  give: (kept) => {
    if (!get().file && !get().busy) void resume(kept as Kept);
  },
});

async function resume({ file, step, ...settled }: Kept) {
  set({ ...start, ...settled, resumed: true }, true);
  await attempt("reading", async (mine) => {
    const opened = await call("import.open", { file, encoding: settled.encoding });
    if (!mine()) return;
    set({ file: opened, busy: "guessing" });
    const { sheet, headingRow, encoding } = settled;
    if (sheet === undefined) return;
    const { entities } = await call("import.recognize", { file, sheet, headingRow, encoding });
    if (!mine()) return;
    set({ likely: entities.slice(0, 3) });
    await guess(mine);
    if (mine() && step === "columns") toColumns();
  });
  if (step === "check" && get().resumed && get().guess) await check();
}
