package customers

import (
	"context"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/rpc"
	"xingke/backend/core/store"
)

// RecordInput says what happened and, if it is known, what shall happen next.
type RecordInput struct {
	Subject    id.Link `json:"subject,omitzero"`     // what it was about; a customer if not said otherwise
	CustomerID string  `json:"customerId,omitempty"` // needed where the subject is no customer
	ContactID  string  `json:"contactId,omitempty"`
	Way        Way     `json:"way,omitempty"` // call if not said
	Content    string  `json:"content"`
	At         string  `json:"at,omitempty"` // RFC 3339; now if not said
	Result     string  `json:"result,omitempty"`
	Place      string  `json:"place,omitempty"`
	NextStep   string  `json:"nextStep,omitempty"`
	NextOn     day.Day `json:"nextOn,omitzero"`    // a plan is made for this day
	NextWay    Way     `json:"nextWay,omitempty"`  // as this time if not said
	NextGoal   string  `json:"nextGoal,omitempty"` // the next step if not said
	PlanID     string  `json:"planId,omitempty"`   // the plan that this completes
}

// RecordOutput names what was written.
type RecordOutput struct {
	FollowUpID string `json:"followUpId"`
	PlanID     string `json:"planId,omitempty"` // of the plan made for the next day
	CustomerID string `json:"customerId,omitempty"`
}

// Record writes a follow-up, completes the plan it answers, makes the next plan and stamps the
// customer's last and next day: all of it or nothing.
func (s *Service) Record(ctx context.Context, in RecordInput) (out RecordOutput, err error) {
	t, with := s.spokenWith(in)
	label := About(ctx, s.db, lang.Of("写跟进记录", "Recorded a follow-up"), t, with)
	err = s.db.Write(store.WithSet(ctx, id.New(), label.In(who.Lang(ctx))), func(ctx context.Context) error {
		out, err = s.record(ctx, in)
		return err
	})
	return out, err
}

func (s *Service) record(ctx context.Context, in RecordInput) (RecordOutput, error) {
	f, err := s.followUp(ctx, in)
	if err != nil {
		return RecordOutput{}, err
	}
	if err := s.completeFor(ctx, f); err != nil {
		return RecordOutput{}, err
	}
	if err := s.db.Put(ctx, f); err != nil {
		return RecordOutput{}, err
	}
	out := RecordOutput{FollowUpID: f.ID, CustomerID: string(f.CustomerID)}
	if f.NextOn == 0 {
		return out, nil
	}
	next := FollowUpPlans.New().(*FollowUpPlan)
	next.CustomerID, next.ContactID, next.Subject = f.CustomerID, f.ContactID, f.Subject
	next.DueOn, next.Way, next.Goal = f.NextOn, firstOf(in.NextWay, f.Way), firstOf(in.NextGoal, f.NextStep, lang.Of("继续跟进", "Follow up").In(who.Lang(ctx)))
	mine(ctx, next)
	if err := s.db.Put(ctx, next); err != nil {
		return RecordOutput{}, err
	}
	out.PlanID = next.ID
	return out, nil
}

// followUp makes the record an input describes.
func (s *Service) followUp(ctx context.Context, in RecordInput) (*FollowUp, error) {
	f := FollowUps.New().(*FollowUp)
	f.Subject, f.CustomerID, f.ContactID = in.Subject, id.Of[Customer](in.CustomerID), id.Of[Contact](in.ContactID)
	f.Content, f.Result, f.Place, f.NextStep, f.NextOn = in.Content, in.Result, in.Place, in.NextStep, in.NextOn
	f.Way, f.PlanID, f.At = firstOf(in.Way, Call), id.Of[FollowUpPlan](in.PlanID), s.clock.Now()
	if in.At != "" {
		at, err := time.Parse(time.RFC3339, in.At)
		if err != nil {
			return nil, fault.Field("at", lang.Of("跟进时间应形如 2026-03-08T15:04:00+08:00", "Enter the time of the follow-up like 2026-03-08T15:04:00+08:00"))
		}
		f.At = at.UTC()
	}
	mine(ctx, f)
	if err := s.about(ctx, f); err != nil {
		return nil, err
	}
	return f, s.mayTalk(ctx, f)
}

// mayTalk refuses a follow-up with a customer or contact that the one who writes it may not see.
func (s *Service) mayTalk(ctx context.Context, f *FollowUp) error {
	if f.CustomerID != "" {
		if _, err := store.Get(ctx, s.db, Customers, f.CustomerID); err != nil {
			return err
		}
	}
	if f.ContactID != "" {
		if _, err := store.Get(ctx, s.db, Contacts, f.ContactID); err != nil {
			return err
		}
	}
	return nil
}

// about finds the customer of a follow-up where it was not said: from the contact, the plan, or the
// record it is about.
func (s *Service) about(ctx context.Context, f *FollowUp) error {
	if f.PlanID != "" {
		plan, err := store.Get(ctx, s.db, FollowUpPlans, f.PlanID)
		if err != nil {
			return err
		}
		f.CustomerID = firstOf(f.CustomerID, plan.CustomerID)
		if f.Subject.ID == "" {
			f.Subject = plan.Subject
		}
	}
	if f.CustomerID == "" && f.ContactID != "" {
		c, err := store.Get(ctx, s.db, Contacts, f.ContactID)
		if err != nil {
			return err
		}
		f.CustomerID = c.CustomerID
	}
	if f.CustomerID != "" || f.Subject.ID == "" {
		return nil
	}
	t, err := s.db.Types().Need(f.Subject.Entity)
	if err != nil {
		return err
	}
	rec, err := s.db.Get(ctx, t, f.Subject.ID)
	if err != nil {
		return err
	}
	switch spec := t.Spec("customerId"); {
	case t.Name == Customers.Name:
		f.CustomerID = id.Of[Customer](f.Subject.ID)
	case spec != nil && spec.Target == Customers.Name:
		f.CustomerID = id.Of[Customer](entity.Get(rec, spec).Text)
	}
	return nil
}

