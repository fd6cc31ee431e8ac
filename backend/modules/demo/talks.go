package demo

import (
	"slices"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/modules/customers"
	"xingke/backend/modules/sales"
)

// spoken is one follow-up, with whom (a contact's place) and about which deal, nil for none.
type spoken struct {
	f     *customers.FollowUp
	with  int
	about *deal
}

// planned is one plan and the deal it is about, nil for none.
type planned struct {
	p     *customers.FollowUpPlan
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
	for _, t := range s.turns(n) {
		s.talk(t)
	}
	slices.SortFunc(s.talks, func(a, b *spoken) int { return a.f.At.Compare(b.f.At) })
	at := s.talks[len(s.talks)-1].f.At
	s.c.LastFollowUpOn = day.In(at, time.Local)
	s.planAhead()
	if n := len(s.talks); n > 3 && s.r.IntN(100) < 60 {
		s.planDone(s.talks[n-2])
	}
}

// turn is a day on which somebody speaks with the customer, and the deal it is for if one was meant.
type turn struct {
	on    day.Day
	about *deal
}

// turns are so many days on which the customer is spoken with: every deal has some of them, for nobody wins
// or loses one in silence; the last one is on the day that fits how the customer stands.
func (s *story) turns(n int) []turn {
	last := s.lastTalk()
	days := make([]turn, 0, n)
	for _, d := range s.deals {
		until := last
		if d.ended != 0 {
			until = min(until, d.ended)
		}
		for range 2 + s.r.IntN(3) {
			days = append(days, turn{d.o.OpenedOn + day.Day(s.r.IntN(max(int(until-d.o.OpenedOn)+1, 1))), d})
		}
	}
	for len(days) < n-1 {
		days = append(days, turn{on: s.met + day.Day(s.r.IntN(max(int(last-s.met), 1)))})
	}
	days = append(days, turn{on: last})
	slices.SortStableFunc(days, func(a, b turn) int { return int(a.on - b.on) })
	return days
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

func (s *story) talk(at turn) {
	t := &spoken{f: customers.FollowUps.New().(*customers.FollowUp), with: zipf(s.r, len(s.contacts)), about: at.about}
	var bought *deal
	for _, d := range s.deals {
		open := d.o.OpenedOn <= at.on && (d.ended == 0 || at.on <= d.ended)
		switch {
		case t.about == nil && open && s.r.IntN(100) < 75:
			t.about = d
		case d.ended != 0 && at.on > d.ended && d.o.LostReason == "":
			bought = d
		}
	}
	t.f.At = s.moment(s.r, at.on).UTC().Truncate(time.Millisecond)
	var said talk
	job, w := "", wares[zipf(s.r, len(wares))]
	switch {
	case t.about != nil:
		job, w, said = t.about.job, t.about.ware, s.dealTalk(t.about, at.on)
		t.f.At = t.about.during(t.f.At, time.Duration(10+s.r.IntN(90))*time.Minute)
	case bought != nil:
		job, w, said = bought.job, bought.ware, pick(s.r, laterTalks)
	default:
		said = pick(s.r, earlyTalks)
	}
	who := s.contacts[t.with]
	t.f.Way = customers.Way(said.way)
	t.f.Content, t.f.Result = said.say(polite(who.Name, who.Title), w.name, job), said.result
	if s.r.IntN(100) < 40 {
		t.f.NextStep = said.next
	}
	if said.way == "visit" {
		t.f.Place = pick(s.r, places)
	}
	s.talks = append(s.talks, t)
}

// during moves a moment on the first or last day of a deal to after it began, or to before it ended.
func (d *deal) during(at time.Time, by time.Duration) time.Time {
	if first := d.began.Add(by); at.Before(first) {
		at = first
	}
	if last := d.o.StageLog[len(d.o.StageLog)-1].At.Add(-by / 4); d.ended != 0 && at.After(last) {
		at = last
	}
	return at.UTC().Truncate(time.Millisecond)
}

// dealTalk is what is said about a deal as far as it has come, mostly not the same thing twice.
func (s *story) dealTalk(d *deal, on day.Day) talk {
	most := len(dealTalks) - 1
	at, until := float64(most), d.ended
	if d.o.Stage != sales.Won {
		most-- // what comes after signing is not said of what was never signed
		at *= float64(len(d.o.StageLog)) / float64(len(steps)+1)
	}
	if until == 0 {
		until = s.today
	}
	at *= float64(on-d.o.OpenedOn) / float64(max(until-d.o.OpenedOn, 1))
	i := min(max(int(at)+s.r.IntN(3)-1, 0), most)
	for i < most && d.said[i] {
		i++
	}
	if d.said == nil {
		d.said = map[int]bool{}
	}
	d.said[i] = true
	return dealTalks[i]
}

// planAhead plans the next step with those still worth it, around today.
func (s *story) planAhead() {
	if s.c.Status == customers.Lost || s.r.IntN(100) < 35 {
		return
	}
	var about *deal
	for _, d := range s.deals {
		if d.ended == 0 {
			about = d
		}
	}
	p := s.plan(about)
	p.DueOn = s.today + day.Day(s.r.IntN(26)) - 6
	last := s.talks[len(s.talks)-1].f
	if p.DueOn < s.c.LastFollowUpOn {
		p.DueOn = s.c.LastFollowUpOn
	}
	if s.r.IntN(100) < 12 {
		p.Status, p.FirstOn, p.Reason = customers.Postponed, p.DueOn-day.Day(3+s.r.IntN(8)), "客户临时有事，改期"
	}
	s.c.NextFollowUpOn, last.NextOn, last.NextStep = p.DueOn, p.DueOn, p.Goal
}

// planDone remembers the plan that a follow-up answered.
func (s *story) planDone(t *spoken) {
	p := s.plan(t.about)
	p.DueOn = day.In(t.f.At, time.Local)
	p.Status, p.DoneAt = customers.Done, t.f.At
}

// plan makes a plan about a deal, or about the customer as such.
func (s *story) plan(about *deal) *customers.FollowUpPlan {
	p := customers.FollowUpPlans.New().(*customers.FollowUpPlan)
	from := goals
	if about != nil {
		from = dealGoals
	}
	p.Goal, p.Way = pick(s.r, from), []customers.Way{customers.Call, customers.Call, customers.Visit, customers.Wechat, customers.Meeting}[s.r.IntN(5)]
	s.plans = append(s.plans, planned{p, about})
	return p
}
