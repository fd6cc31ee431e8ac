package customers

import (
	"context"
	"slices"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/store"
	"xingke/backend/modules/team"
)

// Service holds the laws and verbs of customers. It is safe for concurrent use.
type Service struct {
	db    *store.DB
	cols  *columns.Columns
	clock clock.Clock
	today []TodayPart

	policy *access.Policy // nil: whoever asks sees everything
}

// Heed makes the lists of today keep to what the caller may see.
func (s *Service) Heed(policy *access.Policy) { s.policy = policy }

// New makes the service and puts its laws into force.
func New(db *store.DB, cols *columns.Columns, clk clock.Clock) *Service {
	s := &Service{db: db, cols: cols, clock: clk}
	db.Enact(Customers.Name, store.Law{Allow: func(ctx context.Context, before, after entity.Record) error {
		return team.NoCircle(ctx, db, Customers.Type, "parentId", lang.Of("上级公司", "parent company"), before, after)
	}})
	db.Enact(FollowUps.Name, store.Law{Allow: s.witness, Then: s.stampFollowUp})
	db.Enact(FollowUpPlans.Name, store.Law{Then: s.stampPlan})
	return s
}

// FollowUpStays is how long a follow-up may be corrected by everybody who may change it at all.
const FollowUpStays = 72 * time.Hour

// witness keeps what a follow-up says after three days, except from a manager or the owner. Handing it
// to another owner or tagging it is always possible.
func (s *Service) witness(ctx context.Context, before, after entity.Record) error {
	if before == nil {
		return nil
	}
	old, now := before.(*FollowUp), after.(*FollowUp)
	if s.clock.Now().Sub(old.CreatedAt) <= FollowUpStays || s.senior(ctx) {
		return nil
	}
	if old.Deleted() == now.Deleted() && old.says() == now.says() {
		return nil
	}
	return fault.New(fault.Forbidden, "跟进记录超过 72 小时后只有经理或老板可以修改；可以补写一条新的跟进", "A follow-up older than 72 hours can only be changed by a manager or the owner. Write a new one that corrects it.")
}

// statement is what a follow-up bears witness of.
type statement struct {
	content, result, place string
	way                    Way
	at                     int64
	customer               id.Of[Customer]
	contact                id.Of[Contact]
	subject                id.Link
}

func (f *FollowUp) says() statement {
	return statement{f.Content, f.Result, f.Place, f.Way, f.At.UnixMilli(), f.CustomerID, f.ContactID, f.Subject}
}

// senior may correct what has become a witness: who may approve follow-ups.
func (s *Service) senior(ctx context.Context) bool {
	if s.policy == nil {
		u, _ := who.From(ctx)
		return slices.Contains(u.Roles, team.Owner) || slices.Contains(u.Roles, team.Manager)
	}
	return s.policy.Allow(ctx, string(access.Approve), FollowUps.Name) == nil
}

// stampFollowUp keeps the customer's last and next day.
func (s *Service) stampFollowUp(ctx context.Context, before, after entity.Record) error {
	f := after.(*FollowUp)
	if f.Deleted() {
		return s.recountLast(ctx, f.CustomerID)
	}
	if before != nil {
		old := before.(*FollowUp)
		if old.CustomerID == f.CustomerID && old.At.Equal(f.At) && old.NextOn == f.NextOn && old.Deleted() == f.Deleted() {
			return nil
		}
		if old.CustomerID != "" && (old.CustomerID != f.CustomerID || old.At.After(f.At)) {
			if err := s.recountLast(ctx, old.CustomerID); err != nil {
				return err
			}
		}
	}
	on := day.In(f.At, time.Local)
	return s.stamp(ctx, f.CustomerID, func(c *Customer) {
		if on > c.LastFollowUpOn {
			c.LastFollowUpOn = on
			if c.NextFollowUpOn != 0 && c.NextFollowUpOn <= on {
				c.NextFollowUpOn = 0
			}
		}
		if f.NextOn > on && on >= c.LastFollowUpOn && (c.NextFollowUpOn == 0 || f.NextOn < c.NextFollowUpOn) {
			c.NextFollowUpOn = f.NextOn
		}
	})
}

// recountLast reads the last day again from the follow-ups that remain.
func (s *Service) recountLast(ctx context.Context, of id.Of[Customer]) error {
	if of == "" {
		return nil
	}
	asProgram := who.With(ctx, who.System)
	ids, err := s.db.Lookup(asProgram, FollowUps.Type, "customerId", field.OfText(string(of)))
	if err != nil {
		return err
	}
	last := day.Day(0)
	for _, one := range ids {
		f, err := store.Get(asProgram, s.db, FollowUps, id.Of[FollowUp](one))
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		last = max(last, day.In(f.At, time.Local))
	}
	return s.stamp(ctx, of, func(c *Customer) { c.LastFollowUpOn = last })
}

// stampPlan keeps the customer's next day: that of the earliest plan that waits.
func (s *Service) stampPlan(ctx context.Context, before, after entity.Record) error {
	p := after.(*FollowUpPlan)
	if before != nil {
		old := before.(*FollowUpPlan)
		if old.CustomerID == p.CustomerID && old.DueOn == p.DueOn && old.Status == p.Status && old.Deleted() == p.Deleted() {
			return nil
		}
		if old.CustomerID != p.CustomerID {
			if err := s.recountNext(ctx, old.CustomerID); err != nil {
				return err
			}
		}
	}
	return s.recountNext(ctx, p.CustomerID)
}

func (s *Service) recountNext(ctx context.Context, of id.Of[Customer]) error {
	if of == "" {
		return nil
	}
	asProgram := who.With(ctx, who.System)
	ids, err := s.db.Lookup(asProgram, FollowUpPlans.Type, "customerId", field.OfText(string(of)))
	if err != nil {
		return err
	}
	next := day.Day(0)
	for _, one := range ids {
		p, err := store.Get(asProgram, s.db, FollowUpPlans, id.Of[FollowUpPlan](one))
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if !p.Status.Closed() && (next == 0 || p.DueOn < next) {
			next = p.DueOn
		}
	}
	return s.stamp(ctx, of, func(c *Customer) { c.NextFollowUpOn = next })
}

// stamp changes a customer on behalf of what hangs on it, as the one who acts but with the program's
// rights: who may write a follow-up need not be one who may edit the customer.
func (s *Service) stamp(ctx context.Context, of id.Of[Customer], change func(*Customer)) error {
	if of == "" {
		return nil
	}
	asProgram := who.Elevate(ctx)
	c, err := store.Get(asProgram, s.db, Customers, of)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	last, next, status := c.LastFollowUpOn, c.NextFollowUpOn, c.Status
	change(c)
	if last == c.LastFollowUpOn && next == c.NextFollowUpOn && status == c.Status {
		return nil
	}
	return s.db.Put(asProgram, c)
}

// wakes is how recent a purchase must be to wake a customer who was dormant or lost.
const wakes = 90

// Advance lets facts drive a customer's status, forwards only: an open opportunity (to is Interested)
// makes a potential customer an interested one; a purchase (to is Dealt) makes who had not bought yet
// one who has, and wakes a dormant or lost customer if it happened in the last 90 days.
func (s *Service) Advance(ctx context.Context, of id.Of[Customer], to Status, on day.Day) error {
	recent := on == 0 || on > day.In(s.clock.Now(), time.Local)-wakes
	return s.stamp(ctx, of, func(c *Customer) {
		early := c.Status == Potential || c.Status == Interested
		switch {
		case to == Dealt && (early || recent):
			c.Status = Dealt
		case to == Interested && c.Status == Potential:
			c.Status = Interested
		}
	})
}
