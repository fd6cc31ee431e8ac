package records

import (
	"context"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// trial lets a dry run see its own records, although every transaction is taken back: what earlier
// transactions wrote is written again as soon as a row needs it.
type trial struct {
	s    *Service
	kept map[string]keptRecord
	laid map[string]bool // in this transaction
}

type keptRecord struct {
	t   *entity.Type
	rec entity.Record // as it was handed to the store, at the revision it was made from
}

func newTrial(s *Service) *trial { return &trial{s: s, kept: map[string]keptRecord{}} }

func (x *trial) begin() { x.laid = map[string]bool{} }

// keep notes a record that was saved in this transaction.
func (x *trial) keep(t *entity.Type, rec, before entity.Record) {
	twin := t.Copy(rec)
	twin.Meta().Rev = 0
	if before != nil {
		twin.Meta().Rev = before.Meta().Rev
		if earlier, known := x.kept[rec.Meta().ID]; known {
			twin.Meta().Rev = earlier.rec.Meta().Rev
		}
	}
	x.kept[rec.Meta().ID] = keptRecord{t, twin}
	x.laid[rec.Meta().ID] = true
}

// lay writes what a record refers to, as far as it exists only in this trial.
func (x *trial) lay(ctx context.Context, t *entity.Type, rec entity.Record) error {
	for _, s := range t.Specs {
		v := entity.Get(rec, s)
		switch {
		case v.Form == field.Table:
			for _, row := range v.Rows {
				for _, c := range s.Columns {
					if c.Target != "" && !row[c.Name].Empty() {
						if err := x.again(ctx, row[c.Name].Text); err != nil {
							return err
						}
					}
				}
			}
		case s.Target != "" && v.Form == field.List:
			for _, of := range v.List {
				if err := x.again(ctx, of); err != nil {
					return err
				}
			}
		case s.Target != "" && v.Form == field.Str:
			if err := x.again(ctx, v.Text); err != nil {
				return err
			}
		}
	}
	return nil
}

// again writes a record of an earlier transaction, once in each.
func (x *trial) again(ctx context.Context, of string) error {
	kept, known := x.kept[of]
	if !known || x.laid[of] {
		return nil
	}
	x.laid[of] = true
	if err := x.lay(ctx, kept.t, kept.rec); err != nil {
		return err
	}
	return x.s.db.Put(ctx, kept.t.Copy(kept.rec))
}
