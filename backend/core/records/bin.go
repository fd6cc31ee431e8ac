package records

import (
	"cmp"
	"context"
	"slices"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/rpc"
	"xingke/backend/core/store"
)

// HangingOutput is what refers to a record.
type HangingOutput struct {
	Groups []HangingGroup `json:"groups"`
	Total  int            `json:"total"`
}

// HangingGroup is the records of an entity that refer to a record by one of their fields.
type HangingGroup struct {
	Entity string `json:"entity"`
	Field  string `json:"field"`
	Count  int    `json:"count"`
}

// BinInput asks for what lies in the recycle bin, what was deleted last coming first.
type BinInput struct {
	Entity string    `json:"entity,omitempty"`
	Actor  string    `json:"actor,omitempty"` // deleted by
	From   day.Day   `json:"from,omitzero"`   // deleted from this day on
	To     day.Day   `json:"to,omitzero"`     // deleted to the end of this day
	Before time.Time `json:"before,omitzero"` // the next page: deleted before
	Limit  int       `json:"limit,omitempty"`
}

// BinOutput is a page of the recycle bin.
type BinOutput struct {
	Rows  []BinRow `json:"rows"`
	Total int      `json:"total"`
	More  bool     `json:"more,omitempty"`
}

// BinRow is a record in the recycle bin.
type BinRow struct {
	Entity    string    `json:"entity"`
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	DeletedAt time.Time `json:"deletedAt"`
	Actor     string    `json:"actor"`
	ActorName string    `json:"actorName"`
	Set       string    `json:"set,omitempty"`
	Together  int       `json:"together,omitempty"` // other records that were deleted with it
	With      string    `json:"with,omitempty"`     // the record whose deletion took it along
}

// BinRestoreInput names records to take out of the recycle bin.
type BinRestoreInput struct {
	Records []Ref `json:"records"`
	Alone   bool  `json:"alone,omitempty"` // without what belonged to them and was deleted with them
}

// mostWith is how many records may be deleted along with one.
const mostWith = 5000

func (s *Service) exposeBin(t *rpc.Table) {
	rpc.Handle(t, "records.hanging", rpc.EntityVerb("read"), s.Hanging).Says("哪些记录关联着这一条", "What refers to a record, counted by entity and field.")
	rpc.Handle(t, "bin.list", rpc.SignedIn, s.Bin).Says("回收站里的记录", "What lies in the recycle bin, of all entities.")
	rpc.Handle(t, "bin.restore", rpc.SignedIn, s.BinRestore).Says("从回收站恢复多条记录，连同一起删除的下属记录", "Takes records out of the recycle bin, with what belonged to them and was deleted with them.")
}

// Hanging counts what refers to a record.
func (s *Service) Hanging(ctx context.Context, in Ref) (HangingOutput, error) {
	out := HangingOutput{Groups: []HangingGroup{}}
	t, err := s.types.Need(in.Entity)
	if err != nil {
		return out, err
	}
	if _, err := s.db.Find(ctx, t, in.ID); err != nil {
		return out, err
	}
	err = s.eachReferring(t, func(from *entity.Type, name string) error {
		n, err := s.columns.Count(ctx, columns.Query{Entity: from.Name, Where: refersTo(name, in.ID), Scope: s.scope(ctx, from.Name)})
		if err == nil && n > 0 {
			out.Groups = append(out.Groups, HangingGroup{from.Name, name, n})
			out.Total += n
		}
		return err
	})
	slices.SortStableFunc(out.Groups, func(a, b HangingGroup) int { return b.Count - a.Count })
	return out, err
}

func refersTo(name, of string) *columns.Filter {
	where := columns.Where(name, "eq", of)
	return &where
}

// eachReferring goes through the fields of people's records that refer to an entity, in a fixed order.
func (s *Service) eachReferring(t *entity.Type, each func(from *entity.Type, name string) error) error {
	incoming := s.types.Incoming(t.Name)
	for _, from := range s.types.All() {
		if from.Quiet || internal[from.Name] {
			continue
		}
		for _, spec := range incoming[from] {
			if from.Spec(spec.Name) != spec || spec.Kind.Name() != "ref" {
				continue
			}
			if err := each(from, spec.Name); err != nil {
				return err
			}
		}
	}
	return nil
}

