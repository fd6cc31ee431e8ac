package records

import (
	"context"
	"encoding/json"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/rpc"
	"xingke/backend/core/store"
)

// View 列表视图 is a list somebody saved under a name: its filter, order, columns and charts.
type View struct {
	entity.Base
	Of     string `json:"of"`     // entity it lists
	Name   string `json:"name"`   //
	Query  string `json:"query"`  // JSON, as the pages wrote it
	Shared bool   `json:"shared"` // everybody sees it; only its owner changes it
	For    string `json:"for"`    // JSON: roles whose people open the list with it, see everybody; only while it is shared
}

// Views declares the entity.
var Views = entity.Define("view", "列表视图", func(v *View) []field.Field {
	return []field.Field{
		field.Text(&v.Name, "名称").Required().Max(60).Title(),
		field.Text(&v.Of, "记录种类").Required().Max(60).Index().EN("Entity"),
		field.LongText(&v.Query, "内容").EN("Content"),
		field.Flag(&v.Shared, "共享"),
		field.LongText(&v.For, "默认打开的角色").EN("Default of roles"),
	}
}).As("list", "Saved view").InBackground()

// ViewAnswer is a saved list as pages see it.
type ViewAnswer struct {
	ID     string          `json:"id"`
	Rev    uint64          `json:"rev"`
	Entity string          `json:"entity"`
	Name   string          `json:"name"`
	Shared bool            `json:"shared"`
	Mine   bool            `json:"mine"`
	Query  json.RawMessage `json:"query"`
	For    []string        `json:"for,omitempty"`    // ids of the roles it is the default of; "*" is everybody
	Change string          `json:"change,omitempty"` // the change set that saved it
}

// ViewsInput asks for the saved lists of an entity, or of all entities.
type ViewsInput struct {
	Entity string `json:"entity,omitempty"`
}

// ViewsOutput is the saved lists one may use, one's own and the shared ones, and which of them lists open with.
type ViewsOutput struct {
	Views    []ViewAnswer  `json:"views"`
	Defaults []DefaultView `json:"defaults"` // of the entity asked for, or of those that have views
}

// ViewInput saves a list; with an id over the one that was saved before.
type ViewInput struct {
	ID     string          `json:"id,omitempty"`
	Entity string          `json:"entity"`
	Name   string          `json:"name"`
	Shared bool            `json:"shared,omitempty"`
	Query  json.RawMessage `json:"query"`
}

// ViewRef names a saved list.
type ViewRef struct {
	ID string `json:"id"`
}

func (s *Service) exposeViews(t *rpc.Table) {
	rpc.Handle(t, "views.list", rpc.SignedIn, s.ListViews).Says("列出保存的列表视图", "The saved lists of an entity, or of all: one's own and the shared ones.")
	rpc.Handle(t, "views.save", rpc.SignedIn, s.SaveView).Says("保存列表视图", "Saves a list under a name.")
	rpc.Handle(t, "views.delete", rpc.SignedIn, s.DeleteView).Says("删除列表视图", "Deletes a saved list of one's own.")
	rpc.Handle(t, "views.choose", rpc.SignedIn, s.ChooseView).Says("选择自己打开列表时的默认视图", "Chooses the saved list that an entity's list opens with for the caller.")
	rpc.Handle(t, "views.default", rpc.Needs("update", roleEntity), s.SetDefaultView).Says("把共享视图设为角色的默认视图", "Makes a shared list what people of some roles, or everybody, open an entity's list with.")
}

