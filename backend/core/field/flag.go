package field

import (
	"encoding/json"
	"strings"

	"xingke/backend/base/lang"
)

// flagKind is yes or no; it is never empty.
type flagKind struct{ numeric }

var kindFlag = register(flagKind{numeric{plain{"flag"}}})

func (flagKind) Clean(_ *Spec, v Value) Value { return OfFlag(v.Int != 0) }

func (flagKind) Cell(_ *Spec, v Value, tag lang.Tag) Cell {
	if v.Int != 0 {
		return OfCellText(lang.Of("是", "Yes").In(tag))
	}
	return OfCellText(lang.Of("否", "No").In(tag))
}

func (flagKind) FromCell(s *Spec, c Cell) (Value, error) {
	switch strings.ToLower(strings.TrimSpace(narrow(c.Text))) {
	case "":
		return None, nil
	case "是", "有", "对", "yes", "y", "true", "1", "√", "✓", "启用", "在职":
		return OfFlag(true), nil
	case "否", "无", "错", "no", "n", "false", "0", "×", "✗", "停用", "离职":
		return OfFlag(false), nil
	}
	return None, wrong(s, "应为是或否", "must be yes or no")
}

func (flagKind) JSON(dst []byte, _ *Spec, v Value) []byte {
	if v.Int != 0 {
		return append(dst, "true"...)
	}
	return append(dst, "false"...)
}

func (flagKind) FromJSON(s *Spec, raw json.RawMessage) (Value, error) {
	switch string(raw) {
	case "true":
		return OfFlag(true), nil
	case "false", "null", "":
		return OfFlag(false), nil
	}
	return None, wrong(s, "应为 true 或 false", "must be true or false")
}

func (flagKind) Sample(_ *Spec, n int) Value { return OfFlag(n%2 == 1) }

// FlagField declares a yes or no.
type FlagField struct{ common[FlagField] }

// Flag declares a yes or no.
func Flag[B ~bool](p *B, zh string) *FlagField {
	f := &FlagField{}
	f.common = declare(f, kindFlag, p, zh, func(b B) Value { return OfFlag(bool(b)) }, func(v Value) B { return v.Int != 0 })
	return f
}
