package records

import (
	"context"
	"maps"
	"slices"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/rpc"
	"xingke/backend/core/store"
)

// ChangesInput asks for change sets, the newest first.
type ChangesInput struct {
	Limit  int     `json:"limit,omitempty"`
	Before uint64  `json:"before,omitempty"`
	Actor  string  `json:"actor,omitempty"`  // only what this person did
	Entity string  `json:"entity,omitempty"` // only what touched this entity
	Kind   string  `json:"kind,omitempty"`   // only this kind: created, updated, deleted, restored, bulk, import, undo, other
	From   day.Day `json:"from,omitzero"`    // from this day on
	To     day.Day `json:"to,omitzero"`      // to the end of this day
}

// ChangesOutput lists change sets.
type ChangesOutput struct {
	Sets []ChangeSet `json:"sets"`
	Next uint64      `json:"next,omitempty"` // before of the next page
}

// ChangeSet is what one person did in one go.
type ChangeSet struct {
	Set       string    `json:"set"`
	Label     string    `json:"label"` // in the reader's language, where the program made it
	Kind      string    `json:"kind"`
	At        time.Time `json:"at"`
	Actor     string    `json:"actor"`
	ActorName string    `json:"actorName"`
	Count     int       `json:"count"`
	Entities  []string  `json:"entities"`
	Undone    bool      `json:"undone"`
	Lasting   bool      `json:"lasting,omitempty"` // cannot be undone: the book began with it
}

// LastChanges is what the caller may take back, or do again, without looking for it.
type LastChanges struct {
	Undo *ChangeSet `json:"undo,omitempty"` // the last thing done
	Redo *ChangeSet `json:"redo,omitempty"` // the last thing taken back, with nothing done since
}

// ChangeDetailInput asks what a change set did.
type ChangeDetailInput struct {
	Change string `json:"change"`
	Limit  int    `json:"limit,omitempty"`
}

// ChangeDetail is what a change set did to each record.
type ChangeDetail struct {
	Records []ChangedRecord `json:"records"`
	Total   int             `json:"total"`
	Titles  Titles          `json:"titles"`
}

// ChangedRecord is what became of a record.
type ChangedRecord struct {
	Entity string        `json:"entity"`
	ID     string        `json:"id"`
	Title  string        `json:"title"`
	Verb   string        `json:"verb"`
	Fields []FieldChange `json:"fields"`
}

// undoable is how long the key for undoing reaches back. The history reaches back for ever.
const undoable = 10 * time.Minute

// looked is how many change sets a search goes through before it answers with what it has.
const looked = 20_000

func (s *Service) exposeChanges(t *rpc.Table) {
	rpc.Handle(t, "changes.list", rpc.SignedIn, s.Changes).Says("最近的操作，可逐个撤销", "What was done of late, each undone as one.")
	rpc.Handle(t, "changes.last", rpc.SignedIn, s.LastChanges).Says("自己最近十分钟内可以撤销或重做的操作", "What the caller did last, within ten minutes, and may undo or redo.")
	rpc.Handle(t, "changes.get", rpc.SignedIn, s.ChangeDetail).Says("一次操作改了哪些记录、哪些内容", "What a change set did to each record.")
}

// labelOf says the name of a change set in the reader's language.
func (s *Service) labelOf(ctx context.Context, label string) string {
	text, _ := s.said.say(s.types, label, who.Lang(ctx))
	return text
}

func (s *Service) changeSet(ctx context.Context, one *store.SetInfo, names map[string]string) ChangeSet {
	if _, known := names[one.Actor]; !known {
		names[one.Actor] = s.titleOf(ctx, "user", one.Actor)
	}
	text, kind := s.said.say(s.types, one.Label, who.Lang(ctx))
	return ChangeSet{
		Set: one.ID, Label: text, Kind: kind, At: one.At, Actor: one.Actor, ActorName: names[one.Actor], Count: one.Count,
		Entities: slices.Sorted(maps.Keys(one.Entities)), Undone: one.UndoneBy != "", Lasting: lasting(one),
	}
}

// everyday tells whether a set touched anything that people keep, and not only what the program remembers.
func (s *Service) everyday(one *store.SetInfo) bool {
	for name := range one.Entities {
		if t := s.types.Type(name); t != nil && (shown(name) || deed(name, one)) {
			return true
		}
	}
	return false
}

// deed tells whether a set is what somebody did about saved lists, which has a name, and is not merely remembered.
func deed(entity string, one *store.SetInfo) bool {
	return one.Label != "" && (entity == Views.Name || entity == Settings.Name)
}

