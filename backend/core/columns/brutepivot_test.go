package columns

import (
	"encoding/json"
	"math/big"
	"sort"
	"strings"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/core/field"
)

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
