package demo

import (
	"slices"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/modules/customers"
)

// spoken is one follow-up, with whom (a contact's place) and about which deal, nil for none.
type spoken struct {
	f     *customers.FollowUp
	with  int
	about *deal
}

// talkAndPlan makes up follow-ups from the day we met until now, and what is planned.
func (s *story) talkAndPlan() {
	n := 3 + s.r.IntN(7)
	switch s.c.Level {
	case customers.LevelA:
		n = 14 + s.r.IntN(14)
	case customers.LevelB:
		n = 8 + s.r.IntN(10)
	}
	last := s.lastTalk()
	days := make([]day.Day, n)
	for i := range days {
		days[i] = s.met + day.Day(s.r.IntN(max(int(last-s.met), 1)))
	}
	days[n-1] = last
	slices.Sort(days)
	for _, on := range days {
		s.talk(on)
	}
	slices.SortFunc(s.talks, func(a, b *spoken) int { return a.f.At.Compare(b.f.At) })
	at := s.talks[len(s.talks)-1].f.At
	s.c.LastFollowUpOn = day.In(at, time.Local)
	s.planAhead()
	if n := len(s.talks); n > 3 && s.r.IntN(100) < 60 {
		s.planDone(s.talks[n-2])
	}
}

// lastTalk is long ago for who was lost and lately for who matters.
func (s *story) lastTalk() day.Day {
	ago := s.r.IntN(60)
	switch s.c.Status {
	case customers.Lost:
		ago = 200 + s.r.IntN(200)
	case customers.Dormant:
		ago = 60 + s.r.IntN(150)
	case customers.Dealt, customers.Interested:
		ago = s.r.IntN(24)
	}
	return max(s.today-day.Day(ago), s.met)
}

func (s *story) talk(on day.Day) {
	t := &spoken{f: customers.FollowUps.New().(*customers.FollowUp), with: zipf(s.r, len(s.contacts))}
	phase, job, w := 0, "", wares[zipf(s.r, len(wares))]
	for _, d := range s.deals {
		open := d.o.OpenedOn <= on && (d.ended == 0 || on <= d.ended)
		switch {
		case open && s.r.IntN(100) < 75:
			phase, job, w, t.about = 1, d.job, d.ware, d
		case t.about == nil && d.ended != 0 && on > d.ended && d.o.LostReason == "":
			phase, job, w = 2, d.job, d.ware
		}
	}
	who, said := s.contacts[t.with], talkFor(s.r, phase)
	t.f.Way, t.f.At = customers.Way(said.way), s.moment(s.r, on).UTC().Truncate(time.Millisecond)
	t.f.Content, t.f.Result = said.say(polite(who.Name, who.Title), w.name, job), said.result
	if s.r.IntN(100) < 40 {
		t.f.NextStep = said.next
	}
	if said.way == "visit" {
		t.f.Place = pick(s.r, places)
	}
	s.talks = append(s.talks, t)
}

// planAhead plans the next step with those still worth it, around today.
func (s *story) planAhead() {
	if s.c.Status == customers.Lost || s.r.IntN(100) < 35 {
		return
	}
	p := s.plan()
	p.DueOn = s.today + day.Day(s.r.IntN(26)) - 6
	last := s.talks[len(s.talks)-1].f
	if p.DueOn < s.c.LastFollowUpOn {
		p.DueOn = s.c.LastFollowUpOn
	}
	if s.r.IntN(100) < 12 {
		p.Status, p.FirstOn, p.Reason = customers.Postponed, p.DueOn-day.Day(3+s.r.IntN(8)), "客户临时有事，改期"
	}
	s.plans = append(s.plans, p)
	s.c.NextFollowUpOn, last.NextOn, last.NextStep = p.DueOn, p.DueOn, p.Goal
}

// planDone remembers the plan that a follow-up answered.
func (s *story) planDone(t *spoken) {
	p := s.plan()
	p.DueOn = day.In(t.f.At, time.Local)
	p.Status, p.DoneAt = customers.Done, t.f.At
	s.plans = append(s.plans, p)
}

func (s *story) plan() *customers.FollowUpPlan {
	p := customers.FollowUpPlans.New().(*customers.FollowUpPlan)
	p.Goal, p.Way = pick(s.r, goals), []customers.Way{customers.Call, customers.Call, customers.Visit, customers.Wechat, customers.Meeting}[s.r.IntN(5)]
	return p
}
