package demo

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/id"
	"xingke/backend/base/money"
	"xingke/backend/core/field"
	"xingke/backend/modules/customers"
	"xingke/backend/modules/sales"
	"xingke/backend/modules/team"
)

// story is one customer with all that happens to it.
type story struct {
	*filler
	r        *rand.Rand
	c        *customers.Customer
	area     area
	at       city
	trade    trade
	owner    *team.User
	met      day.Day
	contacts []*customers.Contact
	deals    []*deal
	orders   []*purchase
	talks    []*spoken
	plans    []planned
}

// customer writes the i-th customer: first everything is made up, then the customer is told the
// outcome, then all is written in the order in which one thing refers to another.
func (f *filler) customer(i int) error {
	s := &story{filler: f, r: f.random(uint64(i))}
	s.introduce(i)
	s.meetPeople()
	s.dealAndBuy()
	s.talkAndPlan()
	if err := s.write(); err != nil {
		return err
	}
	f.done++
	if f.done%50 == 0 {
		f.plan.Progress(f.done, f.plan.Customers)
	}
	return nil
}

func (s *story) introduce(i int) {
	r := s.r
	n := r.IntN(sumOf(areas, func(a area) int { return a.share }))
	for _, a := range areas {
		if s.area = a; n < a.share {
			break
		}
		n -= a.share
	}
	at, staff := s.area.city(r), s.staff[s.area.name]
	s.at = at
	s.trade, s.owner = tradeOf(r), staff[zipf(r, len(staff))]
	s.met = s.today - span - 120 + day.Day(r.IntN(span+110))
	c := customers.Customers.New().(*customers.Customer)
	s.c = c
	c.Name, c.ShortName = s.name(at)
	c.Code = s.filler.plan.Code + strconv.Itoa(100_001 + i)[1:]
	if i >= 100_000 {
		c.Code = s.filler.plan.Code + strconv.Itoa(i+1)
	}
	c.Industry, c.Source = s.trade.industry, pick(r, customers.Sources()).Value
	c.Region = s.place(at)
	c.Address = pick(r, roads) + strconv.Itoa(1+r.IntN(1200)) + "号"
	c.Phone = at.code + "-" + strconv.Itoa(2+r.IntN(7)) + digits(r, 7)
	c.Website = "https://www." + string(rune('a'+r.IntN(26))) + string(rune('a'+r.IntN(26))) + digits(r, 4) + ".example"
	switch n := r.IntN(100); {
	case n < 14:
		c.Level, c.Size, c.AnnualRevenue = customers.LevelA, int64(300+r.IntN(4000)), money.Amount(8_000+r.IntN(90_000))*1_000_000
	case n < 48:
		c.Level, c.Size, c.AnnualRevenue = customers.LevelB, int64(80+r.IntN(400)), money.Amount(1_500+r.IntN(9_000))*1_000_000
	default:
		c.Level, c.Size, c.AnnualRevenue = customers.LevelC, int64(8+r.IntN(120)), money.Amount(200+r.IntN(2_000))*1_000_000
	}
	if s.boss != nil && (c.Level == customers.LevelA && r.IntN(100) < 22 || i*37%100 < s.filler.plan.Mine) {
		s.owner = s.boss
	}
	c.YearFounded = 1992 + r.IntN(31)
	if r.IntN(100) < 70 {
		c.CreditCode = customers.CompleteCreditCode("91" + "3" + digits(r, 5) + "MA" + creditDigits(r, 7))
	}
	if r.IntN(100) < 9 {
		c.SpecialDemand = pick(r, demands)
	}
	if r.IntN(100) < 6 {
		c.Kind = customers.Reseller
	}
	for len(c.Tags) < r.IntN(3) {
		c.Tags = append(c.Tags, tags[zipf(r, len(tags))].name)
	}
}

func creditDigits(r *rand.Rand, n int) string {
	const letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	b := make([]byte, n)
	for i := range b {
		b[i] = letters[r.IntN(len(letters))]
	}
	return string(b)
}

