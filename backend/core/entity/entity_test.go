package entity_test

import (
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

type firm struct {
	entity.Base
	Name     string      `json:"name"`
	ParentID id.Of[firm] `json:"parentId"`
	Level    string      `json:"level"`
}

func (f *firm) Defaults() { f.Level = "B" }

func (f *firm) Prepare(*firm) {
	if f.Name == "auto" {
		f.Name = "自动"
	}
}

func (f *firm) Check(before *firm) error {
	if before != nil && before.Level == "A" && f.Level != "A" {
		return fault.Field("level", lang.Of("A 级客户不能降级", "a level A customer stays"))
	}
	return nil
}

func firms() *entity.Of[firm] {
	return entity.Define("firm", "公司", func(f *firm) []field.Field {
		return []field.Field{
			field.Text(&f.Name, "名称").Required().Search(3),
			field.Ref(&f.ParentID, "上级公司"),
			field.Choice(&f.Level, "级别", field.Is("A", "A 级"), field.Is("B", "B 级")),
		}
	})
}

func users() *entity.Type {
	return entity.Define("user", "用户", func(u *person) []field.Field {
		return []field.Field{field.Text(&u.Name, "姓名")}
	}).Type
}

type person struct {
	entity.Base
	Name string `json:"name"`
}

type office struct {
	entity.Base
	Name string `json:"name"`
}

func offices() *entity.Type {
	return entity.Define("department", "部门", func(o *office) []field.Field {
		return []field.Field{field.Text(&o.Name, "名称")}
	}).Type
}

func TestCheckIsOneGate(t *testing.T) {
	ft := firms()
	rec := ft.New().(*firm)
	if rec.Level != "B" {
		t.Fatal("defaults are not set")
	}
	if err := ft.Check(rec, nil); !fault.Is(err, fault.Invalid) || fault.From(err).Fields["name"].Empty() {
		t.Fatalf("a firm without a name: %v", err)
	}
	rec.Name = "  华为  技术 "
	if err := ft.Check(rec, nil); err != nil || rec.Name != "华为 技术" {
		t.Fatalf("got %q, %v", rec.Name, err)
	}
	before := &firm{Name: "华为", Level: "A"}
	if err := ft.Check(rec, before); !fault.Is(err, fault.Invalid) {
		t.Fatalf("own rule not asked: %v", err)
	}
	rec.Name = "auto"
	if err := ft.Check(rec, nil); err != nil || ft.Title(rec) != "自动" {
		t.Fatalf("not prepared: %q %v", ft.Title(rec), err)
	}
}

func TestCustomFieldIsLikeAnyOther(t *testing.T) {
	ft := firms()
	set := entity.NewSet(entity.Group{Module: "team", Types: []*entity.Type{ft.Type, users(), offices()}})
	define := []entity.Custom{
		{Entity: "firm", Name: "rating", Kind: "number", Label: lang.Of("评分", "Rating")},
		{Entity: "firm", Name: "grade", Kind: "choice", Label: lang.Of("等级", "Grade"), Required: true, Options: []field.Option{{Value: "gold", Label: lang.Of("金牌", "Gold")}}},
	}
	if err := set.Customize(define); err != nil {
		t.Fatal(err)
	}
	typ := set.Type("firm")
	rec := typ.New()
	entity.Put(rec, typ.Spec("name"), field.OfText("华为"))
	entity.Put(rec, typ.Spec("rating"), field.OfInt(5))
	if err := typ.Check(rec, nil); fault.From(err).Fields["grade"].Empty() {
		t.Fatalf("a required custom field was not asked for: %v", err)
	}
	entity.Put(rec, typ.Spec("grade"), field.OfText("gold"))
	if err := typ.Check(rec, nil); err != nil || entity.Get(rec, typ.Spec("rating")).Int != 5 {
		t.Fatal(err)
	}
	twin := typ.Copy(rec)
	entity.Put(twin, typ.Spec("rating"), field.OfInt(1))
	if entity.Get(rec, typ.Spec("rating")).Int != 5 {
		t.Fatal("a copy changed its original")
	}
	if err := set.Customize([]entity.Custom{{Entity: "firm", Name: "name", Kind: "text"}}); !fault.Is(err, fault.Invalid) {
		t.Fatalf("a second name: %v", err)
	}
	if err := set.Customize([]entity.Custom{{Entity: "firm", Name: "guide", Kind: "ref"}}); fault.From(err).Fields["target"].Empty() {
		t.Fatalf("a reference to nothing: %v", err)
	}
	if err := set.Customize(nil); err != nil || set.Type("firm").Spec("rating") != nil {
		t.Fatal("custom fields stay after they are taken away")
	}
}

func TestReferencesAreResolved(t *testing.T) {
	ft := firms()
	set := entity.NewSet(entity.Group{Module: "team", Types: []*entity.Type{ft.Type, users(), offices()}})
	if got := ft.Spec("parentId").Target; got != "firm" {
		t.Fatalf("parentId points to %q", got)
	}
	if in := set.Incoming("firm"); len(in[ft.Type]) != 1 {
		t.Fatalf("incoming: %v", in)
	}
}

func TestBaseMustComeFirst(t *testing.T) {
	type late struct {
		Name string `json:"name"`
		entity.Base
	}
	defer func() {
		if recover() == nil {
			t.Fatal("a late Base went through")
		}
	}()
	entity.Define("late", "迟", func(l *late) []field.Field { return []field.Field{field.Text(&l.Name, "名称")} })
}
