package sheet

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Profile is what all values of a column together say about it.
type Profile struct {
	Filled   int               // cells that are not blank
	Nothing  int               // of these, that say so in a word: -, 无
	Numbers  int               // that can be read as numbers
	Percents int               // of these, written with a percent sign
	Fraction bool              // all numbers without a percent sign lie between 0 and 1 and not all of them are 0 or 1
	Comma    bool              // numbers are written with a comma before the decimals, as 1.234,50
	Dates    int               // that can be read as dates
	Orders   map[DateOrder]int // how many dates can be read in each order
	Flags    int               // that say yes or no
	Emails   int
	Links    int
	Phones   int
	Longest  int            // in characters
	Lost     int            // digits lost to an exponent, such as 1.38E+10, or to the 15 that Excel keeps
	Distinct map[string]int // how often each value stands there; nil when there are more than maxDistinct
	Values   []string       // the different values in the order of their first row

	most int // different values that are remembered
}

// maxDistinct is how many different values of a column are remembered, allDistinct of all columns of a table.
const (
	maxDistinct = 20_000
	allDistinct = 500_000
)

// Order is the order in which the column writes its dates; sure is false when the file does not decide it.
func (p *Profile) Order() (order DateOrder, sure bool) {
	y, m, d := p.Orders[YMD], p.Orders[MDY], p.Orders[DMY]
	switch {
	case m == 0 && d == 0:
		return YMD, true
	case m > d:
		return MDY, true
	case d > m:
		return DMY, true
	}
	return MDY, y >= m // every date fits both ways
}

// facts is what one value contributes to a profile.
type facts struct {
	number, percent, fraction, beyond, comma, point, nothing, date, flag, email, link, phone, lost bool
	orders                                                                                         []DateOrder
	length                                                                                         int
}

func (t *Table) profile(column int, distinct int) Profile {
	p := Profile{most: distinct, Orders: map[DateOrder]int{}, Distinct: map[string]int{}}
	known := map[Cell]facts{}
	fractions, beyond, commas, points, exact := 0, 0, 0, 0, 0
	for i := range t.Rows {
		c := t.Rows[i].Cells[column]
		if c.Empty() {
			continue
		}
		f, seen := known[c]
		if !seen {
			f = factsOf(c)
			if len(known) < maxDistinct {
				known[c] = f
			}
		}
		p.add(c, f)
		fractions += one(f.fraction)
		beyond += one(f.beyond)
		commas += one(f.comma)
		points += one(f.point)
		exact += one(c.Form == Number && len(c.Text) > digitsKept && isDigits(c.Text) && !DigitsLost(c))
	}
	if exact > 0 { // the file was not written by Excel
		p.Lost = 0
	}
	p.Comma = commas > 0 && points == 0
	p.Fraction = fractions > 0 && beyond == 0
	return p
}

func (p *Profile) add(c Cell, f facts) {
	p.Filled++
	p.Nothing += one(f.nothing)
	p.Numbers += one(f.number)
	p.Percents += one(f.percent)
	p.Dates += one(f.date)
	p.Flags += one(f.flag)
	p.Emails += one(f.email)
	p.Links += one(f.link)
	p.Phones += one(f.phone)
	p.Lost += one(f.lost)
	p.Longest = max(p.Longest, f.length)
	for _, order := range f.orders {
		p.Orders[order]++
	}
	if p.Distinct == nil {
		return
	}
	text := strings.TrimSpace(c.Text)
	if p.Distinct[text] == 0 {
		p.Values = append(p.Values, text)
	}
	p.Distinct[text]++
	if len(p.Values) > p.most {
		p.Distinct, p.Values = nil, slices.Clone(p.Values[:min(100, len(p.Values))])
	}
}

func factsOf(c Cell) facts {
	f := facts{length: utf8.RuneCountInString(c.Text)}
	switch c.Form {
	case Day, Instant:
		f.date = true
		return f
	case Flag:
		f.flag = true
		return f
	case Blank, Broken:
		return f
	}
	if len(c.Text) > longestWord {
		return f
	}
	text := strings.TrimSpace(c.Text)
	f.nothing = c.Form == Text && SaysNothing(text)
	n, ok := parseNumber(text)
	if ok {
		f.point = c.Form == Text && pointNumber(text)
	} else if n, ok = commaNumber(text); ok {
		f.comma = true
	}
	if ok {
		f.number, f.percent = true, n.percent || c.Form == Percent
		f.fraction = !f.percent && strings.HasPrefix(n.decimal, "0.")
		f.beyond = !f.percent && !f.fraction && n.decimal != "0" && n.decimal != "1"
		f.lost = DigitsLost(c)
	}
	f.phone = phoneLike(text)
	if c.Form == Text {
		f.orders = layoutsOf(text)
		f.date = len(f.orders) > 0
		_, f.flag = ParseFlag(text)
		f.email = strings.Contains(text, "@") && strings.Contains(text, ".") && !strings.ContainsAny(text, " ，")
		f.link = strings.Contains(text, "://") || strings.HasPrefix(strings.ToLower(text), "www.")
	}
	return f
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
