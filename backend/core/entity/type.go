package entity

import (
	"fmt"
	"maps"
	"reflect"
	"strings"
	"unsafe"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/field"
)

// Type describes one entity. It does not change once its Set is made.
type Type struct {
	Name   string    // wire name, singular: "followUp"
	Label  lang.Text // singular
	Plural lang.Text // as in menus
	Module string    // the house it lives in, "" until its Set is made
	Icon   string    // name of the icon the pages show
	Specs  []*field.Spec
	Quiet  bool // kept out of menus and of the search over everything (settings, logs)
	Local  bool // never leaves this device
	// Lasting records are written for good: the store neither changes nor deletes them, and no undo takes them back.
	Lasting bool
	Doc     string

	byName  map[string]*field.Spec
	title   []*field.Spec
	goType  reflect.Type
	make    func() Record
	checks  func(rec, before Record) error
	prepare func(rec, before Record)
}

// Of is the typed handle of an entity, as Define returns it.
type Of[T any] struct{ *Type }

// checker is what a record may have: the rules that join several fields.
type checker[P any] interface{ Check(before P) error }

// preparer is what a record may have: values that follow from others, set before the check.
type preparer[P any] interface{ Prepare(before P) }

// Define declares an entity: its wire name, its Chinese label and, by pointing at the fields of
// a prototype, its fields in the order in which people see them. The English label is derived
// from the name.
//
// If the record has a method Prepare(before P), it runs before every check and may fill fields
// that follow from others. If it has Check(before P) error, it is the law: before is nil on creation.
func Define[T any, P interface {
	*T
	Record
}](name, zh string, describe func(P) []field.Field) *Of[T] {
	proto := new(T)
	goType := reflect.TypeFor[T]()
	if goType.NumField() == 0 || goType.Field(0).Type != reflect.TypeFor[Base]() || !goType.Field(0).Anonymous {
		panic(fmt.Sprintf("entity: %s must embed entity.Base first", goType))
	}
	t := &Type{Name: name, Label: lang.Of(zh, field.English(name)), goType: goType, make: func() Record { return P(new(T)) }}
	t.Plural = lang.Of(zh, plural(t.Label.EN))
	t.Specs = append(field.Describe(proto, describe(P(proto)), reflect.TypeFor[Base]()), baseSpecs()...)
	t.checks = func(rec, before Record) error {
		c, ok := rec.(checker[P])
		if !ok {
			return nil
		}
		old, _ := before.(P)
		return c.Check(old)
	}
	t.prepare = func(rec, before Record) {
		if p, ok := rec.(preparer[P]); ok {
			old, _ := before.(P)
			p.Prepare(old)
		}
	}
	t.index()
	return &Of[T]{t}
}

func baseSpecs() []*field.Spec {
	proto := new(Base)
	specs := field.Describe(proto, describeBase(proto))
	for _, s := range specs {
		s.System = true
	}
	return specs
}

func plural(singular string) string {
	switch {
	case strings.HasSuffix(singular, "y") && !strings.HasSuffix(singular, "ay"):
		return singular[:len(singular)-1] + "ies"
	case strings.HasSuffix(singular, "s"), strings.HasSuffix(singular, "ch"):
		return singular + "es"
	}
	return singular + "s"
}

// As sets the icon and, where the derived ones will not do, the English labels in singular and plural.
func (o *Of[T]) As(icon string, english ...string) *Of[T] {
	o.Icon = icon
	if len(english) > 0 {
		o.Label.EN = english[0]
		o.Plural.EN = plural(english[0])
	}
	if len(english) > 1 {
		o.Plural.EN = english[1]
	}
	return o
}

// InBackground keeps the entity out of menus and of the search over everything.
func (o *Of[T]) InBackground() *Of[T] { o.Quiet = true; return o }

// ForGood keeps the entity's records as they were written: nobody changes, deletes or undoes them.
func (o *Of[T]) ForGood() *Of[T] { o.Lasting = true; return o }

// OnThisDevice keeps the entity's records on this device.
func (o *Of[T]) OnThisDevice() *Of[T] { o.Local = true; return o }

func (t *Type) index() {
	t.byName, t.title = map[string]*field.Spec{}, nil
	for _, s := range t.Specs {
		if t.byName[s.Name] != nil || s.Name == "id" || s.Name == "rev" || s.Name == "titles" {
			panic(fmt.Sprintf("entity: %s has two fields named %s", t.Name, s.Name))
		}
		t.byName[s.Name] = s
		if s.Title {
			t.title = append(t.title, s)
		}
	}
	if len(t.title) == 0 && len(t.Specs) > 0 {
		t.title = t.Specs[:1]
	}
}

// Spec returns the field with this wire name, nil if there is none.
func (t *Type) Spec(name string) *field.Spec { return t.byName[name] }

// TitleSpec is the first field that names a record.
func (t *Type) TitleSpec() *field.Spec { return t.title[0] }

// GoType is the struct behind the entity.
func (t *Type) GoType() reflect.Type { return t.goType }

// New makes an empty record, with the defaults its Defaults method sets if it has one.
func (t *Type) New() Record {
	rec := t.make()
	if d, ok := rec.(interface{ Defaults() }); ok {
		d.Defaults()
	}
	return rec
}

// Blank makes an empty record without defaults, to decode into.
func (t *Type) Blank() Record { return t.make() }

// Get returns the value of a field of a record of this type.
func Get(rec Record, s *field.Spec) field.Value { return s.Read(unsafe.Pointer(rec.Meta())) }

// Put sets the value of a field of a record of this type; the empty value clears it.
func Put(rec Record, s *field.Spec, v field.Value) { s.Write(unsafe.Pointer(rec.Meta()), v) }

// Title is the record's name for people, "" if it has none.
func (t *Type) Title(rec Record) string {
	for _, s := range t.title {
		if v := Get(rec, s); !v.Empty() {
			if v.Form == field.Str && len(s.Options) == 0 {
				return v.Text
			}
			return s.Kind.Cell(s, v, lang.ZH).String()
		}
	}
	return ""
}

// Copy returns a record with the same values. Lists and lines are shared with the original and
// must be replaced, not changed in place.
func (t *Type) Copy(rec Record) Record {
	twin := t.make()
	reflect.ValueOf(twin).Elem().Set(reflect.ValueOf(rec).Elem())
	twin.Meta().Extra = maps.Clone(rec.Meta().Extra)
	return twin
}

// Check is the gate for every writer: it prepares the record, cleans and checks every field, and
// then asks the record's own rules. before is nil on creation. All faulty fields are in one fault.
func (t *Type) Check(rec, before Record) error {
	t.prepare(rec, before)
	var faults fault.Faults
	for _, s := range t.Specs {
		v := Get(rec, s)
		clean, err := field.Check(s, v)
		if err != nil {
			for path, text := range fault.From(err).Fields {
				faults.Add(path, text)
			}
			continue
		}
		if !clean.Equal(v) {
			Put(rec, s, clean)
		}
	}
	if err := faults.Err(); err != nil {
		return err
	}
	return t.checks(rec, before)
}

// References lists the fields that point to records of one named entity.
func (t *Type) References() []*field.Spec {
	var refs []*field.Spec
	for _, s := range t.Specs {
		if s.Target != "" {
			refs = append(refs, s)
		}
	}
	return refs
}