func (s *Service) completeFor(ctx context.Context, f *FollowUp) error {
	if f.PlanID == "" {
		return nil
	}
	plan, err := store.Get(ctx, s.db, FollowUpPlans, f.PlanID)
	if err != nil {
		return err
	}
	if plan.Status == Done {
		return nil
	}
	plan.Status, plan.DoneAt = Done, f.At
	return s.db.Put(ctx, plan)
}

// mine makes the one who acts the owner of a new record, where it is a person.
func mine(ctx context.Context, rec entity.Record) {
	if u, ok := who.From(ctx); ok && u.ID != who.System.ID {
		rec.Meta().OwnerID = id.Of[who.User](u.ID)
		rec.Meta().DepartmentID = u.DepartmentID
	}
}

// firstOf is the first text that is not empty.
func firstOf[S ~string](texts ...S) S {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// PlanInput names a plan.
type PlanInput struct {
	ID string `json:"id"`
}

// PlanOutput is how a plan stands afterwards.
type PlanOutput struct {
	ID     string     `json:"id"`
	Rev    uint64     `json:"rev"`
	Status PlanStatus `json:"status"`
	DueOn  day.Day    `json:"dueOn"`
}

// Complete marks a plan as done.
func (s *Service) Complete(ctx context.Context, in PlanInput) (PlanOutput, error) {
	return s.change(ctx, in.ID, lang.Of("完成跟进计划", "Completed a plan"), func(p *FollowUpPlan) error {
		p.Status, p.DoneAt = Done, s.clock.Now()
		return nil
	})
}

// PostponeInput moves a plan to a later day.
type PostponeInput struct {
	ID     string  `json:"id"`
	DueOn  day.Day `json:"dueOn"`
	Reason string  `json:"reason,omitempty"`
}

// Postpone moves a plan that still waits to another day; the day first planned stays known.
func (s *Service) Postpone(ctx context.Context, in PostponeInput) (PlanOutput, error) {
	return s.change(ctx, in.ID, lang.Of("延期跟进计划", "Postponed a plan"), func(p *FollowUpPlan) error {
		if in.DueOn <= p.DueOn && in.DueOn < day.In(s.clock.Now(), time.Local) {
			return fault.Field("dueOn", lang.Of("请选择今天或以后的日期", "Choose today or a later day"))
		}
		p.Status, p.DueOn, p.Reason = Postponed, in.DueOn, firstOf(in.Reason, p.Reason)
		return nil
	})
}

// CancelInput gives a plan up.
type CancelInput struct {
	ID     string `json:"id"`
	Reason string `json:"reason,omitempty"`
}

// Cancel gives a plan up.
func (s *Service) Cancel(ctx context.Context, in CancelInput) (PlanOutput, error) {
	return s.change(ctx, in.ID, lang.Of("取消跟进计划", "Cancelled a plan"), func(p *FollowUpPlan) error {
		p.Status, p.Reason = Cancelled, firstOf(in.Reason, p.Reason)
		return nil
	})
}

// change changes a plan that still waits.
func (s *Service) change(ctx context.Context, planID string, label lang.Text, change func(*FollowUpPlan) error) (out PlanOutput, err error) {
	label = About(ctx, s.db, label, FollowUpPlans.Type, planID)
	err = s.db.Write(store.WithSet(ctx, id.New(), label.In(who.Lang(ctx))), func(ctx context.Context) error {
		p, err := store.Get(ctx, s.db, FollowUpPlans, id.Of[FollowUpPlan](planID))
		if err != nil {
			return err
		}
		if p.Status.Closed() {
			return fault.New(fault.Conflict, "这个计划已经完成或取消；需要再跟进请新建一个计划", "This plan is already done or cancelled. Make a new one to follow up again.")
		}
		if err := change(p); err != nil {
			return err
		}
		if err := s.db.Put(ctx, p); err != nil {
			return err
		}
		out = PlanOutput{ID: p.ID, Rev: p.Rev, Status: p.Status, DueOn: p.DueOn}
		return nil
	})
	return out, err
}

// Expose puts the verbs of this house into the table of operations.
func (s *Service) Expose(t *rpc.Table) {
	rpc.Handle(t, "followUp.record", rpc.Needs("create", FollowUps.Name), s.Record).
		Says("写一条跟进：完成对应计划，并安排下一次", "Records a follow-up, completes the plan it answers and plans the next one.")
	rpc.Handle(t, "followUpPlan.complete", rpc.Needs("update", FollowUpPlans.Name), s.Complete).
		Says("把跟进计划标为已完成", "Marks a plan as done.")
	rpc.Handle(t, "followUpPlan.postpone", rpc.Needs("update", FollowUpPlans.Name), s.Postpone).
		Says("把跟进计划改到以后的日期", "Moves a plan to a later day.")
	rpc.Handle(t, "followUpPlan.cancel", rpc.Needs("update", FollowUpPlans.Name), s.Cancel).
		Says("取消跟进计划", "Gives a plan up.")
	rpc.Handle(t, "today.get", rpc.SignedIn, s.Today).
		Says("今天要做的事：到期和逾期的计划、需要照看的商机、待发货的订单、久未联系的客户，以及本月的数字",
			"What waits today: plans due and overdue, opportunities in need of attention, orders to ship, customers long not heard of; and the figures of the month.")
}