// Changes lists change sets: everybody's for owners, one's own for others.
func (s *Service) Changes(ctx context.Context, in ChangesInput) (ChangesOutput, error) {
	limit := pageSize(in.Limit, 50, 200)
	all, names := s.everything(ctx), map[string]string{}
	out := ChangesOutput{Sets: []ChangeSet{}}
	before := in.Before
	for seen := 0; len(out.Sets) < limit && seen < looked; {
		sets, err := s.db.Sets(ctx, before, limit)
		if err != nil {
			return ChangesOutput{}, err
		}
		for i := range sets {
			one := &sets[i]
			before, seen = one.First, seen+1
			if !all && one.Actor != me(ctx) || !s.everyday(one) || !s.wanted(in, one) {
				continue
			}
			out.Sets = append(out.Sets, s.changeSet(ctx, one, names))
			if len(out.Sets) == limit {
				break
			}
		}
		if len(sets) < limit {
			return out, nil
		}
	}
	out.Next = before
	return out, nil
}

// wanted tells whether a set passes what was asked for.
func (s *Service) wanted(in ChangesInput, one *store.SetInfo) bool {
	on := day.In(one.At, s.zone)
	switch {
	case in.Actor != "" && one.Actor != in.Actor,
		in.Entity != "" && one.Entities[in.Entity] == 0,
		in.From != 0 && on < in.From,
		in.To != 0 && on > in.To:
		return false
	}
	if in.Kind == "" {
		return true
	}
	_, kind := s.said.say(s.types, one.Label, lang.ZH)
	return kind == in.Kind
}

// LastChanges finds what the caller did last and has not taken back, and what the caller took back last with
// nothing new done since.
func (s *Service) LastChanges(ctx context.Context, _ rpc.Nothing) (LastChanges, error) {
	var out LastChanges
	names, since, actor := map[string]string{}, s.clock.Now().Add(-undoable), me(ctx)
	anew := false // something was done since, so that nothing can be done again
	var before uint64
	for range 4 {
		sets, err := s.db.Sets(ctx, before, 100)
		if err != nil {
			return out, err
		}
		for i := range sets {
			one := &sets[i]
			before = one.First
			if one.Actor != actor || lasting(one) || one.At.Before(since) || !s.everyday(one) {
				continue
			}
			takesBack, err := s.takesBack(ctx, one)
			if err != nil {
				return out, err
			}
			switch {
			case one.Undoes == "":
				anew = true
				if one.UndoneBy == "" && out.Undo == nil {
					set := s.changeSet(ctx, one, names)
					out.Undo = &set
				}
			case takesBack && one.UndoneBy == "" && !anew && out.Redo == nil:
				set := s.changeSet(ctx, one, names)
				out.Redo = &set
			}
			if anew && out.Undo != nil {
				return out, nil
			}
		}
		if len(sets) < 100 {
			break
		}
	}
	return out, nil
}

// takesBack tells whether a set took something back, and did not bring back what had been taken back.
func (s *Service) takesBack(ctx context.Context, one *store.SetInfo) (bool, error) {
	if one.Undoes == "" {
		return false, nil
	}
	info, known, err := s.db.SetInfo(ctx, one.Undoes)
	return known && info.Undoes == "", err
}

// ChangeDetail tells what a change set did, record by record: the changes of one record in one line.
func (s *Service) ChangeDetail(ctx context.Context, in ChangeDetailInput) (ChangeDetail, error) {
	out := ChangeDetail{Records: []ChangedRecord{}}
	info, known, err := s.db.SetInfo(ctx, in.Change)
	switch {
	case err != nil:
		return out, err
	case !known:
		return out, fault.New(fault.NotFound, "找不到这次操作", "There is no such change.")
	case info.Actor != me(ctx) && !s.everything(ctx):
		return out, fault.New(fault.Forbidden, "只能查看自己的操作", "You can see only what you did yourself.")
	}
	limit := pageSize(in.Limit, 50, 500)
	w, at := s.writer(ctx), map[string]int{}
	err = s.db.EachOf(ctx, info, func(c *store.Change) bool {
		t := s.types.Type(c.Entity)
		if t == nil || !shown(c.Entity) {
			return true
		}
		change := w.change(t, c)
		if i, seen := at[c.ID]; seen {
			out.Records[i].add(&change)
			return true
		}
		if out.Total++; len(out.Records) >= limit {
			return out.Total < info.Count
		}
		rec, err := s.db.Find(ctx, t, c.ID)
		if err != nil {
			return true // it may not be read
		}
		at[c.ID] = len(out.Records)
		out.Records = append(out.Records, ChangedRecord{Entity: c.Entity, ID: c.ID, Title: t.Title(rec), Verb: change.Verb, Fields: change.Fields})
		return true
	})
	out.Titles = w.titles
	return out, err
}

// add joins a later change of the same record in the same set.
func (r *ChangedRecord) add(later *HistoryChange) {
	if later.Verb != string(store.Updated) {
		r.Verb = later.Verb
	}
	for _, f := range later.Fields {
		i := slices.IndexFunc(r.Fields, func(known FieldChange) bool { return known.Field == f.Field })
		if i < 0 {
			r.Fields = append(r.Fields, f)
			continue
		}
		r.Fields[i].New = f.New
	}
}
