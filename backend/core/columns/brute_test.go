package columns

import (
	"bytes"
	"encoding/json"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/pinyin"
)

// brute evaluates queries over the records themselves, one by one.
type brute struct {
	types *entity.Set
	me    string
	today day.Day
	zone  *time.Location
	rows  map[string][]bruteRow // by entity, lines too
	byID  map[string]bruteRow
}

type bruteRow struct {
	id      string
	rev     uint64
	deleted bool
	of      func(name string) (field.Value, *field.Spec)
}

func newBrute(b *book) *brute {
	br := &brute{types: b.types, me: b.me, today: day.In(b.clock.Now(), shanghai), zone: shanghai, rows: map[string][]bruteRow{}, byID: map[string]bruteRow{}}
	for _, t := range b.types.All() {
		b.each(t.Name, func(rec entity.Record) { br.add(t, rec) })
	}
	return br
}

func (br *brute) add(t *entity.Type, rec entity.Record) {
	row := bruteRow{id: rec.Meta().ID, rev: rec.Meta().Rev, deleted: rec.Meta().Deleted(), of: func(name string) (field.Value, *field.Spec) {
		if name == "id" {
			return field.OfText(rec.Meta().ID), idSpec(t.Name)
		}
		s := t.Spec(name)
		return entity.Get(rec, s), s
	}}
	br.rows[t.Name] = append(br.rows[t.Name], row)
	br.byID[t.Name+" "+row.id] = row
	for _, s := range t.Specs {
		for i, one := range entity.Get(rec, s).Rows {
			br.rows[t.Name+"."+s.Name] = append(br.rows[t.Name+"."+s.Name], bruteRow{
				id: rec.Meta().ID + "." + field.OfInt(int64(i)).String(), deleted: row.deleted, of: func(name string) (field.Value, *field.Spec) {
					if name == t.Name+"Id" {
						kind, _ := field.ByName("ref")
						return field.OfText(rec.Meta().ID), &field.Spec{Name: name, Kind: kind, Target: t.Name}
					}
					return one[name], s.Column(name)
				}})
		}
	}
}

func (br *brute) at(row bruteRow, path string) (field.Value, *field.Spec) {
	name, rest, more := strings.Cut(path, ".")
	v, s := row.of(name)
	if !more {
		if s.Kind.Name() == "flag" && v.Empty() {
			v = field.OfFlag(false)
		}
		return v, s
	}
	to, known := br.byID[s.Target+" "+v.Text]
	if !known {
		// the spec is still needed
		_, spec := br.bare(s.Target, rest)
		return field.None, spec
	}
	return br.at(to, rest)
}

func (br *brute) bare(entityName, path string) (field.Value, *field.Spec) {
	name, rest, more := strings.Cut(path, ".")
	s := br.types.Type(entityName).Spec(name)
	if name == "id" {
		s = idSpec(entityName)
	}
	if more {
		return br.bare(s.Target, rest)
	}
	return field.None, s
}

func (br *brute) title(entityName, id string) string {
	row, known := br.byID[entityName+" "+id]
	if !known {
		return ""
	}
	v, _ := row.of(br.types.Type(entityName).TitleSpec().Name)
	return v.Text
}

func (br *brute) passes(row bruteRow, f *Filter) bool {
	switch {
	case f.everything():
		return true
	case f.And != nil:
		for i := range f.And {
			if !br.passes(row, &f.And[i]) {
				return false
			}
		}
		return true
	case f.Or != nil:
		for i := range f.Or {
			if br.passes(row, &f.Or[i]) {
				return true
			}
		}
		return false
	case f.Not != nil:
		return !br.passes(row, f.Not)
	}
	v, s := br.at(row, f.Field)
	switch f.Op {
	case "ne", "notIn", "notEmpty":
		g := *f
		g.Op = map[string]string{"ne": "eq", "notIn": "in", "notEmpty": "empty"}[f.Op]
		return !br.passes(row, &g)
	}
	return br.test(v, s, f)
}

func (br *brute) test(v field.Value, s *field.Spec, f *Filter) bool {
	switch f.Op {
	case "empty":
		return v.Empty()
	case "contains", "startsWith":
		return br.wordIn(v, s, f)
	case "in":
		var list []Operand
		_ = json.Unmarshal(f.Value.Raw, &list)
		return slices.ContainsFunc(list, func(o Operand) bool { return br.equal(v, s, o) })
	case "between":
		var list []Operand
		_ = json.Unmarshal(f.Value.Raw, &list)
		lo, _ := br.bounds(s, list[0])
		_, hi := br.bounds(s, list[1])
		return !v.Empty() && v.Int >= lo && v.Int <= hi
	case "eq":
		return br.equal(v, s, f.Value)
	}
	if v.Empty() {
		return false
	}
	lo, hi := br.bounds(s, f.Value)
	switch f.Op {
	case "lt":
		return v.Int < lo
	case "le":
		return v.Int <= hi
	case "gt":
		return v.Int > hi
	case "ge":
		return v.Int >= lo
	}
	panic(f.Op)
}

