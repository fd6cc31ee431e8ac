package records

import (
	"context"
	"errors"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/rpc"
	"xingke/backend/core/store"
)

// bulkGroup is how many records one transaction of a bulk job takes.
const bulkGroup = 500

// mostFailed is how many failed records a result names; more are only counted.
const mostFailed = 500

// BulkUpdateInput sets fields in many records: those with the ids, or all that a filter finds.
type BulkUpdateInput struct {
	Entity string          `json:"entity"`
	IDs    []string        `json:"ids,omitempty"`
	Where  *columns.Filter `json:"where,omitempty"`
	Set    Values          `json:"set"`
}

// BulkInput names many records: those with the ids, or all that a filter finds.
type BulkInput struct {
	Entity string          `json:"entity"`
	IDs    []string        `json:"ids,omitempty"`
	Where  *columns.Filter `json:"where,omitempty"`
}

// AssignInput hands many records to another owner.
type AssignInput struct {
	Entity  string          `json:"entity"`
	IDs     []string        `json:"ids,omitempty"`
	Where   *columns.Filter `json:"where,omitempty"`
	OwnerID string          `json:"ownerId"`
}

// BulkResult is what a bulk job did. Change is the set to undo. Done are the records that it changed; in those
// counted as Same everything stood already as it was asked for.
type BulkResult struct {
	Change string       `json:"change,omitempty"`
	Done   int          `json:"done"`
	Same   int          `json:"same,omitempty"`
	Failed []BulkFailed `json:"failed"`
	More   int          `json:"more,omitempty"` // failed records beyond those listed
}

// BulkFailed is a record that stayed as it was, and why.
type BulkFailed struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Reason string `json:"reason"`
}

func (s *Service) exposeBulk(t *rpc.Table) {
	rpc.Handle(t, "records.bulkUpdate", rpc.EntityVerb("update"), s.BulkUpdate).Says("批量修改", "Sets fields in many records, as one change that can be undone.")
	rpc.Handle(t, "records.bulkDelete", rpc.EntityVerb("delete"), s.BulkDelete).Says("批量删除", "Puts many records into the recycle bin, as one change that can be undone.")
	rpc.Handle(t, "records.paste", rpc.EntityVerb("update"), s.Paste).Says("把表格里的一块内容写入多条记录", "Writes texts copied from a spreadsheet into many records, as one change that can be undone.")
	rpc.Handle(t, "records.assign", rpc.EntityVerb("assign"), s.Assign).Says("批量分配负责人", "Hands many records to another owner, as one change that can be undone.")
}

// BulkUpdate sets fields in many records.
func (s *Service) BulkUpdate(ctx context.Context, in BulkUpdateInput) (Started[BulkResult], error) {
	t, err := s.writable(in.Entity)
	if err != nil {
		return Started[BulkResult]{}, err
	}
	list, err := s.assignments(ctx, t, in.Set)
	if err != nil {
		return Started[BulkResult]{}, err
	}
	if len(list) == 0 {
		return Started[BulkResult]{}, notAsked("set")
	}
	return s.bulk(ctx, "records.bulkUpdate", lang.Of("批量修改", "Bulk change of "), t, BulkInput{in.Entity, in.IDs, in.Where},
		func(ctx context.Context, before entity.Record) (bool, error) {
			rec := t.Copy(before)
			apply(rec, list)
			return s.saveNew(ctx, t, rec, before)
		})
}

// BulkDelete puts many records into the recycle bin.
func (s *Service) BulkDelete(ctx context.Context, in BulkInput) (Started[BulkResult], error) {
	t, err := s.writable(in.Entity)
	if err != nil {
		return Started[BulkResult]{}, err
	}
	return s.bulk(ctx, "records.bulkDelete", lang.Of("批量删除", "Bulk deletion of "), t, in,
		func(ctx context.Context, before entity.Record) (bool, error) {
			return true, s.db.Delete(ctx, t, before.Meta().ID, 0)
		})
}

// Assign hands many records to another owner.
func (s *Service) Assign(ctx context.Context, in AssignInput) (Started[BulkResult], error) {
	t, err := s.writable(in.Entity)
	if err != nil {
		return Started[BulkResult]{}, err
	}
	if in.OwnerID == "" {
		return Started[BulkResult]{}, notAsked("ownerId")
	}
	var faults fault.Faults
	s.mustExist(ctx, &faults, "ownerId", t.Spec("ownerId"), "user", in.OwnerID)
	if err := faults.Err(); err != nil {
		return Started[BulkResult]{}, err
	}
	return s.bulk(ctx, "records.assign", lang.Of("分配", "Assignment of "), t, BulkInput{in.Entity, in.IDs, in.Where},
		func(ctx context.Context, before entity.Record) (bool, error) {
			rec := t.Copy(before)
			rec.Meta().OwnerID = id.Of[who.User](in.OwnerID)
			return s.saveNew(ctx, t, rec, before)
		})
}

