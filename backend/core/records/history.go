package records

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/rpc"
	"xingke/backend/core/store"
)

// HistoryInput asks for the changes of a record, the newest first.
type HistoryInput struct {
	Entity string `json:"entity"`
	ID     string `json:"id"`
	Before uint64 `json:"before,omitempty"` // seq of the last one seen
	Limit  int    `json:"limit,omitempty"`
}

// HistoryOutput is the changes of a record.
type HistoryOutput struct {
	Changes []HistoryChange `json:"changes"`
	Titles  Titles          `json:"titles"`
}

// HistoryChange is one change of a record.
type HistoryChange struct {
	Seq       uint64        `json:"seq"`
	Set       string        `json:"set"`
	Label     string        `json:"label,omitempty"`
	At        time.Time     `json:"at"`
	Actor     string        `json:"actor"`
	ActorName string        `json:"actorName"`
	Verb      string        `json:"verb"`
	Rev       uint64        `json:"rev"`
	Fields    []FieldChange `json:"fields"`
}

// FieldChange is what a field was and became; null is empty.
type FieldChange struct {
	Field string          `json:"field"`
	Old   json.RawMessage `json:"old"`
	New   json.RawMessage `json:"new"`
}

// UndoneResult is what undoing a change set did.
type UndoneResult struct {
	Set       string         `json:"set"` // the new set, which can be undone too
	Reverted  int            `json:"reverted"`
	Conflicts []UndoConflict `json:"conflicts"`
}

// UndoConflict is a record that stayed as it is, because somebody built on the change.
type UndoConflict struct {
	Entity string `json:"entity"`
	ID     string `json:"id"`
	Title  string `json:"title"`
	Reason string `json:"reason"`
}

func (s *Service) exposeHistory(t *rpc.Table) {
	rpc.Handle(t, "records.history", rpc.EntityVerb("read"), s.History).Says("一条记录的修改历史", "The changes of a record, the newest first.")
	rpc.Handle(t, "records.asOf", rpc.EntityVerb("read"), s.AsOf).Says("一条记录在某一时刻的样子", "A record as it was at a moment, and what is different now.")
	rpc.Handle(t, "changes.undo", rpc.SignedIn, s.Undo).Says("撤销一次操作（修改、批量修改、导入）", "Takes back one change set: a change, a bulk change, an import.")
}

func pageSize(limit, usual, most int) int {
	if limit <= 0 {
		return usual
	}
	return min(limit, most)
}

// History reads the changes of a record.
func (s *Service) History(ctx context.Context, in HistoryInput) (HistoryOutput, error) {
	t, err := s.types.Need(in.Entity)
	if err != nil {
		return HistoryOutput{}, err
	}
	rec, err := s.db.Find(ctx, t, in.ID)
	if err != nil { // whoever may not read the record may not read its past
		return HistoryOutput{}, err
	}
	changes, err := s.db.History(ctx, t.Name, in.ID, in.Before, pageSize(in.Limit, 50, 500))
	if err != nil {
		return HistoryOutput{}, err
	}
	w := s.writer(ctx)
	out := HistoryOutput{Changes: make([]HistoryChange, len(changes))}
	for i := range changes {
		out.Changes[i] = w.change(t, &changes[i])
		for _, shown := range out.Changes[i].Fields {
			if group := w.private(t.Spec(shown.Field)); group != "" {
				s.watch.Read(ctx, t, group, rec)
			}
		}
	}
	out.Titles = w.titles
	return out, nil
}

func (w *writer) change(t *entity.Type, c *store.Change) HistoryChange {
	w.title("user", c.Actor)
	out := HistoryChange{
		Seq: c.Seq, Set: c.Set, Label: w.label(c), At: c.At, Actor: c.Actor, ActorName: w.actor(c),
		Verb: string(c.Verb), Rev: c.Rev, Fields: []FieldChange{},
	}
	for _, d := range c.Delta {
		spec := t.Spec(d.Field)
		if spec == nil || !w.may(spec) || spec.System && spec.ReadOnly {
			continue
		}
		w.note(spec, d.Old)
		w.note(spec, d.New)
		shown := w.readable(spec)
		out.Fields = append(out.Fields, FieldChange{
			Field: spec.Name,
			Old:   spec.Kind.JSON(nil, shown, w.hide(spec, d.Old)),
			New:   spec.Kind.JSON(nil, shown, w.hide(spec, d.New)),
		})
	}
	return out
}

