package store

import (
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/field"
)

// references refuses new references to records that do not exist. Base's own fields (owner,
// department, author) are not looked up, nor is who acts: they may come from elsewhere.
func (x *tx) references(p *plan, delta []Delta) error {
	var faults fault.Faults
	for i := range delta {
		d := &delta[i]
		at, ok := p.byName[d.Field]
		if !ok || d.New.Empty() || p.specs[at].System {
			continue
		}
		if err := x.reference(p.specs[at], d.New, &faults); err != nil {
			return viewFault(err)
		}
	}
	return faults.Err()
}

func (x *tx) reference(s *field.Spec, v field.Value, faults *fault.Faults) error {
	if v.Form == field.Table {
		for _, row := range v.Rows {
			for _, c := range s.Columns {
				if w := row[c.Name]; !w.Empty() && points(c) {
					if err := x.reference(&field.Spec{Name: s.Name, Label: c.Label, Kind: c.Kind, Target: c.Target}, w, faults); err != nil {
						return err
					}
				}
			}
		}
		return nil
	}
	if !points(s) {
		return nil
	}
	for _, one := range targets(s, v) {
		ok, err := x.exists(one[0], one[1])
		if err != nil {
			return err
		}
		if !ok {
			faults.Add(s.Name, lang.Sayf("%s指向的记录不存在，请重新选择", "%s points to a record that does not exist; choose another", s.Label))
		}
	}
	return nil
}

func points(s *field.Spec) bool { return s.Target != "" || s.Kind.Name() == "link" }

// targets lists entity and id of everything a value points to.
func targets(s *field.Spec, v field.Value) [][2]string {
	switch {
	case s.Target == "":
		l := v.Link()
		return [][2]string{{l.Entity, l.ID}}
	case v.Form == field.List:
		all := make([][2]string, len(v.List))
		for i, id := range v.List {
			all[i] = [2]string{s.Target, id}
		}
		return all
	}
	return [][2]string{{s.Target, v.Text}}
}

// exists tells whether there is a record, live or deleted. A target that is no entity of this
// book cannot be looked up and counts as there.
func (x *tx) exists(entity, id string) (bool, error) {
	if x.db.cfg.Types.Type(entity) == nil || id == x.actor || id == who.System.ID {
		return true, nil
	}
	key := recordKey(entity, id)
	if x.states[string(key)].exists() || x.known[string(key)] {
		return true, nil
	}
	found, err := x.snap.Get(key, func([]byte) error { return nil })
	if found {
		x.known[string(key)] = true
	}
	return found, err
}
