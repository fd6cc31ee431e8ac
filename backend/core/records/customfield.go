package records

import (
	"context"
	"encoding/json"
	"log/slog"
	"regexp"
	"slices"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/core/access"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/rpc"
	"xingke/backend/core/store"
)

// CustomField 自定义字段 is a field that the customer added to an entity.
type CustomField struct {
	entity.Base
	Of       string `json:"of"`      // entity that has the field
	Name     string `json:"name"`    // wire name
	Kind     string `json:"kind"`    //
	LabelZH  string `json:"labelZh"` //
	LabelEN  string `json:"labelEn"` //
	Required bool   `json:"required"`
	Indexed  bool   `json:"indexed"`
	Weight   int    `json:"weight"`
	Target   string `json:"target"`
	Options  string `json:"options"` // JSON list of field.Option
}

// CustomFields declares the entity.
var CustomFields = entity.Define("customField", "自定义字段", func(c *CustomField) []field.Field {
	return []field.Field{
		field.Text(&c.LabelZH, "名称").Required().Max(60).Title().EN("Label"),
		field.Text(&c.LabelEN, "英文名称").Max(60).EN("English label"),
		field.Text(&c.Of, "记录种类").Required().Max(60).Index().EN("Entity"),
		field.Text(&c.Name, "字段代号").Required().Max(60).EN("Name"),
		field.Text(&c.Kind, "类型").Required().Max(30),
		field.Flag(&c.Required, "必填"),
		field.Flag(&c.Indexed, "索引"),
		field.Number(&c.Weight, "搜索权重").AtLeast(0).AtMost(5).EN("Search weight"),
		field.Text(&c.Target, "指向").Max(60),
		field.LongText(&c.Options, "选项"),
	}
}).As("list-plus", "Custom field").InBackground()

// FieldInput defines a field, or changes one: the same entity and name.
type FieldInput struct {
	Entity   string         `json:"entity"`
	Name     string         `json:"name"`
	Kind     string         `json:"kind"`
	Label    lang.Text      `json:"label"`
	Required bool           `json:"required,omitempty"`
	Indexed  bool           `json:"indexed,omitempty"`
	Weight   int            `json:"weight,omitempty"`
	Target   string         `json:"target,omitempty"`
	Options  []field.Option `json:"options,omitempty"`
}

// FieldRef names a field that was defined.
type FieldRef struct {
	Entity string `json:"entity"`
	Name   string `json:"name"`
}

// FieldsInput asks for the fields defined for an entity, "" for all.
type FieldsInput struct {
	Entity string `json:"entity,omitempty"`
}

// FieldsOutput is the fields that were defined.
type FieldsOutput struct {
	Fields []FieldInput `json:"fields"`
}

func (s *Service) exposeFields(t *rpc.Table) {
	rpc.Handle(t, "fields.define", rpc.Needs("create", CustomFields.Name), s.DefineField).Says("新增或修改自定义字段", "Adds a field to an entity, or changes one that was added.")
	rpc.Handle(t, "fields.list", rpc.SignedIn, s.ListFields).Says("列出自定义字段", "The fields that were added.")
	rpc.Handle(t, "fields.delete", rpc.Needs("delete", CustomFields.Name), s.DeleteField).Says("删除自定义字段，已有的值保留", "Removes a field that was added; its values stay in the records and return with it.")
}

var fieldName = regexp.MustCompile(`^[a-z][A-Za-z0-9]{0,39}$`)

// DefineField adds a field to an entity or changes one that was added; its kind stays.
func (s *Service) DefineField(ctx context.Context, in FieldInput) (FieldsOutput, error) {
	if !fieldName.MatchString(in.Name) {
		return FieldsOutput{}, fault.Field("name", lang.Of("字段代号以小写字母开头，只含字母和数字，最多 40 个", "A field name must start with a lowercase letter and contain only letters and digits, at most 40."))
	}
	if in.Label.EN == "" {
		in.Label.EN = field.English(in.Name)
	}
	options, err := json.Marshal(in.Options)
	if err != nil {
		return FieldsOutput{}, err
	}
	err = s.changeFields(ctx, FieldRef{in.Entity, in.Name}, lang.Sayf("自定义字段“%s”", "Custom field %s", in.Label), func(ctx context.Context) error {
		rec, err := s.customField(ctx, in.Entity, in.Name)
		if err != nil {
			return err
		}
		if rec == nil {
			rec = CustomFields.New().(*CustomField)
			rec.Kind = in.Kind
		}
		if rec.Kind != in.Kind {
			return fault.Field("kind", lang.Of("字段的类型不能改变，请另建一个字段", "The type of a field cannot be changed. Add another field instead."))
		}
		rec.Of, rec.Name, rec.LabelZH, rec.LabelEN = in.Entity, in.Name, in.Label.ZH, in.Label.EN
		rec.Required, rec.Indexed, rec.Weight, rec.Target, rec.Options = in.Required, in.Indexed, in.Weight, in.Target, string(options)
		return s.db.Put(ctx, rec)
	})
	if err != nil {
		return FieldsOutput{}, err
	}
	return s.ListFields(ctx, FieldsInput{in.Entity})
}

