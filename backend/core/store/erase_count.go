package store

import (
	"context"
	"errors"
	"regexp"

	"xingke/backend/core/field"
	"xingke/backend/core/store/journal"
)

// counter counts in which records of others the words stand.
func (x *finder) counter(all words) func(c *Change) {
	forms := make([]*regexp.Regexp, len(x.out.Known))
	places := make([]map[string]bool, len(forms))
	for i := range forms {
		one, _ := wherever([]string{x.out.Known[i].Text}) // it was compiled with the others before
		forms[i], places[i] = one.form, map[string]bool{}
	}
	return func(c *Change) {
		key := string(recordKey(c.Entity, c.ID))
		t := x.db.cfg.Types.Type(c.Entity)
		if x.of[key] != erasedNot || t == nil {
			return
		}
		for i := range c.Delta {
			d := &c.Delta[i]
			spec := t.Spec(d.Field)
			for _, text := range textsIn(spec, d.New) {
				if !all.in(text) {
					continue
				}
				for n, form := range forms {
					w := &x.out.Known[n]
					if form == nil || !form.MatchString(text) {
						continue
					}
					w.Namesake = w.Namesake || spec != nil && spec.Title && !spec.ReadOnly
					w.Shared = w.Shared || spec != nil && typed(spec) && !prose(spec)
					if !places[n][key] {
						places[n][key] = true
						w.Places++
						if len(w.Some) < someRefs && !t.Quiet {
							w.Some = append(w.Some, Ref{c.Entity, c.ID})
						}
					}
				}
			}
		}
	}
}

// textsIn lists the texts in a value in which words are looked for.
func textsIn(spec *field.Spec, v field.Value) (list []string) {
	switch v.Form {
	case field.Str:
		if spec == nil || typed(spec) {
			list = append(list, v.Text)
		}
	case field.List:
		if spec == nil || typed(spec) {
			list = append(list, v.List...)
		}
	case field.Table:
		for _, row := range v.Rows {
			for name, one := range row {
				var column *field.Spec
				if spec != nil {
					column = spec.Column(name)
				}
				list = append(list, textsIn(column, one)...)
			}
		}
	}
	return list
}

// Counted is how much of a journal an erasing changes, up to a sequence.
type Counted struct {
	To      uint64
	Frames  int
	Changes int
}

// CountErased counts on from where an earlier count ended.
func (db *DB) CountErased(ctx context.Context, plan *Erasing, from Counted) (Counted, error) {
	e, err := db.eraser(plan)
	if err != nil {
		return from, err
	}
	e.frames, e.lines = from.Frames, from.Changes
	last := db.log.Last()
	var bad error
	err = db.log.Frames(from.To, func(f journal.Frame) bool {
		if f.First > last {
			return false
		}
		_, bad = e.copy(f)
		return bad == nil && ctx.Err() == nil
	})
	return Counted{last, e.frames, e.lines}, errors.Join(err, bad, ctx.Err())
}
