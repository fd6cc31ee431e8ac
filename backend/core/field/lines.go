package field

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unsafe"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// linesKind is a table inside a record.
type linesKind struct{ plain }

var kindLines = register(linesKind{plain{"lines"}})

func (linesKind) Form() Form                     { return Table }
func (linesKind) Column() ColumnForm             { return NoColumn }
func (linesKind) Key(dst []byte, v Value) []byte { return IntKey(dst, int64(len(v.Rows))) }

func (linesKind) Clean(s *Spec, v Value) Value {
	rows := make([]Row, 0, len(v.Rows))
	for _, row := range v.Rows {
		clean := Row{}
		for _, c := range s.Columns {
			if value := row[c.Name]; !value.Empty() {
				if value = c.Kind.Clean(c, value); !value.Empty() {
					clean[c.Name] = value
				}
			}
		}
		rows = append(rows, clean)
	}
	return OfRows(rows)
}

// Check names a fault's place as lines.2.quantity, counted from 0.
func (linesKind) Check(s *Spec, v Value) error {
	if s.HasMax && int64(len(v.Rows)) > s.Max {
		return fault.Field(s.Name, lang.Sayf("%s最多 %s 行", "%s takes at most %s lines", s.Label, lang.N(int(s.Max))))
	}
	var faults fault.Faults
	for i, row := range v.Rows {
		for _, c := range s.Columns {
			if _, err := Check(c, row[c.Name]); err != nil {
				text := fault.From(err).Text
				faults.Add(fmt.Sprintf("%s.%d.%s", s.Name, i, c.Name), lang.Sayf("第 %s 行：%s", "Line %s: %s", lang.N(i+1), text))
			}
		}
	}
	return faults.Err()
}

func (linesKind) Words(s *Spec, v Value) string {
	var words []string
	for _, row := range v.Rows {
		for _, c := range s.Columns {
			if c.Weight > 0 && !row[c.Name].Empty() {
				words = append(words, c.Kind.Words(c, row[c.Name]))
			}
		}
	}
	return strings.Join(words, "\n")
}

// Cell says how many lines there are; a sheet that wants the lines gives each its own row.
func (linesKind) Cell(_ *Spec, v Value, tag lang.Tag) Cell {
	if v.Empty() {
		return Cell{}
	}
	return OfCellText(lang.Sayf("%s 行", "%s lines", lang.N(len(v.Rows))).In(tag))
}

func (linesKind) FromCell(s *Spec, c Cell) (Value, error) {
	if c.Blank() {
		return None, nil
	}
	return None, wrong(s, "请把每一行明细放在表格的一行", "put each line into a row of its own")
}

func (linesKind) JSON(dst []byte, s *Spec, v Value) []byte {
	if v.Empty() {
		return append(dst, "null"...)
	}
	dst = append(dst, '[')
	for i, row := range v.Rows {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, '{')
		first := true
		for _, c := range s.Columns {
			if row[c.Name].Empty() {
				continue
			}
			if !first {
				dst = append(dst, ',')
			}
			first = false
			dst = append(appendString(dst, c.Name), ':')
			dst = c.Kind.JSON(dst, c, row[c.Name])
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

func (linesKind) FromJSON(s *Spec, raw json.RawMessage) (Value, error) {
	if isNull(raw) {
		return None, nil
	}
	var given []map[string]json.RawMessage
	dec := json.NewDecoder(bytes.NewReader(raw))
	if dec.Decode(&given) != nil {
		return None, wrong(s, "应为多行明细", "must be a list of lines")
	}
	rows := make([]Row, len(given))
	var faults fault.Faults
	for i, one := range given {
		rows[i] = Row{}
		for name, raw := range one {
			c := s.Column(name)
			if c == nil {
				return None, fault.Field(s.Name, lang.Sayf("%s里没有“%s”这一栏", "%s has no column %s", s.Label, lang.S(name)))
			}
			v, err := c.Kind.FromJSON(c, raw)
			if err != nil {
				faults.AddError(fmt.Sprintf("%s.%d.%s", s.Name, i, name), err)
			} else if !v.Empty() {
				rows[i][name] = v
			}
		}
	}
	return OfRows(rows), faults.Err()
}

func (linesKind) Sample(s *Spec, n int) Value {
	rows := make([]Row, 1+n%3)
	for i := range rows {
		rows[i] = Row{}
		for _, c := range s.Columns {
			if v := c.Kind.Sample(c, n+i); !v.Empty() {
				rows[i][c.Name] = v
			}
		}
	}
	return OfRows(rows)
}

// LinesField declares a table inside a record.
type LinesField struct{ common[LinesField] }

// Lines declares a table inside a record, at most 2,000 lines, each an L described by pointing at its fields.
func Lines[L any](p *[]L, zh string, describe func(*L) []Field) *LinesField {
	var proto L
	columns := Describe(&proto, describe(&proto))
	f := &LinesField{}
	f.common = declare(f, kindLines, p, zh,
		func(lines []L) Value { return rowsOf(columns, lines) },
		func(v Value) []L { return linesOf[L](columns, v.Rows) })
	f.d.spec.Columns, f.d.spec.Max, f.d.spec.HasMax = columns, 2_000, true
	return f
}

func rowsOf[L any](columns []*Spec, lines []L) Value {
	rows := make([]Row, len(lines))
	for i := range lines {
		rows[i] = Row{}
		for _, c := range columns {
			if v := c.Read(unsafe.Pointer(&lines[i])); !v.Empty() {
				rows[i][c.Name] = v
			}
		}
	}
	return OfRows(rows)
}

func linesOf[L any](columns []*Spec, rows []Row) []L {
	if len(rows) == 0 {
		return nil
	}
	lines := make([]L, len(rows))
	for i, row := range rows {
		for _, c := range columns {
			if v, ok := row[c.Name]; ok {
				c.Write(unsafe.Pointer(&lines[i]), v)
			}
		}
	}
	return lines
}
