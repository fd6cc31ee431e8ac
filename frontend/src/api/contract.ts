// What the pages and the core say to each other. Written by hand and kept small: the generated
// schema (schema.gen.ts) takes the place of the shapes here once it exists.

export type Lang = "zh-CN" | "en";

/** Words in both languages; the page shows the one of the reader. */
export interface LangText {
  zh: string;
  en: string;
}

export type FieldKind =
  | "text"
  | "longtext"
  | "number"
  | "decimal"
  | "money"
  | "percent"
  | "choice"
  | "choices"
  | "tags"
  | "ref"
  | "refs"
  | "link"
  | "day"
  | "instant"
  | "flag"
  | "phone"
  | "email"
  | "url"
  | "region"
  | "lines";

/** How a choice is coloured; always beside its word, never instead of it. */
export type Tone = "neutral" | "accent" | "good" | "attention" | "bad" | (string & {});

export interface OptionSpec {
  value: string;
  label: LangText;
  tone?: Tone;
}

export interface FieldSpec {
  name: string;
  label: LangText;
  kind: FieldKind;
  required?: boolean;
  readOnly?: boolean;
  unique?: boolean;
  /** Length of a text, or the largest number. */
  max?: number;
  min?: number;
  options?: OptionSpec[];
  /** Entity a ref points at. */
  target?: string;
  /** Columns of lines. */
  fields?: FieldSpec[];
  currency?: string;
  search?: number;
  custom?: boolean;
  private?: string;
  section?: string | LangText;
  hint?: LangText;
  long?: boolean;
  /** Belongs to every entity (owner, created at …). */
  system?: boolean;
  /** Not a column people choose. */
  unlisted?: boolean;
  /** May hold values beyond its options. */
  dictated?: boolean;
}

export type Verb = "read" | "create" | "update" | "delete" | "import" | "export";

export interface EntityDescription {
  name: string;
  label: LangText;
  plural: LangText;
  module: string;
  icon?: string;
  /** Name of the field that names a record. */
  title: string;
  fields: FieldSpec[];
  verbs: string[];
  /** Kept out of menus. */
  quiet?: boolean;
}

export interface ModuleDescription {
  name: string;
  label: LangText;
}

export interface Describe {
  entities: EntityDescription[];
  modules: ModuleDescription[];
  user: { id: string; name: string; lang?: Lang; roles?: string[] };
  book: { name: string; practice?: boolean; sealed?: boolean };
  version: string;
}

export interface LinkValue {
  entity: string;
  id: string;
}

export type LineValue = { [column: string]: FieldValue };
/** A field's value as it travels: money and quantities are strings, days are 2026-03-08, refs are ids. */
export type FieldValue = string | number | boolean | string[] | LinkValue | LineValue[] | null | undefined;

/** A record is flat: base fields and its own side by side; empty fields are left out. */
export interface FlatRecord {
  id: string;
  rev: number;
  titles?: Titles;
  [field: string]: FieldValue | Titles;
}

/** Names of the records that are referred to, by id. */
export type Titles = { [id: string]: string };

// ---- the query language of every list ----

export type RelativeUnit = "day" | "week" | "month" | "quarter" | "year";
export type Operand =
  | string
  | number
  | boolean
  | (string | number | null)[]
  | { last: { [unit: string]: number } }
  | { next: { [unit: string]: number } | RelativeUnit }
  | LinkValue
  | { this: RelativeUnit }
  | { previous: RelativeUnit }
  | { me: true }
  | null;

export interface Condition {
  field: string;
  op: string;
  value?: Operand;
}
export type Where = Condition | { and: Where[] } | { or: Where[] } | { not: Where };

export interface Sort {
  field: string;
  desc?: boolean;
}

export interface ListQuery {
  entity: string;
  where?: Where;
  sort?: Sort[];
  columns?: string[];
  limit?: number;
  after?: string;
  deleted?: boolean;
}

export interface ListPage {
  rows: FlatRecord[];
  total: number;
  next?: string;
  titles?: Titles;
}

export type ByUnit = "day" | "week" | "month" | "quarter" | "year";
export interface AggregateQuery {
  entity: string;
  where?: Where;
  groups?: { field: string; by?: ByUnit }[];
  measures: { op: "count" | "sum" | "avg" | "min" | "max" | "distinct"; field?: string }[];
  limit?: number;
}
export interface AggregateResult {
  rows: { keys: (string | number | boolean | null)[]; values: (string | number | null)[] }[];
  titles?: Titles;
}

// ---- history ----

export interface FieldChange {
  field: string;
  old?: FieldValue;
  new?: FieldValue;
}
export interface HistoryEntry {
  seq: number;
  set: string;
  label?: string;
  at: string;
  actor?: string;
  actorName?: string;
  verb: string;
  rev: number;
  fields?: FieldChange[];
}
export interface ChangeSet {
  set: string;
  label?: string;
  at: string;
  actor?: string;
  actorName?: string;
  count: number;
  entities?: string[];
  undone?: boolean;
}

// ---- jobs ----

export type JobState = "running" | "done" | "failed" | "cancelled";
export interface Job<Result = unknown> {
  id: string;
  kind: string;
  state: JobState;
  done: number;
  total: number;
  result?: Result;
  error?: FaultBody;
}
export interface JobAnswer<Result = unknown> {
  job: Job<Result>;
}
export interface UndoResult {
  set: string;
  reverted: number;
  conflicts: { entity: string; id: string; title: string; reason: string }[];
}
export interface BulkResult {
  change?: string;
  done: number;
  failed: { id: string; title: string; reason: string }[];
  /** Failed records beyond those listed. */
  more?: number;
}
export interface FileResult {
  file: string;
  name: string;
  rows?: number;
}

