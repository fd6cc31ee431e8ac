package columns

import (
	"bytes"
	"encoding/json"
	"math/big"
	"slices"
	"sort"
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
		must(b.t, b.db.Each(b.ctx, t, func(rec entity.Record) bool {
			br.add(t, rec)
			return true
		}))
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

func fold(s string) string { return strings.Map(pinyin.Fold, s) }

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

func (br *brute) list(entityName string, where *Filter, scope *Filter, sorts []Sort, deleted bool) []string {
	var rows []bruteRow
	for _, row := range br.rows[entityName] {
		if row.deleted == deleted && br.passes(row, where) && br.passes(row, scope) {
			rows = append(rows, row)
		}
	}
	sort.SliceStable(rows, func(i, j int) bool {
		for _, s := range sorts {
			a, some := br.sortKey(br.at(rows[i], s.Field))
			b, other := br.sortKey(br.at(rows[j], s.Field))
			if some != other {
				return some
			}
			if d := bytes.Compare(a, b); d != 0 {
				return (d < 0) != s.Desc
			}
		}
		return compareIDs(rows[i].id, rows[j].id, strings.Contains(entityName, ".")) < 0
	})
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.id
	}
	return ids
}

// aggregate gives one line of text for every group, sorted.
func (br *brute) aggregate(q Aggregate) []string {
	type cell struct{ rows []bruteRow }
	cells := map[string]*cell{}
	for _, row := range br.rows[q.Entity] {
		if row.deleted == q.Deleted && br.passes(row, q.Where) {
			for _, key := range br.groupKeys(row, q.Groups) {
				if cells[key] == nil {
					cells[key] = &cell{}
				}
				cells[key].rows = append(cells[key].rows, row)
			}
		}
	}
	if len(q.Groups) == 0 && len(cells) == 0 {
		cells[""] = &cell{}
	}
	var lines []string
	for key, c := range cells {
		line := key
		for _, m := range q.Measures {
			line += " " + br.measure(c.rows, m)
		}
		lines = append(lines, line)
	}
	sort.Strings(lines)
	return lines
}

func (br *brute) groupKeys(row bruteRow, groups []Group) []string {
	keys := []string{""}
	for _, g := range groups {
		v, s := br.at(row, g.Field)
		parts := []string{br.bucket(v, s, g.By)}
		if v.Form == field.List {
			parts = nil
			for _, item := range v.List {
				parts = append(parts, `"`+item+`"`)
			}
		}
		var next []string
		for _, key := range keys {
			for _, part := range parts {
				next = append(next, key+"|"+part)
			}
		}
		keys = next
	}
	return keys
}

func (br *brute) bucket(v field.Value, s *field.Spec, by string) string {
	if v.Empty() {
		return "null"
	}
	if by == "" {
		return string(s.Kind.JSON(nil, s, v))
	}
	if s.Kind.Name() == "region" {
		parts := strings.Split(v.Text, "/")
		n := map[string]int{"province": 1, "city": 2, "district": 3}[by]
		return `"` + strings.Join(parts[:min(n, len(parts))], "/") + `"`
	}
	d := day.Day(v.Int)
	if s.Kind.Name() == "instant" {
		d = day.In(v.Time(), br.zone)
	}
	at := d.Time()
	switch by {
	case "month":
		return at.Format(`"2006-01"`)
	case "year":
		return at.Format(`"2006"`)
	case "quarter":
		return at.Format(`"2006-Q`) + string(rune('1'+(int(at.Month())-1)/3)) + `"`
	case "week":
		y, w := at.ISOWeek()
		return `"` + time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006") + "-W" + string([]byte{byte('0' + w/10), byte('0' + w%10)}) + `"`
	}
	return at.Format(`"2006-01-02"`)
}

func (br *brute) measure(rows []bruteRow, m Measure) string {
	var values []field.Value
	var spec *field.Spec
	for _, row := range rows {
		if m.Field == "" {
			continue
		}
		v, s := br.at(row, m.Field)
		spec = s
		if !v.Empty() {
			values = append(values, v)
		}
	}
	sum, distinct := big.NewInt(0), map[string]bool{}
	var lo, hi int64
	for i, v := range values {
		sum.Add(sum, big.NewInt(v.Int))
		distinct[v.String()] = true
		if i == 0 || v.Int < lo {
			lo = v.Int
		}
		if i == 0 || v.Int > hi {
			hi = v.Int
		}
	}
	n := len(values)
	switch {
	case m.Op == "count" && m.Field == "":
		n = len(rows)
		fallthrough
	case m.Op == "count":
		return field.OfInt(int64(n)).String()
	case m.Op == "distinct":
		return field.OfInt(int64(len(distinct))).String()
	case n == 0:
		return "null"
	}
	say := func(n int64) string { return string(spec.Kind.JSON(nil, spec, field.OfInt(n))) }
	switch m.Op {
	case "min":
		return say(lo)
	case "max":
		return say(hi)
	case "sum":
		return say(sum.Int64())
	}
	ratio := new(big.Rat).SetFrac(sum, big.NewInt(int64(n)))
	if k := spec.Kind.Name(); k == "number" || k == "percent" {
		f, _ := ratio.Float64()
		raw, _ := json.Marshal(f)
		return string(raw)
	}
	text := ratio.FloatString(0) // rounds half away from zero
	whole, _ := new(big.Int).SetString(text, 10)
	return say(whole.Int64())
}