// name makes a name no other customer of the book has.
func (s *story) name(at city) (full, short string) {
	for tries := 0; ; tries++ {
		word := pick(s.r, wordHeads) + pick(s.r, wordTails)
		if tries > 20 {
			word += pick(s.r, wordTails)
		}
		made, suffix := pick(s.r, s.trade.words), pick(s.r, suffixes)
		if strings.HasSuffix(made, "科技") {
			suffix = strings.TrimPrefix(suffix, "科技")
		}
		full = at.short + word + made + suffix
		if !s.taken[full] {
			s.taken[full] = true
			return full, word
		}
	}
}

// place is a real district of a city: 浙江省/宁波市/鄞州区, 上海市/市辖区/徐汇区.
func (s *story) place(at city) string {
	for _, p := range field.Divisions() {
		if p.Name != at.province {
			continue
		}
		for _, c := range p.Children {
			if (c.Name == at.name || c.Name == "市辖区" && at.name == p.Name) && len(c.Children) > 0 {
				return p.Name + "/" + c.Name + "/" + pick(s.r, c.Children).Name
			}
		}
	}
	return at.province + "/" + at.name
}

func (s *story) meetPeople() {
	n := 1
	switch {
	case s.c.Level == customers.LevelA:
		n = 2 + s.r.IntN(3)
	case s.c.Level == customers.LevelB:
		n = 1 + s.r.IntN(2)
	}
	for i := range n {
		c := customers.Contacts.New().(*customers.Contact)
		name, female := person(s.r)
		c.Name, c.Title, c.Gender = name, pick(s.r, titles), "male"
		if female {
			c.Gender = "female"
		}
		c.Unit, c.DecisionRole = units[c.Title], decisionRoles[c.Title]
		c.Phone, c.Primary = mobile(s.r), i == 0
		if s.r.IntN(100) < 60 {
			c.Wechat = "wx_" + digits(s.r, 6)
		}
		if s.r.IntN(100) < 45 {
			c.Email = "mail" + digits(s.r, 5) + "@" + s.c.Website[len("https://www."):]
		}
		if s.r.IntN(100) < 30 {
			c.Birthday = day.Of(1965+s.r.IntN(34), time.Month(1+s.r.IntN(12)), 1+s.r.IntN(28))
		}
		s.contacts = append(s.contacts, c)
	}
}

// write hands everything over in an order in which references exist.
func (s *story) write() error {
	met := s.moment(s.r, s.met)
	if err := s.add(s.r, s.c, met, s.owner); err != nil {
		return err
	}
	of := id.Of[customers.Customer](s.c.ID)
	for i, c := range s.contacts {
		c.CustomerID = of
		if err := s.add(s.r, c, met.Add(time.Duration(i)*time.Minute), s.owner); err != nil {
			return err
		}
	}
	for _, d := range s.deals {
		d.o.CustomerID, d.o.ContactID = of, id.Of[customers.Contact](pick(s.r, s.contacts).ID)
		if err := s.add(s.r, d.o, d.began, s.owner); err != nil {
			return err
		}
	}
	for _, p := range s.orders {
		p.o.CustomerID = of
		if p.from != nil {
			p.o.OpportunityID = id.Of[sales.Opportunity](p.from.o.ID)
		}
		if err := s.add(s.r, p.o, p.at, s.owner); err != nil {
			return err
		}
	}
	return s.writeTalks(of)
}

func (s *story) writeTalks(of id.Of[customers.Customer]) error {
	for _, t := range s.talks {
		t.f.CustomerID, t.f.ContactID = of, id.Of[customers.Contact](s.contacts[t.with].ID)
		if t.about != nil {
			t.f.Subject = id.Link{Entity: sales.Opportunities.Name, ID: t.about.o.ID}
		}
		if err := s.add(s.r, t.f, t.f.At, s.owner); err != nil {
			return err
		}
	}
	for _, one := range s.plans {
		p := one.p
		p.CustomerID, p.ContactID = of, id.Of[customers.Contact](s.contacts[0].ID)
		made := s.moment(s.r, min(p.DueOn-7, s.today-1))
		if one.about != nil {
			p.Subject = id.Link{Entity: sales.Opportunities.Name, ID: one.about.o.ID}
			if made.Before(one.about.began) {
				made = one.about.began
			}
		}
		if err := s.add(s.r, p, made, s.owner); err != nil {
			return err
		}
	}
	return nil
}
