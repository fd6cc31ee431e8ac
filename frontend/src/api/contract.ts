// What the pages and the core say to each other: the generated schema, with narrower words where the pages know more.
import type * as schema from "./schema.gen";

export type {
  ChangeSet,
  FieldValue,
  FlatRecord,
  Health,
  ImportColumn,
  ImportField,
  ImportFile,
  ImportGuess,
  ImportReason,
  ImportResult,
  ImportValue,
  LangText,
  LineValue,
  Link as LinkValue,
  ModuleDescription,
  Option as OptionSpec,
  RelativeUnit,
  SearchHit,
  Sort,
  Suggestion,
  Titles,
} from "./schema.gen";

export type Lang = "zh-CN" | "en";

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

export type FieldSpec = Omit<schema.FieldDescription, "kind" | "fields" | "default"> & {
  kind: FieldKind;
  fields?: FieldSpec[];
  /** What a new record starts with. */
  default?: schema.FieldValue;
};

export type EntityDescription = Omit<schema.EntityDescription, "fields"> & { fields: FieldSpec[] };

export type Describe = Omit<schema.Description, "entities"> & { entities: EntityDescription[] };

// ---- the query language of every list ----

export type Operand =
  | string
  | number
  | boolean
  // Between may be open at one end.
  | (string | number | null)[]
  | schema.Link
  | { last: { [unit: string]: number } }
  | { next: { [unit: string]: number } | schema.RelativeUnit }
  | { this: schema.RelativeUnit }
  | { previous: schema.RelativeUnit }
  | { me: true }
  | null;

export interface Condition {
  field: string;
  op: string;
  value?: Operand;
}
export type Where = Condition | { and: Where[] } | { or: Where[] } | { not: Where };

export type ListQuery = Omit<schema.ListInput, "where"> & { where?: Where };

// ---- history, jobs, settings ----

export type FieldChange = Omit<schema.FieldChange, "old" | "new"> & {
  old?: schema.FieldValue;
  new?: schema.FieldValue;
};
export type HistoryEntry = Omit<schema.HistoryChange, "fields"> & { fields?: FieldChange[] };

export type JobState = "running" | "done" | "failed" | "cancelled";
export type Job = Omit<schema.Job, "state"> & { state: JobState };
export type BulkResult = schema.BulkResult;

export type ThemeMode = "light" | "dark" | "system";
export type Density = "compact" | "standard" | "roomy";
export interface Settings {
  lang?: Lang;
  theme?: ThemeMode;
  density?: Density;
  /** Of text, in pixels. */
  fontSize?: number;
  bookName?: string;
  /** Small things remembered for this person: a hint that was put away. "" takes one out. */
  flags?: { [name: string]: string };
}

export type FaultKind =
  | "invalid"
  | "notFound"
  | "forbidden"
  | "conflict"
  | "unavailable"
  | "internal"
  | "signedOut"
  | "locked"
  | "unreachable";

/** What the change feed tells. */
export interface FeedEvent {
  seq?: number;
  changes?: { entity: string }[];
  job?: Job;
  /** Everything may have changed: what happened in between is no longer known. */
  reset?: boolean;
  /** Somebody signed in or out, or the book was locked: see whether one may stay. */
  door?: boolean;
}

// ---- operations ----

interface Narrower {
  "app.describe": { in: Record<string, never>; out: Describe };
  "records.aggregate": {
    in: schema.AggregateInput;
    out: {
      rows: { keys: (string | number | boolean | null)[]; values: (string | number | null)[] }[];
      titles: schema.Titles;
    };
  };
  "reports.answers": {
    in: schema.AnswersInput;
    out: { answers: Narrower["records.aggregate"]["out"][] };
  };
  "records.history": { in: schema.HistoryInput; out: { changes: HistoryEntry[]; titles: schema.Titles } };
  "jobs.get": { in: schema.JobRef; out: { job: Job } };
  "settings.get": { in: Record<string, never>; out: Settings };
  "settings.set": { in: Settings; out: Settings };
}

/** Every operation the core knows: its question and its answer. */
export type Operations = Omit<schema.Operations, keyof Narrower> & Narrower;
export type OperationName = keyof Operations;
export type Input<N extends OperationName> = Operations[N]["in"];
export type Output<N extends OperationName> = Operations[N]["out"];
