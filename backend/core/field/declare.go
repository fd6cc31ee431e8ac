package field

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"
	"unsafe"

	"xingke/backend/base/lang"
)

// Field is one line of a declaration, made by Text, Money, Ref and so on.
type Field interface{ declared() *declaration }

type declaration struct {
	spec *Spec
	at   unsafe.Pointer
	typ  reflect.Type
}

// common is what every declaration may say of itself. B is the declaration's own type, so that chains keep it.
type common[B any] struct {
	d    declaration
	self *B
}

func (c *common[B]) declared() *declaration { return &c.d }

// declare fills the common part: kind, label, the address pointed at, and how its Go type is read and written.
func declare[B, T any](b *B, k Kind, p *T, zh string, get func(T) Value, set func(Value) T) common[B] {
	return common[B]{self: b, d: declaration{
		at: unsafe.Pointer(p), typ: reflect.TypeFor[T](),
		spec: &Spec{
			Kind: k, Label: lang.Text{ZH: zh},
			read:  func(at unsafe.Pointer) Value { return get(*(*T)(at)) },
			write: func(at unsafe.Pointer, v Value) { *(*T)(at) = set(v) },
		},
	}}
}

// Required refuses an empty value.
func (c *common[B]) Required() *B { c.d.spec.Required = true; return c.self }

// Index keeps an ordered index of the field in the store, for Lookup and Scan inside a transaction.
// Lists need none: the columns serve them; and an index is the dearest part of a save.
func (c *common[B]) Index() *B { c.d.spec.Indexed = true; return c.self }

// Unique refuses a value that another live record has, and indexes the field.
func (c *common[B]) Unique() *B { c.d.spec.Unique = true; return c.self }

// Search makes the field findable, with a weight from 1 to 5.
func (c *common[B]) Search(weight int) *B { c.d.spec.Weight = weight; return c.self }

// Title makes the field the record's name for people.
func (c *common[B]) Title() *B { c.d.spec.Title = true; return c.self }

// Private lets only people with a right to the group read or write the field.
func (c *common[B]) Private(group string) *B { c.d.spec.Private = group; return c.self }

// ReadOnly keeps forms and files from setting the field.
func (c *common[B]) ReadOnly() *B { c.d.spec.ReadOnly = true; return c.self }

// Local keeps the field on this device.
func (c *common[B]) Local() *B { c.d.spec.Local = true; return c.self }

// Unlisted keeps the field out of the columns and forms that people choose.
func (c *common[B]) Unlisted() *B { c.d.spec.Unlisted = true; return c.self }

// EN corrects the English label, which is otherwise derived from the Go name.
func (c *common[B]) EN(label string) *B { c.d.spec.Label.EN = label; return c.self }

// Hint explains the field to the person who fills it.
func (c *common[B]) Hint(zh, en string) *B { c.d.spec.Hint = lang.Of(zh, en); return c.self }

// Section puts the field, and those after it, under a heading in the form.
func (c *common[B]) Section(zh, en string) *B { c.d.spec.Section = lang.Of(zh, en); return c.self }

// Alias names other headings under which files bring the field.
func (c *common[B]) Alias(headings ...string) *B {
	c.d.spec.Aliases = append(c.d.spec.Aliases, headings...)
	return c.self
}

// Hidden marks an exported Go field that is no field of the entity.
func Hidden[T any](p *T) Field {
	return &hidden{declaration{at: unsafe.Pointer(p), typ: reflect.TypeFor[T]()}}
}

type hidden struct{ d declaration }

func (h *hidden) declared() *declaration { return &h.d }

// Describe resolves a declaration against the prototype it points into. It returns the specs
// in the order declared. It panics when a pointer is not to a field of the prototype, when an
// exported field is neither described nor Hidden, and when two fields share a name: these are
// mistakes of the programmer, found at the first start. Embedded structs named in skip are left out.
func Describe[T any](proto *T, declared []Field, skip ...reflect.Type) []*Spec {
	typ := reflect.TypeFor[T]()
	base := unsafe.Pointer(proto)
	found := map[uintptr]*declaration{}
	var specs []*Spec
	for _, f := range declared {
		d := f.declared()
		at := uintptr(d.at) - uintptr(base)
		if uintptr(d.at) < uintptr(base) || at >= typ.Size() {
			panic(fmt.Sprintf("field: %s declares something outside of itself", typ))
		}
		found[at] = d
		if d.spec != nil {
			specs = append(specs, d.spec)
		}
	}
	names := map[string]bool{}
	for i := range typ.NumField() {
		f := typ.Field(i)
		if !f.IsExported() || contains(skip, f.Type) {
			continue
		}
		d := found[f.Offset]
		if d == nil || d.typ != f.Type {
			panic(fmt.Sprintf("field: %s.%s is neither described nor Hidden", typ, f.Name))
		}
		delete(found, f.Offset)
		if d.spec != nil {
			finish(d.spec, f)
			if names[d.spec.Name] {
				panic(fmt.Sprintf("field: %s has two fields named %s", typ, d.spec.Name))
			}
			names[d.spec.Name] = true
		}
	}
	if len(found) > 0 {
		panic(fmt.Sprintf("field: %s describes a field that is not its own", typ))
	}
	return specs
}

func contains(types []reflect.Type, t reflect.Type) bool {
	for _, one := range types {
		if one == t {
			return true
		}
	}
	return false
}

func finish(s *Spec, f reflect.StructField) {
	s.offset = f.Offset
	s.Name, _, _ = strings.Cut(f.Tag.Get("json"), ",")
	if s.Name == "" {
		panic(fmt.Sprintf("field: %s has no json name", f.Name))
	}
	if s.Label.EN == "" {
		s.Label.EN = English(f.Name)
	}
	for i := range s.Options {
		if s.Options[i].Label.EN == "" {
			s.Options[i].Label.EN = English(s.Options[i].Value)
		}
	}
}

// English derives a label from a name in the code: ExpectedCloseOn is "Expected close", customerId is "Customer".
func English(name string) string {
	words := strings.Fields(spaced(name))
	if n := len(words); n > 1 {
		switch strings.ToLower(words[n-1]) {
		case "id", "on", "at", "ids":
			words = words[:n-1]
		}
	}
	text := strings.ToLower(strings.Join(words, " "))
	if text == "" {
		return name
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

func spaced(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if i > 0 && unicode.IsUpper(r) && (unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
