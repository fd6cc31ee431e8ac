package demo

import (
	"fmt"
	"slices"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/id"
	"xingke/backend/base/money"
	"xingke/backend/base/who"
	"xingke/backend/modules/customers"
	"xingke/backend/modules/sales"
)

// deal is one opportunity and the job it is about.
type deal struct {
	o     *sales.Opportunity
	job   string
	ware  ware
	began time.Time
	ended day.Day      // 0 while it is open
	said  map[int]bool // of dealTalks
}

// purchase is one order, and the deal it came from if any.
type purchase struct {
	o    *sales.Order
	from *deal
	at   time.Time
}

// dealAndBuy makes up the customer's deals and orders, and what that makes of the customer.
func (s *story) dealAndBuy() {
	n := s.r.IntN(2)
	switch s.c.Level {
	case customers.LevelA:
		n = 2 + s.r.IntN(4)
	case customers.LevelB:
		n = 1 + s.r.IntN(2)
	}
	bought := day.Day(0)
	for range n {
		d := s.walk(s.opening())
		s.deals = append(s.deals, d)
		if d.o.Stage == sales.Won {
			p := s.purchase(d, d.ended)
			d.o.Amount = p.o.Total
			bought = max(bought, p.o.OrderedOn)
		}
	}
	if bought != 0 {
		s.buyAgain(bought)
	}
	s.judge(bought)
}

// opening is the day a deal begins: more in spring and autumn, few around New Year.
func (s *story) opening() day.Day {
	from := max(s.met+2, s.today-span)
	for range 12 {
		on := from + day.Day(s.r.IntN(max(int(s.today-from)-1, 1)))
		if _, month, _ := on.Date(); s.r.IntN(100) < busy[month-1] {
			return on
		}
	}
	return from
}

// busy is how likely a deal begins in a month, in percent of the busiest.
var busy = [12]int{45, 25, 90, 100, 85, 70, 55, 60, 95, 80, 75, 50}

// steps are the open stages with the most days a deal stays there.
var steps = []struct {
	stage sales.Stage
	days  int
}{{sales.Qualify, 18}, {sales.Discover, 30}, {sales.Propose, 26}, {sales.Negotiate, 30}}

// walk leads a deal through the stages until it is won, lost or today is reached.
func (s *story) walk(on day.Day) *deal {
	w := wares[zipf(s.r, len(wares))]
	d := &deal{job: pick(s.r, s.trade.jobs), ware: w, began: s.moment(s.r, on), o: sales.Opportunities.New().(*sales.Opportunity)}
	o := d.o
	o.Name, o.OpenedOn, o.ProductID = s.c.ShortName+d.job, on, s.product(w)
	y, m, _ := on.Date()
	month := fmt.Sprintf("%d%02d", y, int(m))
	s.numbers[month]++
	o.Number = fmt.Sprintf("O-%s-%04d", month, s.numbers[month])
	o.Amount = money.Amount(w.price*(w.least+s.r.IntN(w.most-w.least+1))*(2+s.r.IntN(5))) * 100
	o.Source, o.NextStep = s.c.Source, pick(s.r, nextSteps)
	by := id.Of[who.User](s.owner.ID)
	at, fails := d.began, 6+s.r.IntN(10)
	var from sales.Stage
	for i, step := range steps {
		o.Stage = step.stage
		o.StageLog = append(o.StageLog, sales.StageEntry{From: from, To: step.stage, At: at.UTC().Truncate(time.Millisecond), By: by, Days: daysBetween(o, at)})
		from = step.stage
		on += day.Day(2 + s.r.IntN(step.days))
		if on >= s.today {
			break
		}
		at = s.moment(s.r, on)
		if lost := s.r.IntN(100) < fails; lost || i == len(steps)-1 {
			s.end(d, on, at, lost)
			break
		}
	}
	if d.ended == 0 {
		o.ExpectedCloseOn = s.today + day.Day(s.r.IntN(75)) - 8
	}
	return d
}

func daysBetween(o *sales.Opportunity, at time.Time) int {
	n := len(o.StageLog)
	if n == 0 {
		return 0
	}
	return max(int(at.Sub(o.StageLog[n-1].At).Hours()/24), 0)
}