// saveNew saves a record and says whether anything in it was new.
func (s *Service) saveNew(ctx context.Context, t *entity.Type, rec, before entity.Record) (bool, error) {
	err := s.save(ctx, t, rec, before)
	return rec.Meta().Rev != before.Meta().Rev, err
}

// bulkStep does what is asked with one record, and says whether that changed it.
type bulkStep func(ctx context.Context, before entity.Record) (changed bool, err error)

// bulk runs one step over many records: transactions of bulkGroup records in one change set.
// A record whose step is refused is named in the result and the others go on.
func (s *Service) bulk(ctx context.Context, kind string, what lang.Text, t *entity.Type, in BulkInput, step bulkStep) (Started[BulkResult], error) {
	ids, err := s.selected(ctx, in)
	if err != nil {
		return Started[BulkResult]{}, err
	}
	return StartJob(ctx, s.jobs, kind, func(ctx context.Context, p *Progress) (BulkResult, error) {
		set := id.New()
		ctx = store.WithSet(ctx, set, lang.Sayf("%s%s（%s 条）", "%s%s (%s)", what, lang.Of(t.Label.ZH, t.Plural.EN), lang.N(len(ids))).In(who.Lang(ctx)))
		result := BulkResult{Failed: []BulkFailed{}}
		for from := 0; from < len(ids); from += bulkGroup {
			p.Set(from, len(ids))
			if err := ctx.Err(); err != nil {
				return result, err
			}
			if err := s.bulkOnce(ctx, t, ids[from:min(from+bulkGroup, len(ids))], step, &result); err != nil {
				return result, err
			}
			if result.Done > 0 {
				result.Change = set
			}
		}
		p.Set(len(ids), len(ids))
		return result, nil
	})
}

func (s *Service) bulkOnce(ctx context.Context, t *entity.Type, ids []string, step bulkStep, result *BulkResult) error {
	group := BulkResult{}
	err := s.db.Write(ctx, func(ctx context.Context) error {
		group = BulkResult{} // a Write may be tried again
		for _, of := range ids {
			before, err := s.db.Get(ctx, t, of)
			title, changed := "", false
			if err == nil {
				title = t.Title(before)
				err = s.db.Write(ctx, func(ctx context.Context) (err error) { // a part of its own, taken back alone
					changed, err = step(ctx, before)
					return err
				})
			}
			switch {
			case fatal(err):
				return err
			case err != nil:
				group.Failed = append(group.Failed, BulkFailed{of, title, fault.From(err).Text.In(who.Lang(ctx))})
			case changed:
				group.Done++
			default:
				group.Same++
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	result.Done += group.Done
	result.Same += group.Same
	for _, failed := range group.Failed {
		if len(result.Failed) < mostFailed {
			result.Failed = append(result.Failed, failed)
		} else {
			result.More++
		}
	}
	return nil
}

// fatal tells that going on with the other records makes no sense.
func fatal(err error) bool {
	return err != nil && (fault.Is(err, fault.Internal) || fault.Is(err, fault.Unavailable) || errors.Is(err, context.Canceled) || fault.From(err).Kind == fault.Internal)
}

// selected lists the ids a bulk job works on, without repeats. Neither ids nor a filter is
// refused: everything has to be asked for with {"and":[]}.
func (s *Service) selected(ctx context.Context, in BulkInput) ([]string, error) {
	if (len(in.IDs) == 0) == (in.Where == nil) {
		return nil, fault.New(fault.Invalid, "请给出 ids 或 where 其中之一", "Give either ids or where.")
	}
	seen := map[string]bool{}
	var ids []string
	add := func(of string) bool {
		if !seen[of] {
			seen[of] = true
			ids = append(ids, of)
		}
		return true
	}
	if in.Where == nil {
		for _, of := range in.IDs {
			add(of)
		}
		return ids, nil
	}
	query, err := s.query(ctx, ListInput{Entity: in.Entity, Where: in.Where})
	if err != nil {
		return nil, err
	}
	query.Limit = 0
	return ids, s.columns.IDs(ctx, query, add)
}
