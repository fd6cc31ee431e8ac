package field

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"xingke/backend/base/id"
	"xingke/backend/base/lang"
)

// refKind is the id of a record of one entity. That the record exists is checked where records are known.
type refKind struct{ textual }

var kindRef = register(refKind{textual{plain{"ref"}}})

func (refKind) Column() ColumnForm { return DictColumn }
func (refKind) Check(s *Spec, v Value) error {
	if len(v.Text) > 64 {
		return wrong(s, "不是有效的记录", "is no valid record")
	}
	return nil
}
func (refKind) Words(*Spec, Value) string { return "" }
func (refKind) Sample(*Spec, int) Value   { return None }

// RefField declares a reference to one record.
type RefField struct{ common[RefField] }

// Ref declares a reference to a record of the entity whose Go type is T.
func Ref[T any](p *id.Of[T], zh string) *RefField {
	f := RefTo("", p, zh)
	f.d.spec.targetType = reflect.TypeFor[T]()
	return f
}

// RefTo declares a reference to a record of an entity given by name, where its Go type cannot be seen from here.
func RefTo[S ~string](target string, p *S, zh string) *RefField {
	f := &RefField{}
	f.common = declare(f, kindRef, p, zh, func(s S) Value { return OfText(string(s)) }, func(v Value) S { return S(v.Text) })
	f.d.spec.Target = target
	return f
}

// Inverse names what points to a record by this field, as it is said of that record: of the parent company of a
// customer, subsidiaries. Where it is not said, they are named by what they are.
func (f *RefField) Inverse(zh, en string) *RefField { f.d.spec.Inverse = lang.Of(zh, en); return f }

// refsKind is any number of records of one entity.
type refsKind struct{ listing }

var kindRefs = register(refsKind{listing{plain{"refs"}}})

func (refsKind) Words(*Spec, Value) string { return "" }
func (refsKind) Cell(_ *Spec, v Value, _ lang.Tag) Cell {
	return OfCellText(strings.Join(v.List, ","))
}
func (refsKind) FromCell(_ *Spec, c Cell) (Value, error) { return OfList(splitList(c.String())), nil }
func (refsKind) Sample(*Spec, int) Value                 { return None }

// Refs declares references to any number of records of the entity whose Go type is T.
func Refs[T any](p *[]id.Of[T], zh string) *RefField {
	f := &RefField{}
	f.common = declare(f, kindRefs, p, zh,
		func(ids []id.Of[T]) Value { return OfList(convert[id.Of[T], string](ids)) },
		func(v Value) []id.Of[T] { return convert[string, id.Of[T]](v.List) })
	f.d.spec.targetType = reflect.TypeFor[T]()
	return f
}

func convert[A, B ~string](from []A) []B {
	if len(from) == 0 {
		return nil
	}
	to := make([]B, len(from))
	for i, a := range from {
		to[i] = B(a)
	}
	return to
}

// linkKind is the id of a record of any entity, held as entity:id.
type linkKind struct{ textual }

var kindLink = register(linkKind{textual{plain{"link"}}})

// OfLink holds a link to a record of any entity.
func OfLink(l id.Link) Value {
	if l.ID == "" {
		return None
	}
	return OfText(l.Entity + ":" + l.ID)
}

// Link returns the record a link value points to.
func (v Value) Link() id.Link {
	entity, of, _ := strings.Cut(v.Text, ":")
	return id.Link{Entity: entity, ID: of}
}

func (linkKind) Column() ColumnForm { return DictColumn }
func (linkKind) Check(s *Spec, v Value) error {
	if l := v.Link(); l.Entity == "" || l.ID == "" || len(v.Text) > 128 {
		return wrong(s, "不是有效的记录", "is no valid record")
	}
	return nil
}
func (linkKind) Words(*Spec, Value) string { return "" }

func (linkKind) JSON(dst []byte, _ *Spec, v Value) []byte {
	if v.Empty() {
		return append(dst, "null"...)
	}
	l := v.Link()
	dst = appendString(append(dst, `{"entity":`...), l.Entity)
	return append(appendString(append(dst, `,"id":`...), l.ID), '}')
}

func (linkKind) FromJSON(s *Spec, raw json.RawMessage) (Value, error) {
	if isNull(raw) {
		return None, nil
	}
	var l id.Link
	if json.Unmarshal(raw, &l) != nil || l.Entity == "" || l.ID == "" {
		return None, wrong(s, `应形如 {"entity":"customer","id":"…"}`, `must look like {"entity":"customer","id":"…"}`)
	}
	return OfLink(l), nil
}

func (linkKind) Sample(_ *Spec, n int) Value {
	return OfLink(id.Link{Entity: "customer", ID: fmt.Sprintf("00000000-0000-7000-8000-%012d", n)})
}

// Link declares a link to one record of any entity.
func Link(p *id.Link, zh string) *RefField {
	f := &RefField{}
	f.common = declare(f, kindLink, p, zh, OfLink, func(v Value) id.Link {
		if v.Empty() {
			return id.Link{}
		}
		return v.Link()
	})
	return f
}
