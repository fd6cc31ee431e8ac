package columns

import (
	"encoding/json"
	"math"
	"strings"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/field"
)

// one is the single value of an operand.
func (a *asker) one(c *columnView, f *Filter) (Operand, error) {
	raw := strings.TrimSpace(string(f.Value.Raw))
	if f.Value.nothing() || strings.HasPrefix(raw, "[") {
		return Operand{}, a.needsOne(c, f.Op)
	}
	return f.Value, nil
}

// many are the values of an operand that is a list.
func (a *asker) many(c *columnView, f *Filter) ([]Operand, error) {
	if f.Value.Me || f.Value.Period != nil {
		return []Operand{f.Value}, nil
	}
	var list []Operand
	if json.Unmarshal(f.Value.Raw, &list) != nil || list == nil {
		return nil, a.needsList(c, f.Op)
	}
	return list, nil
}

// values are the operands of eq (one) or in (several).
func (a *asker) values(c *columnView, f *Filter) ([]Operand, error) {
	if f.Op == "in" {
		return a.many(c, f)
	}
	one, err := a.one(c, f)
	return []Operand{one}, err
}

// value reads an operand in the field's own form; nothing is the empty value.
func (a *asker) value(c *columnView, o Operand) (field.Value, error) {
	s := c.spec
	if o.Period != nil || o.Me && s.Target != "user" {
		return field.None, fault.New(fault.Invalid, "字段“%s”不能与相对日期或“我”比较", "The field %s cannot be compared with a relative day or me.", s.Label)
	}
	if o.Me || s.Target == "user" && string(o.Raw) == `"me"` { // no id is called so
		user, known := who.From(a.ctx)
		if !known {
			return field.None, fault.New(fault.Invalid, "还不知道“我”是谁，请先登录", "Sign in first: without a user, \"me\" means nobody.")
		}
		return field.OfText(user.ID), nil
	}
	v, err := s.Kind.FromJSON(s, o.Raw)
	if err != nil {
		return v, a.wrongValue(c, err)
	}
	if !v.Empty() {
		v = s.Kind.Clean(s, v)
	}
	return v, nil
}

// word reads the text of contains and startsWith in the form to search in.
func (a *asker) word(c *columnView, f *Filter) (string, error) {
	o, err := a.one(c, f)
	if err != nil {
		return "", err
	}
	var text string
	if o.Me || o.Period != nil || json.Unmarshal(o.Raw, &text) != nil {
		return "", fault.New(fault.Invalid, "字段“%s”用“%s”比较时需要一段文字", "Comparing the field %s with %s takes text.", c.spec.Label, lang.S(f.Op))
	}
	return folded(strings.Join(strings.Fields(text), " ")), nil
}

// text compiles tests of columns of texts.
func (a *asker) text(c *columnView, f *Filter) (test, error) {
	switch f.Op {
	case "eq", "in":
		given, err := a.values(c, f)
		if err != nil {
			return nil, err
		}
		s := spelled{of: c, texts: map[string]bool{}}
		for _, o := range given {
			v, err := a.value(c, o)
			if err != nil {
				return nil, err
			}
			s.empty = s.empty || v.Empty()
			s.texts[v.Text] = true
		}
		return s, nil
	case "contains", "startsWith":
		word, err := a.word(c, f)
		return a.wording(c, f.Op, word), err
	}
	return nil, a.misfit(c, f.Op, "eq", "ne", "in", "notIn", "contains", "startsWith", "empty", "notEmpty")
}

// wording tests texts for a word; the empty word is in every text, also in none.
func (a *asker) wording(c *columnView, op, word string) test {
	switch {
	case c == nil:
		return always(word == "")
	case word == "":
		return always(true)
	case op == "contains":
		return newContaining(c, word)
	}
	return starting{c, []byte(word)}
}

func (a *asker) flag(c *columnView, f *Filter) (test, error) {
	if f.Op != "eq" && f.Op != "in" {
		return nil, a.misfit(c, f.Op, "eq", "ne")
	}
	given, err := a.values(c, f)
	if err != nil {
		return nil, err
	}
	var tests either
	for _, o := range given {
		v, err := a.value(c, o)
		if err != nil {
			return nil, err
		}
		tests = append(tests, span{of: c, lo: v.Int, hi: v.Int})
	}
	return tests, nil
}