// ---- search ----

export interface SearchHit {
  id: string;
  title: string;
  snippet?: string;
}
export interface SearchResult {
  groups: { entity: string; total: number; hits: SearchHit[] }[];
}
export interface Suggestion {
  entity: string;
  id: string;
  title: string;
  detail?: string;
}

// ---- faults ----

export type FaultKind =
  | "invalid"
  | "notFound"
  | "forbidden"
  | "conflict"
  | "unavailable"
  | "internal"
  | "signedOut"
  | "unreachable";
export interface FaultBody {
  kind: string;
  message: string;
  fields?: { [field: string]: string };
}

// ---- settings, health ----

export type ThemeMode = "light" | "dark" | "system";
export type Density = "compact" | "standard" | "roomy";
export interface Settings {
  lang?: Lang;
  theme?: ThemeMode;
  density?: Density;
  bookName?: string;
}
/** How the book stands. */
export interface Health {
  journal: {
    book: string;
    seq: number;
    durable: number;
    segments: number;
    size: number;
    view: number;
    free: number;
    writable: boolean;
    reason?: string;
  };
  followers: { name: string; cursor: number; behind: number; error?: string; setAway: number }[];
  /** What was put right since the book was opened. */
  notes: { at: string; text: string }[];
  search: { built: boolean; building: boolean; damaged: boolean; cursor: number; records: number; names: number };
  files: { count: number; bytes: number };
  records: { entity: string; count: number }[];
  jobs: { [state: string]: number };
}

/** What happened with a customer and, if it is known, what shall happen next. */
export interface FollowUpInput {
  subject?: LinkValue;
  customerId?: string;
  contactId?: string;
  way?: string;
  content: string;
  at?: string;
  nextStep?: string;
  nextOn?: string;
  planId?: string;
}

// ---- events ----

export interface FeedEvent {
  seq?: number;
  changes?: { entity: string; ids?: string[] }[];
  job?: Job;
  /** Everything may have changed: what happened in between is no longer known. */
  reset?: boolean;
}

type ByIds = { ids: string[] } | { where?: Where };

/** Every operation the pages call: its question and its answer. */
export interface Operations {
  "app.describe": { in: Record<string, never>; out: Describe };
  "records.list": { in: ListQuery; out: ListPage };
  "records.get": { in: { entity: string; id: string }; out: FlatRecord };
  "records.create": { in: { entity: string; record: { [field: string]: FieldValue } }; out: FlatRecord };
  "records.update": {
    in: { entity: string; id: string; rev: number; set: { [field: string]: FieldValue } };
    out: FlatRecord;
  };
  "records.restore": { in: { entity: string; id: string }; out: FlatRecord };
  "records.duplicate": { in: { entity: string; id: string }; out: FlatRecord };
  "records.delete": { in: { entity: string; id: string; rev?: number }; out: { change: string } };
  "records.aggregate": { in: AggregateQuery; out: AggregateResult };
  "records.history": {
    in: { entity: string; id: string; before?: number; limit?: number };
    out: { changes: HistoryEntry[]; titles?: Titles };
  };
  "records.bulkUpdate": {
    in: { entity: string; set: { [field: string]: FieldValue } } & ByIds;
    out: JobAnswer<BulkResult>;
  };
  "records.bulkDelete": { in: { entity: string } & ByIds; out: JobAnswer<BulkResult> };
  "records.assign": { in: { entity: string; ownerId: string } & ByIds; out: JobAnswer<BulkResult> };
  "changes.list": { in: { limit?: number; before?: number }; out: { sets: ChangeSet[] } };
  "changes.undo": { in: { change: string }; out: JobAnswer<UndoResult> };
  "jobs.get": { in: { id: string }; out: JobAnswer };
  "jobs.cancel": { in: { id: string }; out: JobAnswer };
  "jobs.list": { in: Record<string, never>; out: { jobs: Job[] } };
  "export.run": {
    in: { entity: string; where?: Where; sort?: Sort[]; columns?: string[]; format: "xlsx" | "csv"; lang: Lang };
    out: JobAnswer<FileResult>;
  };
  "reports.list": {
    in: Record<string, never>;
    out: { reports: { name: string; label: LangText; hint?: LangText; params?: FieldSpec[] }[] };
  };
  "reports.run": { in: { name: string; params?: { [name: string]: FieldValue } }; out: JobAnswer<FileResult> };
  "search.query": { in: { text: string; entities?: string[]; limit?: number }; out: SearchResult };
  "search.suggest": { in: { text: string; entity?: string; limit?: number }; out: { hits: Suggestion[] } };
  "settings.get": { in: Record<string, never>; out: Settings };
  "settings.set": { in: Settings; out: Settings };
  "health.get": { in: Record<string, never>; out: Health };
  "followUp.record": { in: FollowUpInput; out: { followUpId: string; planId?: string; customerId?: string } };
  "practice.reset": { in: Record<string, never>; out: unknown };
}

export type OperationName = keyof Operations;
export type Input<N extends OperationName> = Operations[N]["in"];
export type Output<N extends OperationName> = Operations[N]["out"];