// DeleteField removes a field that was added. Its values stay in the records.
func (s *Service) DeleteField(ctx context.Context, in FieldRef) (FieldsOutput, error) {
	err := s.changeFields(ctx, in, lang.Sayf("删除自定义字段“%s”", "Custom field %s removed", lang.S(in.Name)), func(ctx context.Context) error {
		rec, err := s.customField(ctx, in.Entity, in.Name)
		if err != nil {
			return err
		}
		if rec == nil {
			return fault.New(fault.NotFound, "没有这个自定义字段", "There is no such custom field.")
		}
		return s.db.Delete(ctx, CustomFields.Type, rec.ID, 0)
	})
	if err != nil {
		return FieldsOutput{}, err
	}
	return s.ListFields(ctx, FieldsInput{in.Entity})
}

// changeFields writes a change of the definitions. A set of definitions that fits no entity
// is refused before anything is written.
func (s *Service) changeFields(ctx context.Context, changed FieldRef, what lang.Text, change func(context.Context) error) error {
	s.fields.Lock()
	defer s.fields.Unlock()
	before, err := s.defined(ctx)
	if err != nil {
		return err
	}
	dormant := s.dormant(before)
	ctx = store.WithSet(ctx, id.New(), what.String())
	err = s.db.Write(ctx, func(ctx context.Context) error {
		if err := change(ctx); err != nil {
			return err
		}
		after, err := s.defined(ctx)
		if err != nil {
			return err
		}
		return s.types.Customize(slices.DeleteFunc(after, func(d entity.Custom) bool {
			ref := FieldRef{d.Entity, d.Name}
			return dormant[ref] && ref != changed
		}))
	})
	if err != nil {
		_ = s.types.Customize(slices.DeleteFunc(before, func(d entity.Custom) bool { return dormant[FieldRef{d.Entity, d.Name}] })) // it was in force a moment ago
		return err
	}
	return s.refresh(ctx, changed.Entity)
}

// dormant are the definitions that do not fit the entities as they are now.
func (s *Service) dormant(defined []entity.Custom) map[FieldRef]bool {
	out := map[FieldRef]bool{}
	for _, d := range defined {
		t := s.types.Type(d.Entity)
		if t == nil || t.Spec(d.Name) == nil || !t.Spec(d.Name).Custom {
			out[FieldRef{d.Entity, d.Name}] = true
		}
	}
	return out
}

// Customize takes the fields that customers defined into the set of types. It is called once,
// between opening the store and whatever else reads the types. A definition that fits no more, say
// because the program has a field of that name now, lies dormant with its values: it must not keep
// the book from opening.
func Customize(ctx context.Context, db *store.DB, types *entity.Set) error {
	s := &Service{db: db, types: types}
	defined, err := s.defined(ctx)
	if err != nil || len(defined) == 0 {
		return err
	}
	if types.Customize(defined) == nil {
		return nil
	}
	var fitting []entity.Custom
	for _, d := range defined {
		if err := types.Customize(append(slices.Clone(fitting), d)); err != nil {
			slog.Warn("a custom field does not fit", "entity", d.Entity, "field", d.Name, "err", err)
			continue
		}
		fitting = append(fitting, d)
	}
	return types.Customize(fitting)
}

// refresh lets the views of an entity take its fields over as they are now.
func (s *Service) refresh(ctx context.Context, of string) error {
	if err := s.db.Reindex(ctx); err != nil {
		return err
	}
	return s.columns.Refresh(of)
}

func (s *Service) eachField(ctx context.Context, yield func(*CustomField)) error {
	return s.db.Each(system(ctx), CustomFields.Type, func(rec entity.Record) bool {
		if !rec.Meta().Deleted() {
			yield(rec.(*CustomField))
		}
		return true
	})
}

func (s *Service) customField(ctx context.Context, of, name string) (found *CustomField, err error) {
	err = s.eachField(ctx, func(c *CustomField) {
		if c.Of == of && c.Name == name {
			found = c
		}
	})
	return found, err
}

func (s *Service) defined(ctx context.Context) (list []entity.Custom, err error) {
	err = s.eachField(ctx, func(c *CustomField) {
		d := entity.Custom{
			Entity: c.Of, Name: c.Name, Kind: c.Kind, Label: lang.Of(c.LabelZH, c.LabelEN), Required: c.Required,
			Indexed: c.Indexed, Weight: c.Weight, Target: c.Target,
		}
		if c.Options != "" {
			if err := json.Unmarshal([]byte(c.Options), &d.Options); err != nil {
				slog.Warn("the options of a custom field cannot be read", "entity", c.Of, "field", c.Name, "err", err)
			}
		}
		list = append(list, d)
	})
	return list, err
}

// ListFields lists the fields that were added to the entities one may read.
func (s *Service) ListFields(ctx context.Context, in FieldsInput) (FieldsOutput, error) {
	defined, err := s.defined(ctx)
	if err != nil {
		return FieldsOutput{}, err
	}
	out := FieldsOutput{Fields: []FieldInput{}}
	for _, d := range defined {
		if in.Entity != "" && d.Entity != in.Entity || s.policy.Allow(ctx, string(access.Read), d.Entity) != nil {
			continue
		}
		out.Fields = append(out.Fields, FieldInput{
			Entity: d.Entity, Name: d.Name, Kind: d.Kind, Label: d.Label, Required: d.Required,
			Indexed: d.Indexed, Weight: d.Weight, Target: d.Target, Options: d.Options,
		})
	}
	return out, nil
}
