package records

import (
	"context"
	"time"

	"xingke/backend/core/entity"
	"xingke/backend/core/store"
)

// AsOfInput asks what a record looked like at a moment.
type AsOfInput struct {
	Entity string    `json:"entity"`
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
}

// AsOfOutput is a record as it was.
type AsOfOutput struct {
	Record    Flat      `json:"record"`  // as it was then
	Existed   bool      `json:"existed"` // it had been created by then
	Deleted   bool      `json:"deleted"` // it lay in the recycle bin then
	Rev       uint64    `json:"rev"`
	Since     time.Time `json:"since"`     // the change that made it so
	ActorName string    `json:"actorName"` // and whose it was
	Later     int       `json:"later"`     // changes since then
	Differs   []string  `json:"differs"`   // fields that are different now
	Titles    Titles    `json:"titles"`
}

// AsOf shows a record as it was at a moment, by taking its later changes back one after the other.
func (s *Service) AsOf(ctx context.Context, in AsOfInput) (AsOfOutput, error) {
	out := AsOfOutput{Differs: []string{}}
	t, err := s.types.Need(in.Entity)
	if err != nil {
		return out, err
	}
	now, err := s.db.Find(ctx, t, in.ID) // whoever may not read the record may not read its past
	if err != nil {
		return out, err
	}
	then := t.Copy(now)
	reached, err := s.rewind(ctx, t, then, in.At, &out)
	if err != nil {
		return out, err
	}
	w := s.writer(ctx)
	if out.Existed = reached != nil; out.Existed {
		out.Deleted, out.Rev, out.Since = reached.Verb == store.Deleted, reached.Rev, reached.At
		out.ActorName = s.titleOf(ctx, "user", reached.Actor)
	}
	out.Record = w.flat(t, then, nil)
	for _, spec := range t.Specs {
		if !spec.ReadOnly && w.may(spec) && !entity.Get(then, spec).Equal(entity.Get(now, spec)) {
			w.note(spec, entity.Get(now, spec))
			out.Differs = append(out.Differs, spec.Name)
		}
	}
	out.Titles = w.titles
	return out, nil
}

// rewind takes back what happened to a record after a moment and returns the change that had made it what it
// then was, nil if it was not there yet.
func (s *Service) rewind(ctx context.Context, t *entity.Type, rec entity.Record, to time.Time, out *AsOfOutput) (*store.Change, error) {
	var before uint64
	for {
		changes, err := s.db.History(ctx, t.Name, rec.Meta().ID, before, 100)
		if err != nil {
			return nil, err
		}
		for i := range changes {
			c := &changes[i]
			if !c.At.After(to) {
				return c, nil
			}
			out.Later++
			for _, d := range c.Delta {
				if spec := t.Spec(d.Field); spec != nil {
					entity.Put(rec, spec, d.Old)
				}
			}
			before = c.Seq
		}
		if len(changes) < 100 {
			return nil, nil
		}
	}
}