// hanging lists what refers to a record, directly or through others that do.
func (s *Service) hanging(ctx context.Context, t *entity.Type, of string, found map[string]*entity.Type, order *[]string) error {
	return s.eachReferring(t, func(from *entity.Type, name string) error {
		var ids []string
		err := s.columns.IDs(ctx, columns.Query{Entity: from.Name, Where: refersTo(name, of)}, func(one string) bool {
			ids = append(ids, one)
			return len(ids) <= mostWith
		})
		if err != nil {
			return err
		}
		for _, one := range ids {
			if found[one] != nil {
				continue
			}
			found[one] = from
			*order = append(*order, one)
			if len(found) > mostWith {
				return fault.New(fault.Invalid, "关联的记录超过 %s 条，请先分批处理", "More than %s records are linked to it. Deal with them first.", lang.N(mostWith))
			}
			if err := s.hanging(ctx, from, one, found, order); err != nil {
				return err
			}
		}
		return nil
	})
}

// deleteWith deletes, in the transaction at hand, a record and what refers to it, the latter first.
func (s *Service) deleteWith(ctx context.Context, t *entity.Type, of string, rev uint64) error {
	found, order := map[string]*entity.Type{of: t}, []string(nil)
	if err := s.hanging(ctx, t, of, found, &order); err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context) error {
		for _, one := range slices.Backward(order) {
			if err := s.db.Delete(ctx, found[one], one, 0); err != nil && !fault.Is(err, fault.NotFound) {
				return err
			}
		}
		return s.db.Delete(ctx, t, of, rev)
	})
}

