package sheet

import (
	"strconv"
	"strings"
)

// Place is one cell of a workbook in the making.
type Place struct {
	page        string
	Row, Column int
}

func (p Place) ref() string { return Letters(p.Column-1) + strconv.Itoa(p.Row) }

// full is the place as a formula on any page names it.
func (p Place) full() string {
	return quoted(p.page) + "!$" + Letters(p.Column-1) + "$" + strconv.Itoa(p.Row)
}

// Area is a rectangle of a workbook in the making; its edges belong to it.
type Area struct {
	page                     string
	Top, Left, Bottom, Right int
}

// Area is the rectangle between two places of the page.
func (p *Page) Area(top, left, bottom, right int) Area {
	return Area{page: p.name, Top: top, Left: left, Bottom: bottom, Right: right}
}

// Column is one column of the area, counted from 0.
func (a Area) Column(i int) Area {
	a.Left += i
	a.Right = a.Left
	return a
}

// Row is one row of the area, counted from 0.
func (a Area) Row(i int) Area {
	a.Top += i
	a.Bottom = a.Top
	return a
}

// WithHeading is the area and the row above it.
func (a Area) WithHeading() Area { a.Top--; return a }

// Place is a cell of the area, counted from 0.
func (a Area) Place(row, column int) Place {
	return Place{page: a.page, Row: a.Top + row, Column: a.Left + column}
}

// Rows is the number of rows.
func (a Area) Rows() int { return a.Bottom - a.Top + 1 }

func (a Area) topLeft() string     { return Place{Row: a.Top, Column: a.Left}.ref() }
func (a Area) bottomRight() string { return Place{Row: a.Bottom, Column: a.Right}.ref() }
func (a Area) local() string       { return a.topLeft() + ":" + a.bottomRight() }
func (a Area) full() string        { return quoted(a.page) + "!" + absolute(a.local()) }

func quoted(page string) string { return "'" + strings.ReplaceAll(page, "'", "''") + "'" }

// Formula is a computation over places; nothing that people typed can get into one.
type Formula struct{ text string }

// Sum adds up an area.
func Sum(a Area) Formula { return Formula{"SUM(" + a.full() + ")"} }

// Average is the mean of an area.
func Average(a Area) Formula { return Formula{"IFERROR(AVERAGE(" + a.full() + "),0)"} }

// Count counts the filled cells of an area.
func Count(a Area) Formula { return Formula{"COUNTA(" + a.full() + ")"} }

// SumIf adds up the cells of an area in whose row the key column equals a place.
func SumIf(keys Area, is Place, sums Area) Formula {
	return Formula{"SUMIF(" + keys.full() + "," + is.full() + "," + sums.full() + ")"}
}

// CountIf counts the cells of an area that equal a place.
func CountIf(keys Area, is Place) Formula {
	return Formula{"COUNTIF(" + keys.full() + "," + is.full() + ")"}
}

// Same repeats what stands at a place.
func Same(p Place) Formula { return Formula{p.full()} }

// Ratio is one place divided by another, nothing where that is zero.
func Ratio(part, whole Place) Formula {
	return Formula{"IF(" + whole.full() + "=0,\"\"," + part.full() + "/" + whole.full() + ")"}
}

// Difference is one place less another.
func Difference(a, b Place) Formula { return Formula{a.full() + "-" + b.full()} }

// Product is one place times another.
func Product(a, b Place) Formula { return Formula{a.full() + "*" + b.full()} }

// Subtotal adds up the cells of an area that a filter shows.
func Subtotal(a Area) Formula { return Formula{"SUBTOTAL(109," + a.full() + ")"} }

// SubtotalCount counts the filled cells of an area that a filter shows.
func SubtotalCount(a Area) Formula { return Formula{"SUBTOTAL(103," + a.full() + ")"} }

// Part is one place's share of what two places come to, nothing where both are zero.
func Part(one, other Place) Formula {
	return Formula{"IF(" + one.full() + "+" + other.full() + "=0,\"\"," + one.full() + "/(" + one.full() + "+" + other.full() + "))"}
}
