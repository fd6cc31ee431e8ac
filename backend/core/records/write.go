package records

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/store"
)

// CreateInput is a new record.
type CreateInput struct {
	Entity string `json:"entity"`
	Record Values `json:"record"`
}

// UpdateInput is what changes in a record; a field set to null is emptied.
type UpdateInput struct {
	Entity string `json:"entity"`
	ID     string `json:"id"`
	Rev    uint64 `json:"rev"`
	Set    Values `json:"set"`
}

// DeleteInput names a record to delete; with rev only if it is still that version.
type DeleteInput struct {
	Entity string `json:"entity"`
	ID     string `json:"id"`
	Rev    uint64 `json:"rev,omitempty"`
	With   bool   `json:"with,omitempty"` // and all that refers to it, in the same change
}

// ChangeRef names a change set, to undo it.
type ChangeRef struct {
	Change string `json:"change"`
}

// writable is an entity whose records are written as they are. Custom fields and settings are not:
// what they must fit, only their own operations know.
func (s *Service) writable(name string) (*entity.Type, error) {
	switch name {
	case CustomFields.Name:
		return nil, fault.New(fault.Forbidden, "自定义字段请用 fields.define 和 fields.delete 修改", "Custom fields are changed with fields.define and fields.delete.")
	case Settings.Name:
		return nil, fault.New(fault.Forbidden, "设置请用 settings.set 修改", "Settings are changed with settings.set.")
	}
	if name == Attachments.Name {
		return nil, fault.New(fault.Forbidden, "附件请用 attachments 的操作修改", "Attachments can only be changed with the attachment operations.")
	}
	return s.types.Need(name)
}

// Create makes a record.
func (s *Service) Create(ctx context.Context, in CreateInput) (Flat, error) {
	t, err := s.writable(in.Entity)
	if err != nil {
		return Flat{}, err
	}
	list, err := s.assignments(ctx, t, in.Record)
	if err != nil {
		return Flat{}, err
	}
	rec := t.New()
	apply(rec, list)
	return s.commit(ctx, t, rec, nil, "新建%s“%s”", "Created %s %s")
}

// commit saves one record as a change set of its own and answers with it as it is now.
func (s *Service) commit(ctx context.Context, t *entity.Type, rec, before entity.Record, zh, en string) (Flat, error) {
	set := id.New()
	ctx = store.WithSet(ctx, set, label(ctx, zh, en, t, t.Title(rec)))
	if err := s.db.Write(ctx, func(ctx context.Context) error { return s.save(ctx, t, rec, before) }); err != nil {
		return Flat{}, err
	}
	out, err := s.Get(ctx, GetInput{Entity: t.Name, ID: rec.Meta().ID})
	if fault.Is(err, fault.Forbidden) { // it was handed to somebody else: it is saved, and no longer theirs to read
		return Flat{fmt.Appendf(nil, `{"id":%q,"rev":%d,"change":%q}`, rec.Meta().ID, rec.Meta().Rev, set)}, nil
	}
	return out.with(set), err
}

// Update changes fields of a record that is still the version the change was made from.
func (s *Service) Update(ctx context.Context, in UpdateInput) (Flat, error) {
	t, err := s.writable(in.Entity)
	if err != nil {
		return Flat{}, err
	}
	if in.Rev == 0 {
		return Flat{}, notAsked("rev")
	}
	list, err := s.assignments(ctx, t, in.Set)
	if err != nil {
		return Flat{}, err
	}
	before, err := s.db.Get(ctx, t, in.ID)
	if err != nil {
		return Flat{}, err
	}
	if before.Meta().Rev != in.Rev {
		return Flat{}, s.meanwhile(ctx, t, in.ID, in.Rev)
	}
	rec := t.Copy(before)
	apply(rec, list)
	out, err := s.commit(ctx, t, rec, before, "修改%s“%s”", "Changed %s %s")
	if fault.Is(err, fault.Conflict) { // somebody was quicker between reading and writing, or the law refused
		if now, findErr := s.db.Get(ctx, t, in.ID); findErr == nil && now.Meta().Rev != in.Rev {
			err = s.meanwhile(ctx, t, in.ID, in.Rev)
		}
	}
	return out, err
}

