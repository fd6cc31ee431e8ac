package field

import (
	"reflect"
	"unsafe"

	"xingke/backend/base/lang"
)

// Spec describes one field. It is plain data: a field declared in Go and one defined by a
// customer differ only in Custom.
type Spec struct {
	Name    string // wire name: JSON, storage, queries
	Label   lang.Text
	Hint    lang.Text
	Section lang.Text // heading in the form under which the field stands
	Kind    Kind
	Aliases []string // other headings under which files bring this field

	Required  bool
	ReadOnly  bool // set by the program, never by a form or a file
	Title     bool // names the record for people
	Indexed   bool // ordered index in the store
	Unique    bool // no two live records share a value
	Custom    bool // defined by a customer, its value lies in Base.Extra
	System    bool // belongs to every entity (Base)
	Local     bool // never leaves this device
	ZeroEmpty bool // the number 0 means "not known"
	Unlisted  bool // not a column people choose (technical fields)
	Dictated  bool // a choice may hold values beyond its options (kept by data, as stages of a pipeline)

	Weight   int       // of matches in search; 0: not searched
	Max      int64     // longest text in characters, or greatest number; see HasMax
	Min      int64     // least number; see HasMin
	HasMin   bool      //
	HasMax   bool      //
	Currency string    // of a money field
	Private  string    // group of people who may read it; "" is everybody who may read the record
	Target   string    // entity a reference points to
	Inverse  lang.Text // how the records that point to one by this field are named on its page; empty: their plural

	Options []Option // of a choice
	Columns []*Spec  // of lines

	targetType reflect.Type
	read       func(unsafe.Pointer) Value
	write      func(unsafe.Pointer, Value)
	offset     uintptr
}

// Option is one value of a choice.
type Option struct {
	Value   string    `json:"value"`
	Label   lang.Text `json:"label"`
	Tone    string    `json:"tone,omitempty"` // good, attention, bad, accent or "": how it is coloured
	Aliases []string  `json:"-"`              // other words for it in files
}

// Read returns the field's value from the struct at p, which must be of the type declared.
func (s *Spec) Read(p unsafe.Pointer) Value {
	v := s.read(unsafe.Add(p, s.offset))
	if s.ZeroEmpty && v.Form == Int && v.Int == 0 {
		return None
	}
	return v
}

// Write puts a value into the struct at p; the empty value sets the Go zero value.
func (s *Spec) Write(p unsafe.Pointer, v Value) { s.write(unsafe.Add(p, s.offset), v) }

// Bind sets how the value is read and written, for fields that live outside of a Go field.
// Both functions are given the address of the whole record.
func (s *Spec) Bind(read func(unsafe.Pointer) Value, write func(unsafe.Pointer, Value)) {
	s.read, s.write, s.offset = read, write, 0
}

// TargetType is the Go type a reference was declared with, nil if it names its Target itself.
func (s *Spec) TargetType() reflect.Type { return s.targetType }

// Column returns the column of a lines field by name, nil if there is none.
func (s *Spec) Column(name string) *Spec {
	for _, c := range s.Columns {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Option returns the option with this value.
func (s *Spec) Option(value string) (Option, bool) {
	for _, o := range s.Options {
		if o.Value == value {
			return o, true
		}
	}
	return Option{}, false
}
