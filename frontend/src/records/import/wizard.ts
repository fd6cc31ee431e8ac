import { create } from "zustand";
import {
  call,
  Fault,
  faultOf,
  forget,
  type ImportFile,
  type ImportGuess,
  type ImportResult,
  type Job,
  lastChange,
  runJob,
  upload,
} from "@/api";

export type Step = "file" | "columns" | "check" | "result";
export type Missing = "create" | "reject" | "empty";

interface Settled {
  /** Fields by heading; "" is not imported. */
  columns: { [heading: string]: string };
  /** What texts of the file stand for, by field. */
  values: { [field: string]: { [text: string]: string } };
  missing: { [field: string]: string };
  match: string;
  dates: string;
  remember: boolean;
}

interface State extends Settled {
  step: Step;
  entity?: string;
  /** What the wizard waits for. */
  busy?: "reading" | "guessing" | "checking" | "importing";
  fault?: Fault;
  part: number;
  file?: ImportFile;
  sheet?: string;
  guess?: ImportGuess;
  trial?: ImportResult;
  job?: Job;
  result?: ImportResult;
  undone: boolean;
}

const untouched: Settled = { columns: {}, values: {}, missing: {}, match: "", dates: "", remember: true };
const start: State = { ...untouched, step: "file", part: 0, undone: false };

/** The import under way. It lives outside of the page, so that leaving the page loses nothing. */
export const useWizard = create<State>(() => start);

const set = useWizard.setState;
const get = useWizard.getState;

/** begin forgets the file and starts over, for one entity if it is known. */
export function begin(entity?: string) {
  set({ ...start, entity }, true);
}

/** back returns to an earlier step with everything that was settled. */
export function back(step: Step) {
  set({ step, fault: undefined });
}

async function attempt(busy: State["busy"], work: () => Promise<void>) {
  set({ busy, fault: undefined });
  try {
    await work();
  } catch (thrown) {
    set({ fault: faultOf(thrown) });
  } finally {
    set({ busy: undefined });
  }
}

/** take reads a file: what kind it is, which sheets it has, which table is in them. */
export function take(file: File, importable: string[]) {
  const { entity } = get();
  set({ ...start, entity });
  return attempt("reading", async () => {
    const hash = await upload(file, file.name, (part) => set({ part }));
    const opened = await call("import.open", { file: hash });
    const usable = opened.sheets.filter((sheet) => sheet.headingRow > 0 && !sheet.problem && !sheet.hidden);
    const widest = usable.reduce<(typeof usable)[number] | undefined>(
      (best, sheet) => (best && best.rows >= sheet.rows ? best : sheet),
      undefined,
    );
    set({ file: opened, sheet: widest?.name, busy: "guessing" });
    if (!entity && widest && widest.rows <= 20_000) await proposeEntity(importable);
    if (get().entity && widest) await guess();
  });
}

/** proposeEntity asks which entity the columns fit best; the person has the last word. */
async function proposeEntity(importable: string[]) {
  const { file, sheet } = get();
  if (!file) return;
  let best = { entity: "", score: 0 };
  for (const entity of importable) {
    if (get().entity) return;
    const found = await call("import.guess", { file: file.file, sheet, entity }).catch(() => undefined);
    if (!found) continue;
    const fields = new Map(found.fields.map((each) => [each.field, each]));
    const placed = found.columns.filter((column) => column.field && column.confidence >= 0.6);
    const missing = found.fields.some(
      (each) => each.required && !each.field.includes(".") && !placed.some((column) => column.field === each.field),
    );
    const score =
      placed.reduce((sum, column) => sum + column.confidence * (fields.get(column.field ?? "") ? 1 : 0), 0) /
        Math.max(1, found.columns.length) -
      (missing ? 0.3 : 0);
    if (score > best.score) best = { entity, score };
  }
  if (best.score >= 0.4 && !get().entity) set({ entity: best.entity });
}

export function chooseSheet(sheet: string) {
  set({ sheet, ...untouched });
  if (get().entity) void attempt("guessing", guess);
}

export function chooseEntity(entity: string) {
  set({ entity, ...untouched });
  if (get().sheet) void attempt("guessing", guess);
}

/** guess asks where the columns go, given what has been settled. */
async function guess() {
  const { file, sheet, entity, columns } = get();
  if (!file || !entity) return;
  const found = await call("import.guess", { file: file.file, sheet, entity, columns });
  set((was) => ({
    guess: found,
    columns: Object.fromEntries(found.columns.map((column) => [column.heading, column.field ?? ""])),
    match: was.match || found.match,
    dates: was.dates || (found.dates ?? ""),
    missing: { ...found.missing, ...was.missing },
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

export function settleValue(field: string, text: string, value: string) {
  set((was) => ({ values: { ...was.values, [field]: { ...was.values[field], [text]: value } } }));
}

export function settle(part: Partial<Pick<Settled, "match" | "dates" | "remember" | "missing">>) {
  set((was) => ({ ...part, missing: { ...was.missing, ...part.missing } }));
}

function input(dryRun: boolean) {
  const { file, sheet, entity, columns, values, missing, match, dates, remember } = get();
  return {
    file: file?.file ?? "",
    sheet,
    entity: entity ?? "",
    columns,
    values,
    missing,
    match: match || undefined,
    dates: dates || undefined,
    remember: remember && !dryRun,
    dryRun,
  };
}

/** check runs the whole import without writing anything. */
export function check() {
  set({ step: "check", trial: undefined, job: undefined });
  return attempt("checking", async () => {
    set({ trial: await runJob("import.run", input(true), (job) => set({ job })) });
  });
}

/** run imports. It goes on when the page is left. */
export function run() {
  set({ step: "result", result: undefined, job: undefined, undone: false });
  return attempt("importing", async () => {
    try {
      const result = await runJob("import.run", input(false), (job) => set({ job }));
      set({ result });
      lastChange.set = result.change;
    } catch (thrown) {
      // What a cancelled import had done by then stays, and can be undone.
      const { job } = get();
      if (job?.state !== "cancelled") throw thrown;
      const full = await call("jobs.get", { id: job.id });
      set({ result: full.job.result as ImportResult | undefined });
      if (!get().result) throw new Fault("unavailable", "");
    }
    await forget(["*"]);
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
