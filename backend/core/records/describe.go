package records

import (
	"context"
	"encoding/json"

	"xingke/backend/base/lang"
	"xingke/backend/core/audit"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// EntityDescription is what pages need to know of an entity to show lists, forms and filters.
type EntityDescription struct {
	Name   string             `json:"name"`
	Label  lang.Text          `json:"label"`
	Plural lang.Text          `json:"plural"`
	Module string             `json:"module"`
	Icon   string             `json:"icon,omitempty"`
	Title  string             `json:"title"`           // field that names a record
	Quiet  bool               `json:"quiet,omitempty"` // kept out of menus
	Fields []FieldDescription `json:"fields"`
	Verbs  []string           `json:"verbs"` // what the one who asks may do

	Attachable bool `json:"attachable,omitempty"` // its records may have attachments
}

// FieldDescription is what pages need to know of a field.
type FieldDescription struct {
	Name     string             `json:"name"`
	Label    lang.Text          `json:"label"`
	Kind     string             `json:"kind"`
	Required bool               `json:"required,omitempty"`
	ReadOnly bool               `json:"readOnly,omitempty"`
	Unique   bool               `json:"unique,omitempty"`
	Indexed  bool               `json:"indexed,omitempty"`
	Max      *int64             `json:"max,omitempty"` // of a text in characters, of a number in its smallest unit
	Min      *int64             `json:"min,omitempty"`
	Options  []field.Option     `json:"options,omitempty"`
	Dictated bool               `json:"dictated,omitempty"` // may hold values beyond its options
	Target   string             `json:"target,omitempty"`
	Inverse  *lang.Text         `json:"inverse,omitempty"` // how what points to a record by this field is named on its page
	Fields   []FieldDescription `json:"fields,omitempty"`  // columns of lines
	Currency string             `json:"currency,omitempty"`
	Search   int                `json:"search,omitempty"`
	Custom   bool               `json:"custom,omitempty"`
	System   bool               `json:"system,omitempty"`
	Unlisted bool               `json:"unlisted,omitempty"`
	Private  string             `json:"private,omitempty"`
	Section  *lang.Text         `json:"section,omitempty"`
	Hint     *lang.Text         `json:"hint,omitempty"`
	Long     bool               `json:"long,omitempty"`    // takes the width of the form
	Default  json.RawMessage    `json:"default,omitempty"` // what a new record begins with
}

// Describe describes the entities that the one who acts may read, without the fields they may not.
func (s *Service) Describe(ctx context.Context) []EntityDescription {
	all := []EntityDescription{}
	may, fills := s.policy.Fields(ctx), s.policy.Fills(ctx)
	for _, t := range s.types.All() {
		verbs := s.policy.Verbs(ctx, t.Name)
		if len(verbs) > 0 && !internal[t.Name] {
			d := describe(t, verbs, may, fills)
			d.Attachable = s.attachable(t)
			all = append(all, d)
		}
	}
	return all
}

// internal entities are reached by operations of their own only.
var internal = map[string]bool{Settings.Name: true, Views.Name: true, CustomFields.Name: true, audit.Events.Name: true, Attachments.Name: true}

// shown tells whether people see what becomes of an entity: they work with attachments, though not as with records.
func shown(name string) bool { return !internal[name] || name == Attachments.Name }

func describe(t *entity.Type, verbs []string, may, fills func(*field.Spec) bool) EntityDescription {
	d := EntityDescription{
		Name: t.Name, Label: t.Label, Plural: t.Plural, Module: t.Module, Icon: t.Icon, Title: t.TitleSpec().Name,
		Quiet: t.Quiet, Fields: describeFields(t.Specs, may, fills), Verbs: verbs,
	}
	describeDefaults(t, d.Fields)
	return d
}

// describeDefaults adds what a new record begins with, so that a form shows it before it is saved.
func describeDefaults(t *entity.Type, fields []FieldDescription) {
	fresh := t.New()
	for i := range fields {
		f := t.Spec(fields[i].Name)
		if f == nil || f.System || f.ReadOnly {
			continue
		}
		if v := entity.Get(fresh, f); !v.Empty() && v.Int|int64(len(v.Text))|int64(len(v.List)) != 0 {
			fields[i].Default = f.Kind.JSON(nil, f, v)
		}
	}
}

func describeFields(specs []*field.Spec, may, fills func(*field.Spec) bool) []FieldDescription {
	var list []FieldDescription
	for _, f := range specs {
		if may(f) {
			list = append(list, describeField(f, may, fills))
		}
	}
	return list
}

// describeField describes a field. What one may read and not write is read only.
func describeField(f *field.Spec, may, fills func(*field.Spec) bool) FieldDescription {
	d := FieldDescription{
		Name: f.Name, Label: f.Label, Kind: f.Kind.Name(), Required: f.Required, ReadOnly: f.ReadOnly || !fills(f), Unique: f.Unique,
		Indexed: f.Indexed, Options: f.Options, Dictated: f.Dictated, Target: f.Target, Fields: describeFields(f.Columns, may, fills),
		Currency: f.Currency, Search: f.Weight, Custom: f.Custom, System: f.System, Unlisted: f.Unlisted, Private: f.Private,
		Long: f.Kind.Name() == "longtext" || f.Kind.Name() == "lines",
	}
	if f.HasMax {
		d.Max = &f.Max
	}
	if f.HasMin {
		d.Min = &f.Min
	}
	if !f.Section.Empty() {
		d.Section = &f.Section
	}
	if !f.Inverse.Empty() {
		d.Inverse = &f.Inverse
	}
	if !f.Hint.Empty() {
		d.Hint = &f.Hint
	}
	return d
}