func (s *story) end(d *deal, on day.Day, at time.Time, lost bool) {
	o := d.o
	from := o.Stage
	o.Stage = sales.Won
	if lost || s.r.IntN(100) < 22 {
		o.Stage, o.LostReason = sales.Lost, pick(s.r, lostReasons)
		if s.r.IntN(100) < 60 {
			o.Competitor = pick(s.r, competitors)
		}
	}
	o.StageLog = append(o.StageLog, sales.StageEntry{From: from, To: o.Stage, At: at.UTC().Truncate(time.Millisecond), By: id.Of[who.User](s.owner.ID), Days: daysBetween(o, at), Reason: o.LostReason})
	d.ended, o.ClosedOn, o.NextStep = on, on, ""
	o.ExpectedCloseOn = on + day.Day(s.r.IntN(21)) - 10
}

func (s *story) product(w ware) id.Of[sales.Product] {
	for _, p := range s.goods {
		if p.Code == w.code {
			return id.Of[sales.Product](p.ID)
		}
	}
	return ""
}

// buyAgain makes up the orders after the first.
func (s *story) buyAgain(first day.Day) {
	most := map[customers.Level]int{customers.LevelA: 5, customers.LevelB: 3, customers.LevelC: 2}[s.c.Level]
	on := first
	for range s.r.IntN(most) {
		if on += day.Day(25 + s.r.IntN(90)); on >= s.today {
			return
		}
		s.purchase(nil, on)
	}
}

// purchase makes up an order on a day.
func (s *story) purchase(from *deal, on day.Day) *purchase {
	p := &purchase{o: sales.Orders.New().(*sales.Order), from: from, at: s.moment(s.r, on)}
	o := p.o
	s.numbers[on.String()]++
	y, m, d := on.Date()
	o.Number = fmt.Sprintf("SO%d%02d%02d-%03d", y, int(m), d, s.numbers[on.String()])
	o.OrderedOn, o.Region, o.City, o.Address = on, s.area.name, s.at.name, s.c.Address
	o.Country, o.State = "中国", s.at.province
	o.Segment = map[customers.Level]string{customers.LevelA: "大客户", customers.LevelB: "中型客户", customers.LevelC: "小型客户"}[s.c.Level]
	o.ShipMode = []string{"standard", "standard", "standard", "first", "second", "sameDay"}[s.r.IntN(6)]
	seen := map[string]bool{}
	for i := range 1 + s.r.IntN(5) {
		w := wares[zipf(s.r, len(wares))]
		if i == 0 && from != nil {
			w = from.ware
		}
		if !seen[w.code] {
			seen[w.code] = true
			o.Lines = append(o.Lines, s.line(w))
		}
	}
	for _, l := range o.Lines {
		o.Total += l.Amount
	}
	s.deliver(o, on)
	s.orders = append(s.orders, p)
	return p
}

func (s *story) line(w ware) sales.OrderLine {
	quantity := w.least + zipf(s.r, w.most-w.least+1)
	l := sales.OrderLine{
		ProductID: s.product(w), Quantity: money.Quantity(quantity) * money.One,
		UnitPrice: money.Amount(w.price) * 100, Discount: []int{0, 0, 0, 3, 5, 5, 8, 10, 12, 15}[s.r.IntN(10)],
	}
	l.Amount = l.UnitPrice.Times(l.Quantity).Percent(int64(100 - l.Discount)) // whole yuan and percent: one rounding is enough
	l.Profit = l.Amount - l.UnitPrice.Percent(int64(w.costShare)).Times(l.Quantity)
	return l
}

// deliver gives an order the status that fits its age.
func (s *story) deliver(o *sales.Order, on day.Day) {
	age := int(s.today - on)
	switch {
	case s.r.IntN(100) < 2:
		o.Status = sales.Cancelled
		return
	case age > 45:
		o.Status = sales.Closed
	case age > 22:
		o.Status = sales.Received
	case age > 12:
		o.Status = sales.Shipped
	case age > 6:
		o.Status = sales.Picking
	case age > 2:
		o.Status = sales.FinanceChecked
	default:
		o.Status = sales.Confirmed
	}
	if age > 12 {
		o.ShippedOn = on + day.Day(3+s.r.IntN(9))
	}
}

// judge sets what deals and orders make of the customer.
func (s *story) judge(bought day.Day) {
	silent := !slices.ContainsFunc(s.deals, func(d *deal) bool { return d.ended == 0 || s.today-d.ended < 60 })
	switch {
	case bought != 0 && silent && s.today-bought > 400 && s.r.IntN(100) < 70:
		s.c.Status = customers.Lost
	case bought != 0 && silent && s.today-bought > 240 && s.r.IntN(100) < 60:
		s.c.Status = customers.Dormant
	case bought != 0:
		s.c.Status = customers.Dealt
	default:
		s.c.Status = customers.Potential
		for _, d := range s.deals {
			if d.ended == 0 || s.r.IntN(100) < 50 {
				s.c.Status = customers.Interested
			}
		}
	}
}
