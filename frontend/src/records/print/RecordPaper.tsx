import { useMemo } from "react";
import {
  type EntityDescription,
  type FieldSpec,
  type FieldValue,
  type FlatRecord,
  type LineValue,
  type Titles,
  useAnswer,
  useDescribe,
  useRecord,
} from "@/api";
import { currencyWords } from "@/lib/money";
import { FaultPanel } from "@/ui/FaultPanel";
import { Markdown } from "@/ui/Markdown";
import { useWords } from "@/ui/words";
import { isEmpty, isFigure } from "../cells";
import { sectionsOf } from "../form/sections";
import { measureOf, titleOf } from "../layouts";
import { followUpsOf } from "../related";
import { Preview } from "./Preview";
import { useChoices } from "./paper";
import type { Piece, Tables } from "./Sheets";
import { insideOf, isDocument, isInside, signing, sumRow } from "./Signing";
import { instantText, partsOf, type TextContext, textOf } from "./text";
import { useTextContext } from "./useTextContext";

const mostFollowUps = 200;

/** RecordPaper prints one record: its facts, the tables in it, and what was said and done if that is wanted. */
export function RecordPaper(props: { entity: EntityDescription; id: string; onClose: () => void }) {
  const { entity, id } = props;
  const words = useWords();
  const { t, say } = words;
  const { byName, book } = useDescribe();
  const found = useRecord(entity.name, id);
  const record = found.data;
  const kind = isDocument(entity) ? "document" : "record";
  const { timeline: wanted, inside, sign } = useChoices((choices) => choices.of[kind]);
  const company = useAnswer("letterhead.get", {}, ["*letterhead"], sign).data?.company || book.name;
  const where = record && followUpsOf(entity, record, byName);
  const said = useAnswer(
    "records.list",
    { entity: "followUp", where, sort: [{ field: "at", desc: true }], limit: mostFollowUps },
    ["followUp"],
    wanted && where !== undefined,
  );
  const titles = useMemo<Titles>(() => ({ ...said.data?.titles, ...record?.titles }), [said.data, record]);
  const context = useTextContext(titles);
  const followUp = byName.get("followUp");

  const { pieces, tables } = useMemo(() => {
    const all: { pieces: Piece[]; tables: Tables } = { pieces: [], tables: {} };
    if (!record) return all;
    const open = (spec: FieldSpec) => inside || !isInside(entity, spec);
    all.pieces.push(...facts(entity, record, open, context, say));
    for (const spec of entity.fields) if (open(spec)) lines(all, entity, record, spec, open, context, words, sign);
    if (sign) all.pieces.push(signing(entity, record, company, words));
    if (wanted && followUp && said.data && said.data.total > 0) {
      all.pieces.push(heading("said", t("print.timelineTitle")));
      for (const row of said.data.rows ?? []) all.pieces.push(...spoken(followUp, row, context, t));
      if (said.data.total > mostFollowUps)
        all.pieces.push(note("limited", t("print.timelineLimited", { count: said.data.total, shown: mostFollowUps })));
    }
    return all;
  }, [record, entity, context, words, say, t, wanted, inside, sign, company, followUp, said.data]);

  const state = useMemo(() => {
    if (!record) return [];
    const words = stateOf(entity, record).map((spec) => textOf(spec, record[spec.name] as FieldValue, context));
    return [[say(entity.label), ...words].join(" · ")];
  }, [record, entity, context, say]);

  if (found.error) return <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />;
  return (
    <Preview
      kind={kind}
      title={record ? titleOf(entity, record, record.titles) : ""}
      lines={state}
      pieces={pieces}
      tables={tables}
      inside={insideOf(entity)
        .map((spec) => say(spec.label))
        .join(t("filter.list"))}
      waiting={!record || (wanted && where !== undefined && said.isPending)}
      onClose={props.onClose}
    />
  );
}

type Words = ReturnType<typeof useWords>;
type Say = Words["say"];
type Open = (spec: FieldSpec) => boolean;

const heading = (key: string, words: string): Piece => ({
  key: `heading-${key}`,
  keep: true,
  node: <h2 className="paper__heading">{words}</h2>,
});
const note = (key: string, words: string): Piece => ({ key, node: <p className="paper__line">{words}</p> });

// What stands under the title, and not among the facts again: the status of an order.
const stateOf = (entity: EntityDescription, record: FlatRecord) =>
  entity.fields
    .filter((spec) => spec.kind === "choice" && (spec.required || spec.options?.some((option) => option.tone)))
    .filter((spec) => !isEmpty(record[spec.name] as FieldValue))
    .slice(0, 3);

