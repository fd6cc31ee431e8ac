package field

import (
	"encoding/json"
	"sort"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// ColumnForm says how the columns hold a field's values in memory.
type ColumnForm uint8

// The forms of columns.
const (
	NoColumn   ColumnForm = iota // not listed, sorted or filtered by value
	TextColumn                   // mostly distinct texts
	DictColumn                   // few distinct texts: choices, references, regions
	IntColumn                    // numbers, days, instants, flags
	ListColumn                   // several dictionary codes: tags, choices
)

// Kind is what all fields of one sort have in common.
type Kind interface {
	// Name is the word for the kind in descriptions: "text", "money".
	Name() string
	// Form is the form of its values when not empty.
	Form() Form
	// Column is its form in the columns.
	Column() ColumnForm
	// Clean brings a value into the standard form (spaces, full-width digits); it never fails.
	Clean(s *Spec, v Value) Value
	// Check says what is wrong with a clean, non-empty value, nil if nothing. It is an Invalid fault.
	Check(s *Spec, v Value) error
	// Key appends an encoding that orders as the values do and is self-delimiting.
	Key(dst []byte, v Value) []byte
	// Words is the text under which the value is searched for, in both languages where it has labels.
	Words(s *Spec, v Value) string
	// Cell is the value as a spreadsheet shows it; a reference gives its id, the caller knows titles.
	Cell(s *Spec, v Value, tag lang.Tag) Cell
	// FromCell reads a cell; for a reference it returns the text as it stands in the file.
	FromCell(s *Spec, c Cell) (Value, error)
	// JSON appends the value, null when empty.
	JSON(dst []byte, s *Spec, v Value) []byte
	// FromJSON reads what JSON writes; null is empty.
	FromJSON(s *Spec, raw json.RawMessage) (Value, error)
	// Sample makes the n-th sample value, different for different n where the kind allows it.
	Sample(s *Spec, n int) Value
}

var kinds = map[string]Kind{}

func register(k Kind) Kind {
	kinds[k.Name()] = k
	return k
}

// ByName returns the kind with this name, for fields defined at run time.
func ByName(name string) (Kind, bool) {
	k, ok := kinds[name]
	return k, ok
}

// Kinds lists all kinds by name.
func Kinds() []Kind {
	all := make([]Kind, 0, len(kinds))
	for _, k := range kinds {
		all = append(all, k)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name() < all[j].Name() })
	return all
}

// Check cleans a value and tests it against its spec: required, then the kind's own rules.
// The fault's sentence names the field.
func Check(s *Spec, v Value) (Value, error) {
	if !v.Empty() {
		v = s.Kind.Clean(s, v)
	}
	if v.Empty() {
		if s.Required {
			return v, fault.Field(s.Name, lang.Sayf("请填写%s", "%s is required", s.Label))
		}
		return v, nil
	}
	if v.Form != s.Kind.Form() {
		return v, fault.Field(s.Name, lang.Sayf("%s的内容形式不对", "%s has the wrong kind of content", s.Label))
	}
	return v, s.Kind.Check(s, v)
}

// plain is the part most kinds share: nothing to clean, no rule, not found by search.
type plain struct{ name string }

func (k plain) Name() string                { return k.name }
func (plain) Clean(_ *Spec, v Value) Value  { return v }
func (plain) Check(*Spec, Value) error      { return nil }
func (plain) Words(_ *Spec, _ Value) string { return "" }

func wrong(s *Spec, zh, en string) error {
	return fault.Field(s.Name, lang.Sayf("%s："+zh, "%s: "+en, s.Label))
}
