package records

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// Values are fields by name, each as its kind writes it in JSON; null is empty.
type Values map[string]json.RawMessage

// assignment is one field to be set.
type assignment struct {
	spec  *field.Spec
	value field.Value
}

// assignments reads values for a type. Fields that are not there, that the program sets or
// that the one who acts may not read are refused, all in one fault.
func (s *Service) assignments(ctx context.Context, t *entity.Type, values Values) ([]assignment, error) {
	var faults fault.Faults
	var list []assignment
	may := s.policy.Fills(ctx)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		spec := t.Spec(name)
		switch {
		case spec == nil:
			faults.AddError(name, noField(t, name))
			continue
		case !may(spec):
			return nil, forbidden(spec)
		case spec.ReadOnly:
			faults.Add(name, lang.Sayf("%s由程序填写，不能直接修改", "%s is set by the program and cannot be changed.", spec.Label))
			continue
		}
		v, err := spec.Kind.FromJSON(spec, values[name])
		if err != nil {
			addAll(&faults, name, err)
			continue
		}
		for _, c := range spec.Columns {
			if !may(c) && slices.ContainsFunc(v.Rows, func(row field.Row) bool { return !row[c.Name].Empty() && row[c.Name].Int != 0 }) {
				return nil, forbidden(c)
			}
		}
		list = append(list, assignment{spec, v})
	}
	return list, faults.Err()
}

func addAll(faults *fault.Faults, name string, err error) {
	fields := fault.From(err).Fields
	if len(fields) == 0 {
		faults.AddError(name, err)
	}
	for path, text := range fields {
		faults.Add(path, text)
	}
}

func forbidden(spec *field.Spec) error {
	text := lang.Sayf("%s只对有权限的人开放", "%s is visible only to people with the right to see it.", spec.Label)
	return &fault.Error{Kind: fault.Forbidden, Text: text, Fields: map[string]lang.Text{spec.Name: text}}
}

func apply(rec entity.Record, list []assignment) {
	for _, a := range list {
		entity.Put(rec, a.spec, a.value)
	}
}

// save is the way of every record into the store from here: owner and department settled,
// references checked. before is nil on creation.
func (s *Service) save(ctx context.Context, t *entity.Type, rec, before entity.Record) error {
	s.settle(ctx, t, rec, before)
	s.carry(ctx, t, rec, before)
	if err := s.checkReferences(ctx, t, rec, before); err != nil {
		return err
	}
	return s.db.Put(ctx, rec)
}

// settle makes the one who acts the owner of a new record without one, and lets the
// department follow a new owner unless it was chosen too.
func (s *Service) settle(ctx context.Context, t *entity.Type, rec, before entity.Record) {
	b := rec.Meta()
	owner := t.Spec("ownerId")
	if owner == nil || owner.Unlisted {
		return
	}
	if before == nil && b.OwnerID == "" && me(ctx) != who.System.ID {
		b.OwnerID = id.Of[who.User](me(ctx))
	}
	switch {
	case b.OwnerID == "":
	case before == nil && b.DepartmentID == "",
		before != nil && before.Meta().OwnerID != b.OwnerID && before.Meta().DepartmentID == b.DepartmentID:
		if department, known := s.departmentOf(ctx, string(b.OwnerID)); known {
			b.DepartmentID = department
		}
	}
}

// carry keeps, in lines written by somebody who does not see all columns, what stood in those columns.
func (s *Service) carry(ctx context.Context, t *entity.Type, rec, before entity.Record) {
	if before == nil {
		return
	}
	may := s.policy.Fills(ctx)
	for _, spec := range t.Specs {
		if slices.ContainsFunc(spec.Columns, func(c *field.Spec) bool { return !may(c) }) {
			entity.Put(rec, spec, access.Carry(may, spec, entity.Get(before, spec), entity.Get(rec, spec)))
		}
	}
}

func (s *Service) departmentOf(ctx context.Context, userID string) (string, bool) {
	users := s.types.Type("user")
	if users == nil {
		return "", false
	}
	user, err := s.target(ctx, users, userID)
	if err != nil {
		return "", false
	}
	return user.Meta().DepartmentID, true
}

// checkReferences refuses references, new in this record, to records that are not there.
func (s *Service) checkReferences(ctx context.Context, t *entity.Type, rec, before entity.Record) error {
	var faults fault.Faults
	for _, spec := range t.Specs {
		if spec.ReadOnly && spec.System {
			continue
		}
		v := entity.Get(rec, spec)
		if v.Empty() {
			continue
		}
		var old field.Value
		if before != nil {
			if old = entity.Get(before, spec); old.Equal(v) {
				continue
			}
		}
		s.checkReference(ctx, &faults, spec.Name, spec, v, old)
	}
	return faults.Err()
}

func (s *Service) checkReference(ctx context.Context, faults *fault.Faults, path string, spec *field.Spec, v, old field.Value) {
	switch {
	case v.Form == field.Table:
		for i, row := range v.Rows {
			for _, c := range spec.Columns {
				if cell := row[c.Name]; !cell.Empty() && c.Target != "" {
					s.checkReference(ctx, faults, fmt.Sprintf("%s.%d.%s", path, i, c.Name), c, cell, field.None)
				}
			}
		}
	case spec.Kind.Name() == "link":
		link := v.Link()
		s.mustExist(ctx, faults, path, spec, link.Entity, link.ID)
	case spec.Target == "":
	case v.Form == field.List:
		for _, of := range v.List {
			if !old.Contains(of) {
				s.mustExist(ctx, faults, path, spec, spec.Target, of)
			}
		}
	default:
		s.mustExist(ctx, faults, path, spec, spec.Target, v.Text)
	}
}

func (s *Service) mustExist(ctx context.Context, faults *fault.Faults, path string, spec *field.Spec, name, of string) {
	t := s.types.Type(name)
	if t == nil {
		faults.Add(path, lang.Sayf("%s：没有“%s”这种记录", "%s: there is no record type named %s.", spec.Label, lang.S(name)))
		return
	}
	_, err := s.target(ctx, t, of)
	switch {
	case err == nil:
	case fault.Is(err, fault.Forbidden):
		faults.Add(path, lang.Sayf("%s：您无权使用所选的%s", "%s: you cannot see the %s chosen.", spec.Label, t.Label))
	default:
		faults.Add(path, lang.Sayf("%s：所选的%s不存在或已删除，请重新选择", "%s: the %s chosen does not exist or was deleted; choose another.", spec.Label, t.Label))
	}
}