// bounds are the first and last number that an operand means: a period or a day of an instant
// means all moments in it.
func (a *asker) bounds(c *columnView, o Operand) (lo, hi int64, err error) {
	kind := c.spec.Kind.Name()
	if o.Period != nil && (kind == "day" || kind == "instant") {
		from, to := o.Period.Days(a.today)
		if kind == "day" {
			return int64(from), int64(to) - 1, nil
		}
		return midnight(from, a.zone), midnight(to, a.zone) - 1, nil
	}
	var text string
	if kind == "instant" && json.Unmarshal(o.Raw, &text) == nil {
		if d, err := day.Parse(text); err == nil && d != 0 {
			return midnight(d, a.zone), midnight(d+1, a.zone) - 1, nil
		}
	}
	v, err := a.value(c, o)
	if err == nil && v.Empty() {
		err = a.needsOne(c, "eq")
	}
	return v.Int, v.Int, err
}

func (a *asker) number(c *columnView, f *Filter) (test, error) {
	switch f.Op {
	case "in":
		given, err := a.many(c, f)
		if err != nil {
			return nil, err
		}
		return a.numbers(c, given)
	case "between":
		given, err := a.many(c, f)
		if err == nil && f.Value.Period != nil {
			given = append(given, given[0])
		}
		if err != nil || len(given) != 2 {
			return nil, fault.New(fault.Invalid, "字段“%s”用 between 比较时需要两个值：[起, 止]", "Comparing the field %s with between takes two values: [from, to].", c.spec.Label)
		}
		return a.between(c, given[0], given[1])
	case "eq", "lt", "le", "gt", "ge":
		o, err := a.one(c, f)
		if err != nil {
			return nil, err
		}
		lo, hi, err := a.bounds(c, o)
		return compared(c, f.Op, lo, hi), err
	}
	return nil, a.misfit(c, f.Op, "eq", "ne", "in", "notIn", "lt", "le", "gt", "ge", "between", "empty", "notEmpty")
}

const least, most = null + 1, math.MaxInt64

func compared(c *columnView, op string, lo, hi int64) test {
	switch op {
	case "lt":
		return span{of: c, lo: least, hi: max(lo, least) - 1}
	case "le":
		return span{of: c, lo: least, hi: hi}
	case "gt":
		if hi == most {
			return always(false)
		}
		return span{of: c, lo: hi + 1, hi: most}
	case "ge":
		return span{of: c, lo: lo, hi: most}
	}
	return span{of: c, lo: lo, hi: hi}
}

// between takes an open end where a bound is null.
func (a *asker) between(c *columnView, from, to Operand) (test, error) {
	s := span{of: c, lo: least, hi: most}
	if !from.nothing() {
		lo, _, err := a.bounds(c, from)
		if err != nil {
			return nil, err
		}
		s.lo = lo
	}
	if !to.nothing() {
		_, hi, err := a.bounds(c, to)
		if err != nil {
			return nil, err
		}
		s.hi = hi
	}
	return s, nil
}

func (a *asker) numbers(c *columnView, given []Operand) (test, error) {
	points := listed{of: c, values: map[int64]bool{}}
	var tests either
	for _, o := range given {
		if o.nothing() {
			points.empty = true
			continue
		}
		lo, hi, err := a.bounds(c, o)
		if err != nil {
			return nil, err
		}
		if lo == hi {
			points.values[lo] = true
		} else {
			tests = append(tests, span{of: c, lo: lo, hi: hi})
		}
	}
	return append(tests, points), nil
}

// identity compiles tests of the id of the rows themselves.
func (a *asker) identity(p *place, f *Filter) (test, error) {
	own := &columnView{spec: idSpec(p.table.name), form: rows, target: p.table.name}
	switch {
	case f.Op == "empty" || f.Op == "eq" && f.Value.nothing():
		return always(false), nil
	case f.Op != "eq" && f.Op != "in":
		return nil, a.misfit(own, f.Op, "eq", "ne", "in", "notIn")
	}
	given, err := a.values(own, f)
	if err != nil {
		return nil, err
	}
	set := newCodeset(p.table.blocks() * blockRows)
	for _, o := range given {
		v, err := a.value(own, o)
		if err != nil {
			return nil, err
		}
		if row, known := a.c.rowOf(p.table.name, v.Text); known && row < p.table.n {
			set.add(row)
		}
	}
	return pick{set}, nil
}
