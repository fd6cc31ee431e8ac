package columns

import (
	"math"
	"sync"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// way is how a measure gathers its values.
type way uint8

const (
	countRows   way = iota
	countValues     // of a field
	addSafely       // sums and averages that cannot leave 64 bits, of dense pivots
	addWidely       // others
	keepExtreme     // min and max
	markValues      // distinct ones, in a row of marks for each cell
	keepValues      // distinct ones, themselves
)

// measure is one number computed for every cell.
type measure struct {
	op     string
	way    way
	place  *place // nil: counts rows
	plain  bool   // averages may have a fraction
	safe   bool   // no sum of all rows can leave 64 bits
	lookup *lookup
}

func (a *asker) measure(t *tableView, m Measure) (*measure, error) {
	one := &measure{op: m.Op}
	switch m.Op {
	case "count", "sum", "avg", "min", "max", "distinct":
	default:
		return nil, fault.New(fault.Invalid, "没有“%s”这种统计，可用：count sum avg min max distinct", "There is no measure %s; use one of: count sum avg min max distinct.", lang.S(m.Op))
	}
	if m.Field == "" {
		if m.Op != "count" {
			return nil, fault.New(fault.Invalid, "统计“%s”需要一个字段", "The measure %s needs a field.", lang.S(m.Op))
		}
		return one, nil
	}
	p, err := a.find(t, m.Field)
	if err != nil {
		return nil, err
	}
	one.place = p
	kind := p.spec().Kind.Name()
	one.plain = kind == "number" || kind == "percent"
	summed := one.plain || kind == "money" || kind == "decimal"
	ranged := summed || kind == "day" || kind == "instant"
	if (m.Op == "sum" || m.Op == "avg") && !summed || (m.Op == "min" || m.Op == "max") && !ranged ||
		m.Op == "distinct" && p.leaf != nil && (p.leaf.form == presence || p.leaf.form == codeList || p.leaf.form == rowList) {
		return nil, fault.New(fault.Invalid, "字段“%s”（%s）不能计算“%s”", "The field %s (%s) has no %s.", p.spec().Label, lang.S(m.Field), lang.S(m.Op))
	}
	one.lookup = a.lookup(p)
	if summed {
		lo, hi := p.span()
		most := int64(math.MaxInt64/2) / int64(max(1, t.n))
		one.safe = lo > hi || lo > -most && hi < most
	}
	return one, nil
}

// choose settles how a measure gathers, for a pivot that is dense or is not.
func (m *measure) choose(dense bool) {
	switch {
	case m.place == nil:
		m.way = countRows
	case m.op == "count":
		m.way = countValues
	case m.op == "sum" || m.op == "avg":
		if m.way = addWidely; dense && m.safe {
			m.way = addSafely
		}
	case m.op == "distinct":
		m.way = keepValues // see newDistinct
	default:
		m.way = keepExtreme
	}
}

// result is a measure of one cell.
func (m *measure) result(t *tally) (Number, error) {
	n := Number{Int: t.count}
	switch {
	case m.op == "count" || m.op == "distinct":
		return n, nil
	case t.count == 0:
		return Number{Empty: true, Spec: m.place.spec()}, nil
	}
	n.Spec = m.place.spec()
	switch m.op {
	case "sum":
		if !t.fits() {
			return n, fault.New(fault.Invalid, "“%s”的合计太大，超出了可表示的范围", "The sum of %s is too large.", n.Spec.Label)
		}
		n.Int = t.value
	case "avg":
		n.Int = t.average()
		if m.plain {
			n.Fraction, n.split = t.exact(), true
		}
	default:
		n.Int = t.value
	}
	return n, nil
}

// lookup reads the numbers at a place block by block.
type lookup struct {
	place *place
	w     *view
	once  sync.Once
	far   []int64 // with hops: the number for each row of the first table referred to
}

func (a *asker) lookup(p *place) *lookup { return &lookup{place: p, w: a.w} }

// direct is what a block stores of the numbers, false where they lie behind references.
func (l *lookup) direct(block int) (slot, bool) {
	if len(l.place.hops) > 0 || l.place.leaf == nil || l.place.leaf.form != numbers {
		return slot{}, false
	}
	return l.place.leaf.slot(block), true
}

// load writes the numbers of a block's rows into out; see place.numbers.
func (l *lookup) load(block int, out []int64) {
	if p := l.place; len(p.hops) > 0 {
		l.once.Do(func() {
			l.far = kept(l.w, p, "numbers", nil, func() []int64 { return lift(l.w, p, null, p.numbers) })
		})
		follow(out, l.place.hops[0].slot(block), l.far, null)
		return
	}
	l.place.numbers(block, out)
}
