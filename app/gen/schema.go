package main

import (
	"fmt"
	"strings"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/rpc"
)

const schemaHead = `// Written by go run ./app/gen from the program itself. Do not change it by hand.

/** A value that the program keeps as it is given. */
export type Json = unknown;

/** Names of records by their ids. */
export type Titles = { [id: string]: string };

/** A link to one record of any entity. */
export interface Link {
  entity: string;
  id: string;
}

/** A field as it travels: money and quantities are strings, days 2026-03-08, references ids. */
export type FieldValue = string | number | boolean | string[] | Link | LineValue[] | null | undefined;
export type LineValue = { [column: string]: FieldValue };

/** Fields by name, null is empty. */
export type RecordValues = { [field: string]: FieldValue };

/** A record of any entity: fields side by side, empty ones left out. */
export interface FlatRecord {
  id: string;
  rev: number;
  titles?: Titles;
  /** In the answer to a save: the change set, for the way back. */
  change?: string;
  /** What the caller may do with others of its kind, but not with this one. */
  refused?: string[];
  [field: string]: FieldValue | Titles;
}

/** The filter of every list. */
export type Where =
  | { field: string; op: string; value?: Operand }
  | { and: Where[] }
  | { or: Where[] }
  | { not: Where }
  | Record<string, never>;

export type RelativeUnit = "day" | "week" | "month" | "quarter" | "year";
export type Operand =
  | string
  | number
  | boolean
  | (string | number)[]
  | Link
  | { last: { [unit: string]: number } }
  | { next: { [unit: string]: number } | RelativeUnit }
  | { this: RelativeUnit }
  | { previous: RelativeUnit }
  | { today: true }
  | { me: true }
  | null;

/** An operation that became a job; its result is an R. */
export interface Started<R> {
  job: Omit<Job, "result"> & { result?: R };
}
`

// schema writes the types of the pages' client.
func schema(types *entity.Set, ops []*rpc.Operation) []byte {
	var b strings.Builder
	b.WriteString(schemaHead)
	writeRecords(&b, types)
	writeOperations(&b, ops)
	return []byte(b.String())
}

func writeRecords(b *strings.Builder, types *entity.Set) {
	fmt.Fprint(b, "\n// ---- the records of each entity ----\n")
	for _, t := range types.All() {
		fmt.Fprintf(b, "\n/** %s %s */\nexport interface %s {\n  id: string;\n  rev: number;\n  titles?: Titles;\n", t.Label.ZH, t.Label.EN, recordName(t))
		for _, f := range t.Specs {
			optional := "?"
			if f.Required {
				optional = ""
			}
			fmt.Fprintf(b, "  /** %s */\n  %s%s: %s;\n", f.Label.ZH, f.Name, optional, kindShape(f))
		}
		fmt.Fprint(b, "}\n")
	}
	fmt.Fprint(b, "\n/** Every entity's record by its name. */\nexport interface Records {\n")
	for _, t := range types.All() {
		fmt.Fprintf(b, "  %s: %s;\n", t.Name, recordName(t))
	}
	fmt.Fprint(b, "}\nexport type EntityName = keyof Records;\n")
}

func recordName(t *entity.Type) string { return strings.ToUpper(t.Name[:1]) + t.Name[1:] + "Record" }

// kindShape is the TypeScript of a field's value.
func kindShape(f *field.Spec) string {
	switch f.Kind.Name() {
	case "number", "percent":
		return "number"
	case "flag":
		return "boolean"
	case "choice":
		return optionsShape(f)
	case "choices":
		return plural(optionsShape(f))
	case "tags", "refs":
		return "string[]"
	case "link":
		return "Link"
	case "lines":
		var b strings.Builder
		for _, c := range f.Columns {
			fmt.Fprintf(&b, "; %s?: %s", c.Name, kindShape(c))
		}
		return "{ " + strings.TrimPrefix(b.String(), "; ") + " }[]"
	}
	return "string"
}

func optionsShape(f *field.Spec) string {
	if len(f.Options) == 0 {
		return "string"
	}
	words := make([]string, len(f.Options))
	for i, o := range f.Options {
		words[i] = fmt.Sprintf("%q", o.Value)
	}
	if f.Dictated {
		words = append(words, "(string & {})")
	}
	return strings.Join(words, " | ")
}

func writeOperations(b *strings.Builder, ops []*rpc.Operation) {
	s := newShapes()
	var table strings.Builder
	for _, op := range ops {
		if op.Doc.EN != "" {
			fmt.Fprintf(&table, "  /** %s */\n", op.Doc.EN)
		}
		fmt.Fprintf(&table, "  %q: { in: %s; out: %s };\n", op.Name, s.of(op.In), s.of(op.Out))
	}
	fmt.Fprint(b, "\n// ---- what goes into operations and comes out ----\n")
	for _, name := range s.declared() {
		if body := s.body[name]; strings.HasPrefix(body, "{") {
			fmt.Fprintf(b, "\nexport interface %s %s\n", name, body)
		} else {
			fmt.Fprintf(b, "\nexport type %s = %s;\n", name, body)
		}
	}
	fmt.Fprintf(b, "\n/** Every operation: its input and its output. */\nexport interface Operations {\n%s}\n", table.String())
	fmt.Fprint(b, "export type OperationName = keyof Operations;\nexport type Input<N extends OperationName> = Operations[N][\"in\"];\nexport type Output<N extends OperationName> = Operations[N][\"out\"];\n")
}
