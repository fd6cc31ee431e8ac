package search

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2/document"

	"xingke/backend/base/id"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// docID is the name of a record in the index.
func docID(entityName, id string) string { return entityName + ":" + id }

func splitDocID(doc string) (entityName, id string) {
	entityName, id, _ = strings.Cut(doc, ":")
	return entityName, id
}

// document makes what the index keeps of a live record.
func (x *Index) document(ctx context.Context, t *entity.Type, rec entity.Record) *document.Document {
	doc := document.NewDocument(docID(t.Name, rec.Meta().ID))
	parts := x.parts(ctx, t, rec, nil)
	doc.AddField(&termField{name: keyField, terms: func(add func([]byte)) { x.keyTerms(t, rec, add) }})
	drawn := "" // the title, if it is drawn from a long text
	if len(parts) > 0 && !parts[0].title && parts[0].group == "" {
		drawn = strings.TrimSuffix(parts[0].text, "…")
	}
	found := false
	eachLong(t, func(s *field.Spec, name string) {
		if text := entity.Get(rec, s).Text; text != "" {
			doc.AddField(newLineField(name, text))
			found = found || drawn != "" && strings.Contains(text, drawn)
		}
	})
	if len(parts) > 0 && parts[0].title {
		doc.AddField(textField(nameField, parts[:1]))
	}
	if found {
		addGroups(doc, parts[1:])
	} else {
		addGroups(doc, parts)
	}
	if f := soundsOf(parts); f != nil {
		doc.AddField(f)
	}
	if f := latinOf(parts); f != nil {
		doc.AddField(f)
	}
	return doc
}

// addGroups adds the terms of all parts but long texts, those of each group of people in a field of its own.
func addGroups(doc *document.Document, parts []part) {
	others := map[string][]part(nil)
	list := make([]part, 0, len(parts))
	for i, p := range parts {
		switch {
		case p.long || p.ref && slices.ContainsFunc(parts[max(0, i-nearRefs):i], func(q part) bool { return q.text == p.text && q.group == p.group && !q.long }):
		case p.group == "":
			list = append(list, p)
		default:
			if others == nil {
				others = map[string][]part{}
			}
			others[p.group] = append(others[p.group], p)
		}
	}
	if len(list) > 0 {
		doc.AddField(textField(allField, list))
	}
	for group, list := range others {
		doc.AddField(textField(groupField(group), list))
	}
}

// nearRefs is how many parts before the name of a record it is looked for among: what points to a customer often does
// so by two fields.
const nearRefs = 8

func groupField(group string) string {
	if group == "" {
		return allField
	}
	return allField + "/" + group
}

func textField(name string, parts []part) *termField {
	return &termField{name: name, terms: func(add func([]byte)) {
		var buf []byte
		for _, p := range parts {
			buf = textTerms(fold(p.text), buf, add)
		}
	}}
}

func soundsOf(parts []part) *termField {
	var names []string
	for _, p := range parts {
		if p.name && p.group == "" {
			names = append(names, p.text)
		}
	}
	if names == nil {
		return nil
	}
	return &termField{name: soundField, terms: func(add func([]byte)) {
		var buf []byte
		for _, name := range names {
			buf = nameTerms(name, buf, add)
			latinWords(name, func(w string) { buf = edgeTerms(w, buf, add) })
		}
	}}
}

func latinOf(parts []part) *termField {
	for _, p := range parts {
		if !p.name || p.group != "" {
			continue
		}
		found := false
		latinWords(p.text, func(string) { found = true })
		if !found {
			continue
		}
		return &termField{name: latinField, terms: func(add func([]byte)) {
			for _, p := range parts {
				if p.name && p.group == "" {
					latinWords(p.text, func(w string) { add([]byte(w)) })
				}
			}
		}}
	}
	return nil
}

// latinWords gives the words of a name that are written in letters.
func latinWords(name string, yield func(word string)) {
	scan(fold(name), func(r run) {
		if r.han {
			return
		}
		for _, w := range strings.FieldsFunc(r.text, func(r rune) bool { return !wordRune(r) }) {
			if w[0] >= 'a' && w[0] <= 'z' {
				yield(w)
			}
		}
	})
}

// keyTerms gives the exact keys of a record: what it is, whose, of when, and what it points to.
func (x *Index) keyTerms(t *entity.Type, rec entity.Record, add func([]byte)) {
	meta := rec.Meta()
	var room [64]byte
	key := func(begin, text string) { add(append(append(room[:0], begin...), text...)) }
	key(keyEntity, t.Name)
	if meta.OwnerID != "" {
		key(keyOwner, string(meta.OwnerID))
	}
	if meta.DepartmentID != "" {
		key(keyDepartment, meta.DepartmentID)
	}
	at := dateOf(t, rec).In(x.zone)
	add(at.AppendFormat(append(room[:0], keyMonth...), "200601"))
	add(at.AppendFormat(append(room[:0], keyDay...), "20060102"))
	for _, s := range t.Specs {
		if s.System || !points(s) {
			continue
		}
		eachRef(s, entity.Get(rec, s), func(_, id string) { add([]byte(referenceKey(id))) })
	}
}

// referenceKey is the key of every record that points to the one with this id.
func referenceKey(to string) string {
	if b, ok := id.Bytes(to); ok {
		return keyReference + string(b[:])
	}
	return keyReference + to
}

// dateOf is the instant a record is filed under: its own first instant (when a follow-up took place), else its last
// change.
func dateOf(t *entity.Type, rec entity.Record) time.Time {
	for _, s := range t.Specs {
		if s.System || s.Kind.Name() != "instant" {
			continue
		}
		if v := entity.Get(rec, s); v.Form == field.Int {
			return v.Time()
		}
	}
	return rec.Meta().UpdatedAt.UTC()
}
