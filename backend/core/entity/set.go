package entity

import (
	"fmt"
	"reflect"
	"sort"
	"sync/atomic"
	"unsafe"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/field"
)

// Set is the list of all types of a book. Reading it is safe while custom fields change.
type Set struct {
	order []string
	types atomic.Pointer[map[string]*Type]
}

// Group is the entities of one module.
type Group struct {
	Module string
	Types  []*Type
}

// NewSet resolves every reference to its target entity. It panics on two entities of one name and
// on a reference to an entity that is not in the set: mistakes of the programmer.
func NewSet(groups ...Group) *Set {
	s, types, byGo := &Set{}, map[string]*Type{}, map[reflect.Type]string{}
	for _, g := range groups {
		for _, t := range g.Types {
			if types[t.Name] != nil {
				panic(fmt.Sprintf("entity: two entities named %s", t.Name))
			}
			t.Module = g.Module
			types[t.Name] = t
			byGo[t.goType] = t.Name
			s.order = append(s.order, t.Name)
		}
	}
	for _, t := range types {
		for _, f := range t.Specs {
			resolve(t, f, byGo)
		}
	}
	s.types.Store(&types)
	return s
}

func resolve(t *Type, f *field.Spec, byGo map[reflect.Type]string) {
	if goType := f.TargetType(); goType != nil {
		if f.Target = byGo[goType]; f.Target == "" {
			panic(fmt.Sprintf("entity: %s.%s points to %s, which is no entity of this book", t.Name, f.Name, goType))
		}
	}
	for _, c := range f.Columns {
		resolve(t, c, byGo)
	}
}

// Type returns the type with this name, nil if there is none.
func (s *Set) Type(name string) *Type { return (*s.types.Load())[name] }

// Need returns the type with this name or a NotFound fault for people.
func (s *Set) Need(name string) (*Type, error) {
	if t := s.Type(name); t != nil {
		return t, nil
	}
	return nil, fault.New(fault.NotFound, "没有“%s”这种记录", "There is no record type named %s.", lang.S(name))
}

// All lists the types in the order of their modules.
func (s *Set) All() []*Type {
	types := *s.types.Load()
	all := make([]*Type, len(s.order))
	for i, name := range s.order {
		all[i] = types[name]
	}
	return all
}

// Incoming lists the fields of all types that point to records of an entity.
func (s *Set) Incoming(target string) map[*Type][]*field.Spec {
	found := map[*Type][]*field.Spec{}
	for _, t := range s.All() {
		for _, f := range t.References() {
			if f.Target == target && !f.System {
				found[t] = append(found[t], f)
			}
		}
	}
	return found
}

// Custom describes a field that a customer defined.
type Custom struct {
	Entity   string
	Name     string
	Kind     string
	Label    lang.Text
	Required bool
	Indexed  bool
	Weight   int
	Target   string
	Options  []field.Option
}

// Customize replaces the fields that customers defined by these. A definition that fits no entity or
// kind is refused and nothing changes. Types handed out before keep their old fields.
func (s *Set) Customize(defined []Custom) error {
	types := map[string]*Type{}
	for name, t := range *s.types.Load() {
		types[name] = t.declaredOnly()
	}
	sort.SliceStable(defined, func(i, j int) bool { return defined[i].Entity < defined[j].Entity })
	for _, d := range defined {
		t := types[d.Entity]
		if t == nil {
			return fault.New(fault.Invalid, "没有“%s”这种记录", "There is no record type named %s.", lang.S(d.Entity))
		}
		spec, err := t.custom(d, types)
		if err != nil {
			return err
		}
		t.Specs = append(t.Specs, spec)
		t.byName[spec.Name] = spec
	}
	s.types.Store(&types)
	return nil
}

func (t *Type) declaredOnly() *Type {
	twin := *t
	twin.Specs = nil
	for _, f := range t.Specs {
		if !f.Custom {
			twin.Specs = append(twin.Specs, f)
		}
	}
	twin.index()
	return &twin
}

func (t *Type) custom(d Custom, types map[string]*Type) (*field.Spec, error) {
	kind, ok := field.ByName(d.Kind)
	if !ok || d.Kind == "lines" {
		return nil, fault.New(fault.Invalid, "自定义字段不支持“%s”类型", "A custom field cannot be of type %s.", lang.S(d.Kind))
	}
	if d.Name == "" || t.byName[d.Name] != nil || d.Name == "id" || d.Name == "rev" {
		return nil, fault.Field("name", lang.Sayf("%s已有名为“%s”的字段，请换一个名称", "%s already has a field named %s; choose another name", t.Label, lang.S(d.Name)))
	}
	if d.Target != "" && types[d.Target] == nil {
		return nil, fault.New(fault.Invalid, "没有“%s”这种记录", "There is no record type named %s.", lang.S(d.Target))
	}
	if d.Target == "" && (d.Kind == "ref" || d.Kind == "refs") {
		return nil, fault.Field("target", lang.Of("请说明这个字段指向哪种记录", "Choose the record type the field refers to."))
	}
	spec := &field.Spec{
		Name: d.Name, Label: d.Label, Kind: kind, Required: d.Required, Indexed: d.Indexed,
		Weight: d.Weight, Target: d.Target, Options: d.Options, Custom: true,
	}
	switch {
	case d.Kind == "longtext":
		spec.Max, spec.HasMax = 40_000, true
	case kind.Form() == field.Str:
		spec.Max, spec.HasMax = 200, true
	case d.Kind == "percent":
		spec.Max, spec.HasMin, spec.HasMax = 100, true, true
	case d.Kind == "money":
		spec.Currency = "CNY"
	}
	name := d.Name
	spec.Bind(
		func(p unsafe.Pointer) field.Value { return (*Base)(p).Extra[name] },
		func(p unsafe.Pointer, v field.Value) {
			b := (*Base)(p)
			if v.Empty() {
				delete(b.Extra, name)
				return
			}
			if b.Extra == nil {
				b.Extra = map[string]field.Value{}
			}
			b.Extra[name] = v
		})
	return spec, nil
}