// Two facts side by side; what is long takes the whole width.
function facts(entity: EntityDescription, record: FlatRecord, open: Open, context: TextContext, say: Say): Piece[] {
  const state = stateOf(entity, record);
  const own = entity.fields.filter(
    (spec) =>
      !state.includes(spec) &&
      !spec.unlisted &&
      !spec.system &&
      open(spec) &&
      spec.kind !== "lines" &&
      !["id", "rev", "deletedAt", entity.title].includes(spec.name) &&
      !isEmpty(record[spec.name] as FieldValue),
  );
  const pieces: Piece[] = [];
  for (const section of sectionsOf(own)) {
    if (section.label !== undefined) pieces.push(heading(section.key, say(section.label)));
    let pair: FieldSpec[] = [];
    const push = () => {
      const two = pair;
      pair = [];
      if (two.length === 0) return;
      pieces.push({
        key: `fact-${two[0]?.name}`,
        node: (
          <dl className="paperfacts">
            {two.map((spec) => (
              <div key={spec.name}>
                <dt>{say(spec.label)}</dt>
                <dd>
                  {textOf(spec, record[spec.name] as FieldValue, context)}
                  {spec.kind === "money" && <span className="paper__unit"> {say(currencyWords(spec.currency))}</span>}
                </dd>
              </div>
            ))}
          </dl>
        ),
      });
    };
    for (const spec of section.fields) {
      if (spec.kind !== "longtext") {
        pair.push(spec);
        if (pair.length === 2) push();
        continue;
      }
      push();
      partsOf(String(record[spec.name])).forEach((part, n, parts) => {
        pieces.push({
          key: `long-${spec.name}-${n}`,
          node: (
            <dl className={`paperfacts paperfacts--wide${n + 1 < parts.length ? " paperfacts--goeson" : ""}`}>
              <div>
                <dt>{n === 0 ? say(spec.label) : ""}</dt>
                <dd>
                  <Markdown text={part} />
                </dd>
              </div>
            </dl>
          ),
        });
      });
    }
    push();
  }
  return pieces;
}

function lines(
  into: { pieces: Piece[]; tables: Tables },
  entity: EntityDescription,
  record: FlatRecord,
  spec: FieldSpec,
  open: Open,
  context: TextContext,
  words: Words,
  signed: boolean,
) {
  const { say } = words;
  const rows = record[spec.name] as LineValue[] | undefined;
  if (spec.kind !== "lines" || spec.unlisted || !Array.isArray(rows) || rows.length === 0) return;
  // No line says anything in a column of blanks, nor in one of discounts that are none.
  const says = (each: FieldSpec, value: FieldValue) => !isEmpty(value) && !(each.kind === "percent" && value === 0);
  const columns = (spec.fields ?? []).filter((each) => open(each) && rows.some((row) => says(each, row[each.name])));
  const widths = columns.map((each) => measureOf(each, false, say).width);
  const all = widths.reduce((sum, width) => sum + width, lineNumber);
  // The signatures never stand on a page alone: the last lines and their sum go with them.
  const last = signed ? rows.length - keptLines : rows.length;
  into.tables[spec.name] = {
    columns: (
      <colgroup>
        <col style={{ width: `${(lineNumber / all) * 100}%` }} />
        {widths.map((width, n) => (
          <col key={columns[n]?.name} style={{ width: `${(width / all) * 100}%` }} />
        ))}
      </colgroup>
    ),
    head: (
      <tr>
        <th scope="col" className="right">
          #
        </th>
        {columns.map((each) => (
          <th key={each.name} scope="col" className={isFigure(each.kind) ? "right" : undefined}>
            {say(each.label)}
          </th>
        ))}
      </tr>
    ),
  };
  into.pieces.push(heading(`${entity.name}.${spec.name}`, say(spec.label)));
  rows.forEach((row, n) => {
    into.pieces.push({
      key: `${spec.name}-${n}`,
      table: spec.name,
      keep: n >= last,
      node: (
        <tr key={`${spec.name}-${n}`}>
          <td className="right paper__number">{n + 1}</td>
          {columns.map((each) => (
            <td key={each.name} className={isFigure(each.kind) ? "right" : undefined}>
              {textOf(each, row[each.name], context)}
            </td>
          ))}
        </tr>
      ),
    });
  });
  const sum = sumRow(entity, spec, rows, columns, words);
  if (sum) into.pieces.push({ ...sum, keep: signed });
}

// Where lines are numbered, and how many of them stay with the signatures.
const lineNumber = 34;
const keptLines = 2;

function spoken(
  followUp: EntityDescription,
  row: FlatRecord,
  context: TextContext,
  t: ReturnType<typeof useWords>["t"],
): Piece[] {
  const text = (name: string) => {
    const spec = followUp.fields.find((each) => each.name === name);
    return spec ? textOf(spec, row[name] as FieldValue, context) : "";
  };
  const head = [instantText(String(row.at ?? row.createdAt ?? "")), text("way"), text("contactId"), text("ownerId")];
  const next = [text("nextStep"), text("nextOn")].filter(Boolean).join(" · ");
  const parts = partsOf(String(row.content ?? ""));
  const pieces: Piece[] = [
    {
      key: `${row.id}-head`,
      keep: parts.length > 0,
      node: <p className="paperfollow__head">{head.filter(Boolean).join(" · ")}</p>,
    },
    ...parts.map((part, n) => ({ key: `${row.id}-${n}`, node: <Markdown text={part} /> })),
  ];
  if (next)
    pieces.push({
      key: `${row.id}-next`,
      node: <p className="paper__line">{t("print.next", { words: next })}</p>,
    });
  return pieces;
}