func (br *brute) bounds(s *field.Spec, o Operand) (int64, int64) {
	if o.Period != nil {
		from, to := o.Period.Days(br.today)
		if s.Kind.Name() == "day" {
			return int64(from), int64(to) - 1
		}
		y, m, d := from.Date()
		y2, m2, d2 := to.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, br.zone).UnixMilli(), time.Date(y2, m2, d2, 0, 0, 0, 0, br.zone).UnixMilli() - 1
	}
	v, _ := s.Kind.FromJSON(s, o.Raw)
	return v.Int, v.Int
}

func (br *brute) equal(v field.Value, s *field.Spec, o Operand) bool {
	if o.nothing() {
		return v.Empty()
	}
	if o.Me {
		return v.Text == br.me || v.Contains(br.me)
	}
	if s.Kind.Form() == field.List {
		var item string
		_ = json.Unmarshal(o.Raw, &item)
		return v.Contains(item)
	}
	if s.Kind.Form() == field.Int {
		lo, hi := br.bounds(s, o)
		return !v.Empty() && v.Int >= lo && v.Int <= hi
	}
	w, _ := s.Kind.FromJSON(s, o.Raw)
	return !w.Empty() && v.Equal(s.Kind.Clean(s, w)) || w.Empty() && v.Empty()
}

func fold(s string) string { return strings.Map(foldRune, s) }

func (br *brute) wordIn(v field.Value, s *field.Spec, f *Filter) bool {
	var word string
	_ = json.Unmarshal(f.Value.Raw, &word)
	word = fold(strings.Join(strings.Fields(word), " "))
	if word == "" {
		return true
	}
	texts := []string{v.Text}
	switch s.Kind.Name() {
	case "ref":
		texts = []string{br.title(s.Target, v.Text)}
	case "refs":
		texts = nil
		for _, id := range v.List {
			texts = append(texts, br.title(s.Target, id))
		}
	case "link":
		texts = []string{br.title(v.Link().Entity, v.Link().ID)}
	case "tags":
		texts = v.List
	case "longtext":
		texts = []string{strings.Join(strings.Fields(v.Text), " ")}
	case "choices":
		return v.Contains(word)
	}
	for _, text := range texts {
		if f.Op == "contains" && strings.Contains(fold(text), word) || f.Op == "startsWith" && strings.HasPrefix(fold(text), word) {
			return true
		}
	}
	return false
}

// sortKey is bytes that order as a list does, and false for an empty value.
func (br *brute) sortKey(v field.Value, s *field.Spec) ([]byte, bool) {
	if v.Empty() {
		return nil, false
	}
	if s.Name == "id" {
		return []byte(v.Text), true
	}
	switch s.Kind.Name() {
	case "ref":
		title := br.title(s.Target, v.Text)
		if title == "" {
			return nil, false
		}
		return pinyin.Sort(title), true
	case "choice":
		for i, o := range s.Options {
			if o.Value == v.Text {
				return []byte{byte(i)}, true
			}
		}
	}
	if v.Form == field.Int {
		return field.IntKey(nil, v.Int), true
	}
	return pinyin.Sort(v.Text), true
}

// compareIDs orders ids as rows are ordered: those of lines by record and number.
func compareIDs(a, b string, lines bool) int {
	if !lines {
		return strings.Compare(a, b)
	}
	x, m, _ := strings.Cut(a, ".")
	y, n, _ := strings.Cut(b, ".")
	if d := strings.Compare(x, y); d != 0 {
		return d
	}
	first, _ := strconv.Atoi(m)
	second, _ := strconv.Atoi(n)
	return first - second
}

func (br *brute) list(entityName string, where *Filter, scope *Filter, sorts []Sort, deleted bool) []string {
	type keyed struct {
		bruteRow
		keys [][]byte // nil: empty
	}
	var rows []keyed
	for _, row := range br.rows[entityName] {
		if row.deleted != deleted || !br.passes(row, where) || !br.passes(row, scope) {
			continue
		}
		k := keyed{bruteRow: row}
		for _, s := range sorts {
			key, _ := br.sortKey(br.at(row, s.Field))
			k.keys = append(k.keys, key)
		}
		rows = append(rows, k)
	}
	lines := strings.Contains(entityName, ".")
	sort.SliceStable(rows, func(i, j int) bool {
		for n, s := range sorts {
			a, b := rows[i].keys[n], rows[j].keys[n]
			if (a == nil) != (b == nil) {
				return a != nil
			}
			if d := bytes.Compare(a, b); d != 0 {
				return (d < 0) != s.Desc
			}
		}
		return compareIDs(rows[i].id, rows[j].id, lines) < 0
	})
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.id
	}
	return ids
}