// ListViews lists the saved lists of an entity, by name; without one, those of all that the caller may read.
func (s *Service) ListViews(ctx context.Context, in ViewsInput) (ViewsOutput, error) {
	where := columns.Any(columns.Where("ownerId", "eq", me(ctx)), flagged("shared"))
	if in.Entity != "" {
		if err := s.policy.Allow(ctx, "read", in.Entity); err != nil {
			return ViewsOutput{}, err
		}
		where = columns.All(columns.Where("of", "eq", in.Entity), where)
	}
	out := ViewsOutput{Views: []ViewAnswer{}, Defaults: []DefaultView{}}
	page, err := s.columns.List(system(ctx), columns.Query{Entity: Views.Name, Where: &where, Sort: []columns.Sort{{Field: "name"}}, Limit: mostRows})
	if err != nil {
		return out, err
	}
	for _, of := range page.IDs {
		view, err := s.view(ctx, of)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return out, err
		}
		if in.Entity == "" && s.policy.Allow(ctx, "read", view.Of) != nil {
			continue
		}
		out.Views = append(out.Views, viewAnswer(ctx, view))
	}
	out.Defaults, err = s.defaults(ctx, in.Entity, out.Views)
	return out, err
}

func flagged(name string) columns.Filter {
	return columns.Filter{Field: name, Op: "eq", Value: columns.Operand{Raw: json.RawMessage("true")}}
}

func viewAnswer(ctx context.Context, v *View) ViewAnswer {
	return ViewAnswer{
		ID: v.ID, Rev: v.Rev, Entity: v.Of, Name: v.Name, Shared: v.Shared, Mine: string(v.OwnerID) == me(ctx),
		Query: json.RawMessage(v.Query), For: v.roles(),
	}
}

func (s *Service) view(ctx context.Context, of string) (*View, error) {
	rec, err := s.db.Get(system(ctx), Views.Type, of)
	if err != nil {
		return nil, err
	}
	return rec.(*View), nil
}

// SaveView saves a list.
func (s *Service) SaveView(ctx context.Context, in ViewInput) (ViewAnswer, error) {
	if err := s.policy.Allow(ctx, "read", in.Entity); err != nil {
		return ViewAnswer{}, err
	}
	if len(in.Query) == 0 || in.Query[0] != '{' {
		return ViewAnswer{}, fault.Field("query", lang.Of("视图内容应为一个 JSON 对象", "The content of a view must be a JSON object."))
	}
	view := Views.New().(*View)
	view.OwnerID = id.Of[owner](me(ctx))
	zh, en := "新建%s“%s”", "Created %s %s"
	if in.ID != "" {
		known, err := s.ownView(ctx, in.ID)
		if err != nil {
			return ViewAnswer{}, err
		}
		view, zh, en = Views.Copy(known).(*View), "修改%s“%s”", "Changed %s %s"
	}
	view.Of, view.Name, view.Shared, view.Query = in.Entity, in.Name, in.Shared, string(in.Query)
	if !in.Shared {
		view.For = "" // what is not shared is nobody else's default
	}
	set := id.New()
	if err := s.db.Put(store.WithSet(ctx, set, label(ctx, zh, en, Views.Type, view.Name)), view); err != nil {
		return ViewAnswer{}, err
	}
	saved, err := s.view(ctx, view.ID)
	if err != nil {
		return ViewAnswer{}, err
	}
	out := viewAnswer(ctx, saved)
	out.Change = set
	return out, nil
}

// ownView finds a saved list that is the caller's own.
func (s *Service) ownView(ctx context.Context, of string) (*View, error) {
	view, err := s.view(ctx, of)
	if err != nil {
		return nil, err
	}
	if string(view.OwnerID) != me(ctx) {
		return nil, fault.New(fault.Forbidden, "这个视图是别人保存的，请另存一份再修改", "Someone else saved this view. Save your own copy and change that.")
	}
	return view, nil
}

// DeleteView deletes a saved list of one's own. Whose default it was opens as if there had been none.
func (s *Service) DeleteView(ctx context.Context, in ViewRef) (ViewChange, error) {
	view, err := s.ownView(ctx, in.ID)
	if err != nil {
		return ViewChange{}, err
	}
	out := ViewChange{Change: id.New()}
	return out, s.db.Delete(store.WithSet(ctx, out.Change, label(ctx, "删除%s“%s”", "Deleted %s %s", Views.Type, view.Name)), Views.Type, in.ID, 0)
}
