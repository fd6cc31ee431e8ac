package field

import (
	"strings"
	"time"

	"xingke/backend/base/day"
)

// CellForm is the sort of content a spreadsheet cell has.
type CellForm uint8

// The forms of cells.
const (
	BlankCell   CellForm = iota
	TextCell             // Text, shown as it stands and never read as a number
	NumberCell           // Text holds the plain decimal, exact
	DayCell              // Day
	InstantCell          // At
	FlagCell             // Text is "1" or "0"
)

// Cell is the content of one spreadsheet cell, free of any file format.
type Cell struct {
	Form   CellForm
	Text   string
	Day    day.Day
	At     time.Time
	Format string // how a number shows: "", "money", "percent", "quantity", "whole"
}

// OfCellText makes a text cell; "" is blank.
func OfCellText(s string) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{Form: TextCell, Text: s}
}

// String is the cell's content as text: plain decimals, ISO days.
func (c Cell) String() string {
	switch c.Form {
	case DayCell:
		return c.Day.String()
	case InstantCell:
		return c.At.Format("2006-01-02 15:04:05")
	}
	return c.Text
}

// Blank tells that a cell holds nothing but space.
func (c Cell) Blank() bool {
	return c.Form == BlankCell || c.Form <= NumberCell && strings.TrimSpace(c.Text) == ""
}