// Bin reads a page of the recycle bin, of one entity or of all.
func (s *Service) Bin(ctx context.Context, in BinInput) (BinOutput, error) {
	out := BinOutput{Rows: []BinRow{}}
	limit, names := pageSize(in.Limit, 50, 200), map[string]string{}
	for _, t := range s.types.All() {
		if internal[t.Name] || in.Entity != "" && in.Entity != t.Name || s.policy.Allow(ctx, "read", t.Name) != nil {
			continue
		}
		query := columns.Query{Entity: t.Name, Where: s.binFilter(in), Deleted: true, Limit: limit, Scope: s.scope(ctx, t.Name), Sort: []columns.Sort{{Field: "deletedAt", Desc: true}}}
		page, err := s.columns.List(ctx, query)
		if err != nil {
			return out, err
		}
		out.Total += page.Total
		for _, of := range page.IDs {
			rec, err := s.db.Find(ctx, t, of)
			if err != nil || !rec.Meta().Deleted() {
				continue // it changed between the two readings
			}
			out.Rows = append(out.Rows, BinRow{Entity: t.Name, ID: of, Title: t.Title(rec), DeletedAt: rec.Meta().DeletedAt, Actor: string(rec.Meta().UpdatedBy)})
		}
	}
	slices.SortStableFunc(out.Rows, func(a, b BinRow) int { return cmp.Compare(b.DeletedAt.UnixMicro(), a.DeletedAt.UnixMicro()) })
	out.Rows = out.Rows[:min(limit, len(out.Rows))]
	out.More = out.Total > len(out.Rows)
	sets := map[string]*deletion{}
	for i := range out.Rows {
		if err := s.tellDeletion(ctx, &out.Rows[i], names, sets); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (s *Service) binFilter(in BinInput) *columns.Filter {
	at := func(d day.Day) string {
		y, m, dom := d.Date()
		return time.Date(y, m, dom, 0, 0, 0, 0, s.zone).Format(time.RFC3339)
	}
	all := columns.All()
	if in.Actor != "" {
		all.And = append(all.And, columns.Where("updatedBy", "eq", in.Actor))
	}
	if in.From != 0 {
		all.And = append(all.And, columns.Where("deletedAt", "ge", at(in.From)))
	}
	if in.To != 0 {
		all.And = append(all.And, columns.Where("deletedAt", "lt", at(in.To+1)))
	}
	if !in.Before.IsZero() {
		all.And = append(all.And, columns.Where("deletedAt", "lt", in.Before.Format(time.RFC3339Nano)))
	}
	return &all
}

// deletion is what a change set deleted: how many records, and which one the others hung on, "" if they were chosen
// together.
type deletion struct {
	count int
	head  string
}

// tellDeletion adds who deleted a record, and with how many others.
func (s *Service) tellDeletion(ctx context.Context, row *BinRow, names map[string]string, sets map[string]*deletion) error {
	changes, err := s.db.History(ctx, row.Entity, row.ID, 0, 1)
	if err != nil {
		return err
	}
	if len(changes) > 0 && changes[0].Verb == store.Deleted {
		row.Set, row.Actor = changes[0].Set, changes[0].Actor
		if sets[row.Set] == nil {
			if sets[row.Set], err = s.deletionOf(ctx, row.Set); err != nil {
				return err
			}
		}
		whole := sets[row.Set]
		row.Together = max(0, whole.count-1)
		if whole.head != row.ID {
			row.With = whole.head
		}
	}
	if _, known := names[row.Actor]; !known {
		names[row.Actor] = s.titleOf(ctx, "user", row.Actor)
	}
	row.ActorName = names[row.Actor]
	return nil
}

// deletionOf looks through a change set for what it deleted. A record that goes with what hangs on it goes last.
func (s *Service) deletionOf(ctx context.Context, set string) (*deletion, error) {
	out := &deletion{}
	info, known, err := s.db.SetInfo(ctx, set)
	if err != nil || !known {
		return out, err
	}
	together := s.said.many(s.types, info.Label)
	err = s.db.EachOf(ctx, info, func(c *store.Change) bool {
		if c.Verb == store.Deleted && !internal[c.Entity] {
			out.count++
			if !together {
				out.head = c.ID
			}
		}
		return true
	})
	return out, err
}

// BinRestore takes records out of the recycle bin as one change, as a job.
func (s *Service) BinRestore(ctx context.Context, in BinRestoreInput) (Started[BulkResult], error) {
	if len(in.Records) == 0 {
		return Started[BulkResult]{}, notAsked("records")
	}
	for _, ref := range in.Records {
		if _, err := s.writable(ref.Entity); err != nil {
			return Started[BulkResult]{}, err
		}
		if err := s.policy.Allow(ctx, "restore", ref.Entity); err != nil {
			return Started[BulkResult]{}, err
		}
	}
	return StartJob(ctx, s.jobs, "bin.restore", func(ctx context.Context, p *Progress) (BulkResult, error) {
		result, set := BulkResult{Failed: []BulkFailed{}}, id.New()
		ctx = store.WithSet(ctx, set, s.restoreLabel(ctx, in.Records))
		for i, ref := range in.Records {
			p.Set(i, len(in.Records))
			if err := ctx.Err(); err != nil {
				return result, err
			}
			n, err := s.restoreWith(ctx, s.types.Type(ref.Entity), ref.ID, in.Alone)
			if fatal(err) {
				return result, err
			}
			if err != nil {
				result.Failed = append(result.Failed, BulkFailed{ref.ID, s.titleOf(ctx, ref.Entity, ref.ID), fault.From(err).Text.In(who.Lang(ctx))})
			}
			if result.Done += n; n > 0 {
				result.Change = set
			}
		}
		return result, nil
	})
}

func (s *Service) restoreLabel(ctx context.Context, list []Ref) string {
	if len(list) > 1 {
		return lang.Sayf("从回收站恢复（%s 条）", "Restored from the recycle bin (%s)", lang.N(len(list))).In(who.Lang(ctx))
	}
	t := s.types.Type(list[0].Entity)
	title := ""
	if rec, err := s.db.Find(ctx, t, list[0].ID); err == nil {
		title = t.Title(rec)
	}
	return label(ctx, "恢复%s“%s”", "Restored %s %s", t, title)
}

// restoreWith brings a record back, and what referred to it and was deleted in the same change. What cannot come
// back, because its place was taken, stays in the bin.
func (s *Service) restoreWith(ctx context.Context, t *entity.Type, of string, alone bool) (int, error) {
	rec, err := s.db.Find(ctx, t, of)
	if err != nil || !rec.Meta().Deleted() {
		return 0, err
	}
	changes, err := s.db.History(ctx, t.Name, of, 0, 1)
	if err != nil {
		return 0, err
	}
	if err := s.db.Restore(ctx, t, of); err != nil {
		return 0, err
	}
	if alone || len(changes) == 0 || changes[0].Verb != store.Deleted {
		return 1, nil
	}
	set, n := changes[0].Set, 1
	err = s.eachReferring(t, func(from *entity.Type, name string) error {
		var ids []string
		err := s.columns.IDs(ctx, columns.Query{Entity: from.Name, Where: refersTo(name, of), Deleted: true}, func(one string) bool {
			ids = append(ids, one)
			return true
		})
		for _, one := range ids {
			last, historyErr := s.db.History(ctx, from.Name, one, 0, 1)
			if historyErr != nil {
				return historyErr
			}
			if len(last) == 0 || last[0].Verb != store.Deleted || last[0].Set != set {
				continue
			}
			more, restoreErr := s.restoreWith(ctx, from, one, false)
			if fatal(restoreErr) {
				return restoreErr
			}
			n += more
		}
		return err
	})
	return n, err
}