// meanwhile is the fault of a change made from an old version: who changed what since.
func (s *Service) meanwhile(ctx context.Context, t *entity.Type, of string, rev uint64) error {
	f := fault.New(fault.Conflict, "这条%s刚刚被修改过；请刷新后再改", "This %s has been changed in the meantime. Reload it, then make your change.", t.Label)
	changes, err := s.db.History(ctx, t.Name, of, 0, 50)
	if err != nil {
		return f // the conflict is what matters; who it was is a courtesy
	}
	may := s.policy.Fields(ctx)
	people, fields := map[string]bool{}, map[string]lang.Text{}
	var names, zh, en []string
	for _, c := range changes {
		if c.Rev <= rev {
			continue
		}
		name := s.titleOf(ctx, "user", c.Actor)
		if !people[c.Actor] && name != "" {
			people[c.Actor] = true
			names = append(names, name)
		}
		for _, d := range c.Delta {
			spec := t.Spec(d.Field)
			if spec == nil || !may(spec) || spec.System && spec.ReadOnly {
				continue
			}
			if _, known := fields[spec.Name]; known {
				continue
			}
			fields[spec.Name] = lang.Sayf("%s刚刚修改了这一项", "%s has just changed this.", lang.S(name))
			zh, en = append(zh, spec.Label.ZH), append(en, spec.Label.EN)
		}
	}
	if len(names) > 0 && len(fields) > 0 {
		f.Text = lang.Sayf("%s在您编辑期间修改了%s；请刷新后再改", "%s changed %s while you were editing. Reload it, then make your change.",
			lang.S(strings.Join(names, "、")), lang.Of(strings.Join(zh, "、"), strings.Join(en, ", ")))
		f.Fields = fields
	}
	return f
}

// Delete puts a record into the recycle bin. What refers to it stays and shows its title as deleted.
func (s *Service) Delete(ctx context.Context, in DeleteInput) (ChangeRef, error) {
	t, err := s.writable(in.Entity)
	if err != nil {
		return ChangeRef{}, err
	}
	rec, err := s.db.Get(ctx, t, in.ID)
	if err != nil {
		return ChangeRef{}, err
	}
	if in.Rev != 0 && rec.Meta().Rev != in.Rev {
		return ChangeRef{}, s.meanwhile(ctx, t, in.ID, in.Rev)
	}
	set := id.New()
	ctx = store.WithSet(ctx, set, label(ctx, "删除%s“%s”", "Deleted %s %s", t, t.Title(rec)))
	if in.With {
		return ChangeRef{set}, s.deleteWith(ctx, t, in.ID, in.Rev)
	}
	return ChangeRef{set}, s.db.Delete(ctx, t, in.ID, in.Rev)
}

// Restore takes a record out of the recycle bin.
func (s *Service) Restore(ctx context.Context, in Ref) (Flat, error) {
	t, err := s.writable(in.Entity)
	if err != nil {
		return Flat{}, err
	}
	rec, err := s.db.Find(ctx, t, in.ID)
	if err != nil {
		return Flat{}, err
	}
	if rec.Meta().Deleted() {
		set := id.New()
		inSet := store.WithSet(ctx, set, label(ctx, "恢复%s“%s”", "Restored %s %s", t, t.Title(rec)))
		if err := s.db.Restore(inSet, t, in.ID); err != nil {
			return Flat{}, err
		}
		out, err := s.Get(ctx, GetInput{Entity: in.Entity, ID: in.ID})
		return out.with(set), err
	}
	return s.Get(ctx, GetInput{Entity: in.Entity, ID: in.ID})
}

// Duplicate makes a new record with the values of another, but for those that must differ or
// that the program sets.
func (s *Service) Duplicate(ctx context.Context, in Ref) (Flat, error) {
	t, err := s.writable(in.Entity)
	if err != nil {
		return Flat{}, err
	}
	from, err := s.db.Get(ctx, t, in.ID)
	if err != nil {
		return Flat{}, err
	}
	may := s.policy.Fields(ctx)
	rec := t.New()
	for _, spec := range t.Specs {
		if spec.ReadOnly || spec.Unique || !may(spec) {
			continue
		}
		entity.Put(rec, spec, entity.Get(from, spec))
	}
	s.nameCopy(ctx, t, rec)
	return s.commit(ctx, t, rec, nil, "复制%s“%s”", "Duplicated %s %s")
}

// nameCopy marks the title of a copy, where it is a text with room for it.
func (s *Service) nameCopy(ctx context.Context, t *entity.Type, rec entity.Record) {
	spec := t.TitleSpec()
	v := entity.Get(rec, spec)
	if spec.Kind.Name() != "text" || spec.ReadOnly || v.Empty() {
		return
	}
	text := v.Text + lang.Of("（副本）", " (copy)").In(who.Lang(ctx))
	if !spec.HasMax || int64(utf8.RuneCountInString(text)) <= spec.Max {
		entity.Put(rec, spec, field.OfText(text))
	}
}
