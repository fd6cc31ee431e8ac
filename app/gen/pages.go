package main

import (
	"fmt"
	"sort"
	"strings"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/rpc"
)

const pageHead = "<!-- Written by go run ./app/gen. Do not change it by hand. -->\n\n"

// operationsPage lists all operations with their shapes.
func operationsPage(ops []*rpc.Operation, c *comments) []byte {
	var b strings.Builder
	b.WriteString("# Operations 操作\n\n" + pageHead)
	b.WriteString("Everything the program can be asked to do: `xingke call --book DIR OPERATION JSON`, `POST /rpc/{operation}`, the window. " +
		"A fault is `{\"kind\",\"message\",\"fields\"}`. An operation that answers `Started<R>` is a job: `{job:{id,state,done,total,result}}`, " +
		"asked for by `jobs.get`, waited for by `jobs.wait`.\n\n")
	s := newShapes()
	for _, op := range ops {
		doc := op.Doc.EN
		if doc == "" {
			doc = c.funcs[strings.TrimSuffix(op.Func, "-fm")]
		}
		fmt.Fprintf(&b, "## %s\n\n", op.Name)
		if op.Doc.ZH != "" {
			fmt.Fprintf(&b, "%s。 ", op.Doc.ZH)
		}
		fmt.Fprintf(&b, "%s Right: %s.\n\n```ts\nin:  %s\nout: %s\n```\n\n", doc, op.Rule, s.of(op.In), s.of(op.Out))
	}
	b.WriteString("# Shapes\n\n`Where`, `FlatRecord`, `RecordValues` and `Titles` are described in `frontend/src/api/schema.gen.ts`.\n\n```ts\n")
	for _, name := range s.declared() {
		fmt.Fprintf(&b, "%s = %s\n", name, s.body[name])
	}
	b.WriteString("```\n")
	return []byte(b.String())
}

// entitiesPage lists all entities with their fields.
func entitiesPage(types *entity.Set, c *comments) []byte {
	var b strings.Builder
	b.WriteString("# Entities 实体\n\n" + pageHead)
	b.WriteString("Every record also has `id` and `rev`. Money and quantities are decimal strings, days `2026-03-08`, moments RFC 3339 in UTC, references ids.\n")
	for _, t := range types.All() {
		fmt.Fprintf(&b, "\n## %s · %s %s\n\n", t.Name, t.Label.ZH, t.Label.EN)
		if doc := c.types[t.GoType().Name()]; doc != "" {
			fmt.Fprintf(&b, "%s %s\n\n", t.GoType().Name(), doc)
		}
		b.WriteString("| Field | Label | Kind | |\n|---|---|---|---|\n")
		for _, f := range t.Specs {
			if !f.System {
				writeField(&b, "", f)
			}
		}
	}
	b.WriteString("\n## Fields of every entity\n\n| Field | Label | Kind | |\n|---|---|---|---|\n")
	for _, f := range types.All()[0].Specs {
		if f.System {
			writeField(&b, "", f)
		}
	}
	return []byte(b.String())
}

func writeField(b *strings.Builder, prefix string, f *field.Spec) {
	fmt.Fprintf(b, "| `%s%s` | %s · %s | %s | %s |\n", prefix, f.Name, f.Label.ZH, f.Label.EN, f.Kind.Name(), strings.Join(traits(f), ", "))
	for _, c := range f.Columns {
		writeField(b, prefix+f.Name+".", c)
	}
}

func traits(f *field.Spec) []string {
	var list []string
	for _, one := range []struct {
		is   bool
		says string
	}{{f.Required, "required"}, {f.Unique, "unique"}, {f.ReadOnly, "set by the program"}, {f.Indexed, "indexed"}, {f.Dictated, "other values possible"}} {
		if one.is {
			list = append(list, one.says)
		}
	}
	if f.Target != "" {
		list = append(list, "→ "+f.Target)
	}
	if f.Private != "" {
		list = append(list, "private: "+f.Private)
	}
	if f.Currency != "" {
		list = append(list, f.Currency)
	}
	for _, o := range f.Options {
		list = append(list, fmt.Sprintf("`%s` %s", o.Value, o.Label.ZH))
	}
	return list
}

// glossaryPage lists the words of the house.
func glossaryPage(types *entity.Set, c *comments) []byte {
	var b strings.Builder
	b.WriteString("# Glossary 词汇表\n\n" + pageHead + "One concept, one word, everywhere: Go type, JSON, address, menu.\n\n| Word | 中文 | Means |\n|---|---|---|\n")
	terms := map[string]string{}
	for name, zh := range c.terms {
		terms[name] = zh
	}
	for _, t := range types.All() {
		if name := t.GoType().Name(); terms[name] == "" {
			terms[name] = t.Label.ZH
		}
	}
	names := make([]string, 0, len(terms))
	for name := range terms {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", name, terms[name], c.types[name])
	}
	return []byte(b.String())
}
