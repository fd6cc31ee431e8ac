package columns

import (
	"context"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// asker turns filters into tests of one view for one acting user at one moment.
type asker struct {
	c     *Columns
	w     *view
	ctx   context.Context
	today day.Day
	zone  *time.Location
	names string // the path being compiled, for faults

	veils    map[string]*veil
	unveiled bool

	words  int      // looked for in long texts
	sought []sought // those of them that the view does not know
}

func (c *Columns) asker(ctx context.Context, w *view) *asker {
	zone := c.location()
	return &asker{c: c, w: w, ctx: ctx, zone: zone, today: day.In(c.clock.Now(), zone)}
}

// compile makes one test of several filters that must all pass.
func (a *asker) compile(t *tableView, filters ...*Filter) (test, error) {
	var tests all
	for _, f := range filters {
		if f.everything() {
			continue
		}
		if err := f.measure(0, new(int)); err != nil {
			return nil, err
		}
		one, err := a.filter(t, f)
		if err != nil {
			return nil, err
		}
		tests = append(tests, one)
	}
	return joined(tests), nil
}

// joined puts cheap tests first, so that dear ones see fewer rows.
func joined(tests all) test {
	switch len(tests) {
	case 0:
		return always(true)
	case 1:
		return tests[0]
	}
	for i := 1; i < len(tests); i++ {
		for j := i; j > 0 && tests[j].cost() < tests[j-1].cost(); j-- {
			tests[j], tests[j-1] = tests[j-1], tests[j]
		}
	}
	return tests
}

func (a *asker) filter(t *tableView, f *Filter) (test, error) {
	switch {
	case f.And != nil:
		tests, err := a.several(t, f.And)
		return joined(tests), err
	case f.Or != nil:
		tests, err := a.several(t, f.Or)
		if len(tests) == 0 {
			return always(false), err
		}
		return either(tests), err
	case f.Not != nil:
		one, err := a.filter(t, f.Not)
		return inverse{one}, err
	case f.everything():
		return always(true), nil
	}
	return a.field(t, f)
}

func (a *asker) several(t *tableView, filters []Filter) (all, error) {
	tests := make(all, 0, len(filters))
	for i := range filters {
		one, err := a.filter(t, &filters[i])
		if err != nil {
			return nil, err
		}
		tests = append(tests, one)
	}
	return tests, nil
}

// field compiles the test of one field, at the end of its path, and lifts it back to the table.
func (a *asker) field(t *tableView, f *Filter) (test, error) {
	if f.Field == "" {
		return nil, fault.New(fault.Invalid, "筛选条件缺少字段（field）", "A condition in the filter names no field.")
	}
	if lines, rest := a.w.ofLines(t, f.Field); lines != nil {
		in := *f
		in.Field = rest
		return a.inner(t, lines, in)
	}
	p, err := a.find(t, f.Field)
	if err != nil {
		return nil, err
	}
	a.names = f.Field
	one, err := a.leaf(p, f)
	if err != nil {
		return nil, err
	}
	return a.w.across(p, one), nil
}

// inverses are the ops that pass exactly what another does not.
var inverses = map[string]string{"ne": "eq", "notIn": "in", "notEmpty": "empty"}

func (a *asker) leaf(p *place, f *Filter) (test, error) {
	if positive, negated := inverses[f.Op]; negated {
		g := *f
		g.Op = positive
		one, err := a.leaf(p, &g)
		if err != nil {
			return nil, err
		}
		return inverse{one}, nil
	}
	if p.leaf == nil {
		return a.identity(p, f)
	}
	if f.Op == "empty" || f.Op == "eq" && f.Value.nothing() {
		return a.empty(p.leaf), nil
	}
	switch p.leaf.form {
	case numbers:
		if p.leaf.spec.Kind.Name() == "flag" {
			return a.flag(p.leaf, f)
		}
		return a.number(p.leaf, f)
	case strung:
		return a.text(p.leaf, f)
	case codes:
		return a.code(p.leaf, f)
	case rows:
		return a.reference(p.leaf, f)
	case codeList, rowList:
		return a.list(p.leaf, f)
	case presence:
		if p.leaf.spec.Kind.Name() == "longtext" {
			return a.long(p, f)
		}
	}
	return nil, a.misfit(p.leaf, f.Op, "empty", "notEmpty")
}

func (o Operand) nothing() bool {
	return !o.Me && o.Period == nil && (len(o.Raw) == 0 || string(o.Raw) == "null")
}

func (a *asker) empty(c *columnView) test {
	if c.form == strung {
		return blankText{c}
	}
	return span{of: c, lo: 1, hi: 0, empty: true}
}

// misfit is the fault of an op that the kind of a field does not know.
func (a *asker) misfit(c *columnView, op string, known ...string) error {
	list := ""
	for i, one := range known {
		if i > 0 {
			list += " "
		}
		list += one
	}
	return fault.New(fault.Invalid, "字段“%s”（%s）不能用“%s”比较，可用：%s", "The field %s (%s) cannot be compared with %s; use one of: %s.",
		c.spec.Label, lang.S(a.names), lang.S(op), lang.S(list))
}

// wrongValue is the fault of a value that does not fit a field.
func (a *asker) wrongValue(c *columnView, cause error) error {
	e := fault.Wrap(cause, fault.Invalid, "字段“%s”的筛选值不对：%s", "The value compared with the field %s does not fit: %s", c.spec.Label, fault.From(cause).Text)
	return e
}

func (a *asker) needsOne(c *columnView, op string) error {
	return fault.New(fault.Invalid, "字段“%s”用“%s”比较时需要一个值", "Comparing the field %s with %s takes one value.", c.spec.Label, lang.S(op))
}

func (a *asker) needsList(c *columnView, op string) error {
	return fault.New(fault.Invalid, "字段“%s”用“%s”比较时需要一组值，形如 [\"a\",\"b\"]", "Comparing the field %s with %s takes a list of values, such as [\"a\",\"b\"].", c.spec.Label, lang.S(op))
}