// everything tells that the one who acts may see and undo what others did.
func (s *Service) everything(ctx context.Context) bool {
	if !s.policy.Administers(ctx) {
		return false
	}
	for _, t := range s.types.All() {
		// What goes with other records is open to who may read those.
		if rule := s.policy.Rule(t.Name); !rule.Private && !rule.Inner && rule.With == "" && !s.policy.Scope(ctx, t.Name).All {
			return false
		}
	}
	return true
}

// actor names who made a change, and who did it in their name.
func (w *writer) actor(c *store.Change) string {
	by, acted := strings.CutPrefix(c.Cause, store.CauseFor)
	if !acted {
		return w.titles[c.Actor]
	}
	return lang.Sayf("%s（%s 代为操作）", "%s (by %s)", lang.S(w.titles[c.Actor]), lang.S(w.s.titleOf(w.ctx, "user", by))).In(who.Lang(w.ctx))
}

// label is what the change set was called. It may name a record that it changed as well: it is said to
// who made the change, and to who may read everything that the set touched.
func (w *writer) label(c *store.Change) string {
	if c.Actor != me(w.ctx) {
		info, known, err := w.s.db.SetInfo(w.ctx, c.Set)
		if err != nil || !known {
			return ""
		}
		for name := range info.Entities {
			if info.Count > 1 && !w.s.policy.Scope(w.ctx, name).All && (w.s.policy.Rule(name).With == "" || !w.s.everything(w.ctx)) {
				return ""
			}
		}
	}
	return w.s.labelOf(w.ctx, c.Label)
}

// lasting tells that a set is what the book began with: without its people nobody could use it.
func lasting(one *store.SetInfo) bool { return one.First == 1 }

// mayUndo lets people undo what they did, and owners what anybody did.
func (s *Service) mayUndo(ctx context.Context, set string) error {
	info, known, err := s.db.SetInfo(ctx, set)
	switch {
	case err != nil:
		return err
	case !known:
		return fault.New(fault.NotFound, "找不到这次操作，无法撤销", "There is no such change to undo.")
	case lasting(&info):
		return fault.New(fault.Forbidden, "账套由此建立，不能撤销", "This is how the book began; it cannot be undone.")
	case info.UndoneBy != "":
		return fault.New(fault.Conflict, "这次操作已经撤销过了", "This change has already been undone.")
	case info.Actor != me(ctx) && !s.everything(ctx):
		return fault.New(fault.Forbidden, "只能撤销自己的操作；撤销别人的操作请联系管理员", "You can undo only what you did yourself. Ask an administrator to undo what others did.")
	}
	return nil
}

// Undo takes back a change set, as a job.
func (s *Service) Undo(ctx context.Context, in ChangeRef) (Started[UndoneResult], error) {
	if in.Change == "" {
		return Started[UndoneResult]{}, notAsked("change")
	}
	if err := s.mayUndo(ctx, in.Change); err != nil {
		return Started[UndoneResult]{}, err
	}
	return StartJob(ctx, s.jobs, "changes.undo", func(ctx context.Context, p *Progress) (UndoneResult, error) {
		as := ctx
		if info, known, err := s.db.SetInfo(ctx, in.Change); err == nil && known {
			name, _ := s.said.say(s.types, "撤销："+info.Label, who.Lang(ctx))
			p.Name(name)
			as = s.takesBackAs(ctx, &info)
		}
		got, err := s.db.Undo(as, in.Change, p.Set)
		if err != nil {
			return UndoneResult{}, err
		}
		return s.undone(ctx, got), nil
	})
}

func (s *Service) undone(ctx context.Context, got store.UndoResult) UndoneResult {
	out := UndoneResult{Set: got.Set, Reverted: got.Reverted, Conflicts: []UndoConflict{}}
	for _, c := range got.Conflicts {
		out.Conflicts = append(out.Conflicts, UndoConflict{
			Entity: c.Entity, ID: c.ID, Title: s.titleOf(ctx, c.Entity, c.ID), Reason: c.Reason.In(who.Lang(ctx)),
		})
	}
	return out
}
