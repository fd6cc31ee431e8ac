package demo

import (
	"context"
	"math/rand/v2"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/money"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"
	"xingke/backend/modules/sales"
	"xingke/backend/modules/team"
)

// Plan says what a practice book is filled with.
type Plan struct {
	Customers int       // 0 is 300
	Seed      int64     // 0 is 1
	Now       time.Time // the day everything lies around; zero is the present
	Set       string    // the change set it is written under; "" makes one
	Mine      int       // of a hundred customers, how many belong to the book's owner beside the largest
	Code      string    // what the customers' codes begin with; "" is K
	Lang      lang.Tag  // of the roles and of the owner, if the book is seeded; "" is Chinese
	Progress  func(done, total int)
}

const (
	// batch is how many records are written in one transaction.
	batch = 500
	// span is how many days the story of the book covers.
	span = 540
)

// filler writes a plan into a book.
type filler struct {
	ctx  context.Context
	db   *store.DB
	plan Plan

	today   day.Day
	pending []entity.Record
	done    int
	taken   map[string]bool // names of customers
	numbers map[string]int  // of the last order of a day, of the last deal of a month
	staff   map[string][]*team.User
	boss    *team.User // who owns the largest customers; nil if the book has no owner
	goods   []*sales.Product
}

// Fill writes a plan into a book. The book should hold nothing but what a new one begins with; where
// it lacks even that, it is seeded first. What was written before an error or the end of ctx stays.
func Fill(ctx context.Context, db *store.DB, plan Plan) error {
	if plan.Customers <= 0 {
		plan.Customers = 300
	}
	if plan.Seed == 0 {
		plan.Seed = 1
	}
	if plan.Now.IsZero() {
		plan.Now = time.Now()
	}
	if plan.Code == "" {
		plan.Code = "K"
	}
	if plan.Progress == nil {
		plan.Progress = func(int, int) {}
	}
	ctx = store.WithSet(who.With(ctx, who.System), plan.Set, lang.Of("装入练习数据", "Load practice data").In(who.Lang(ctx)))
	if err := team.Seed(ctx, db, team.Standard{Company: company, Owner: "陈启明", Lang: plan.Lang}); err != nil {
		return err
	}
	f := &filler{
		ctx: ctx, db: db, plan: plan, today: day.In(plan.Now, time.Local),
		taken: map[string]bool{}, numbers: map[string]int{}, staff: map[string][]*team.User{},
	}
	if err := f.house(); err != nil {
		return err
	}
	for i := range plan.Customers {
		if err := f.customer(i); err != nil {
			return err
		}
	}
	if err := f.flush(); err != nil {
		return err
	}
	plan.Progress(plan.Customers, plan.Customers)
	return nil
}

// random is the source of chance for one part of the book, the same whatever is around it.
func (f *filler) random(part uint64) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(f.plan.Seed), part))
}

// add takes a record in and writes when enough have come together. It gives the record its id, made
// of the moment it was created and of chance.
func (f *filler) add(r *rand.Rand, rec entity.Record, at time.Time, owner *team.User) error {
	b := rec.Meta()
	b.ID, b.CreatedAt = newID(r, at), at.UTC().Truncate(time.Millisecond)
	if owner != nil {
		b.OwnerID, b.CreatedBy, b.DepartmentID = id.Of[who.User](owner.ID), id.Of[who.User](owner.ID), owner.DepartmentID
	}
	f.pending = append(f.pending, rec)
	if len(f.pending) >= batch {
		return f.flush()
	}
	return nil
}

func newID(r *rand.Rand, at time.Time) string {
	var b [16]byte
	ms := uint64(at.UnixMilli())
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	hi, lo := r.Uint64(), r.Uint64()
	b[6], b[7] = 0x70|byte(hi>>8)&0x0f, byte(hi)
	for i := range 8 {
		b[8+i] = byte(lo >> (8 * i))
	}
	b[8] = 0x80 | b[8]&0x3f
	return id.FromBytes(b)
}

func (f *filler) flush() error {
	if len(f.pending) == 0 {
		return f.ctx.Err()
	}
	if err := f.ctx.Err(); err != nil {
		return err
	}
	err := f.db.Write(f.ctx, func(ctx context.Context) error {
		for _, rec := range f.pending {
			if err := f.db.Put(ctx, rec); err != nil {
				return err
			}
		}
		return nil
	})
	f.pending = f.pending[:0]
	return err
}

// company is the invented company whose book this is.
const company = "启衡自动化"

// house writes the company itself: departments, people, products, tags.
func (f *filler) house() error {
	r := f.random(1 << 40)
	began := f.moment(r, f.today-span-200)
	roots := f.root()
	f.boss = f.owner()
	manager, err := team.RoleID(f.ctx, f.db, team.Manager)
	if err != nil {
		return err
	}
	seller, err := team.RoleID(f.ctx, f.db, team.Sales)
	if err != nil {
		return err
	}
	var depts []*team.Department
	var chiefs []*team.User
	for i, a := range areas {
		d := &team.Department{Name: a.name + "区", ParentID: id.Of[team.Department](roots)}
		if err := f.add(r, d, began, nil); err != nil {
			return err
		}
		chief := f.user(people[i][0], manager, d, "")
		if err := f.add(r, chief, began, nil); err != nil {
			return err
		}
		depts, chiefs = append(depts, d), append(chiefs, chief)
		f.staff[a.name] = []*team.User{}
		for _, one := range people[i][1:] {
			u := f.user(one, seller, d, chief.ID)
			if err := f.add(r, u, began, nil); err != nil {
				return err
			}
			f.staff[a.name] = append(f.staff[a.name], u)
		}
		f.staff[a.name] = append(f.staff[a.name], chief)
	}
	if err := f.flush(); err != nil {
		return err
	}
	for i, d := range depts {
		d.ManagerID = id.Of[team.User](chiefs[i].ID)
		f.pending = append(f.pending, d)
	}
	return f.stock(r, began)
}

// people are, by region, the manager and the salespeople: name, login.
var people = [][][2]string{
	{{"李文博", "liwenbo"}, {"王芳", "wangfang"}, {"张志强", "zhangzhiqiang"}, {"周晓燕", "zhouxiaoyan"}},
	{{"陈嘉欣", "chenjiaxin"}, {"黄海涛", "huanghaitao"}, {"林雅婷", "linyating"}, {"单国强", "shanguoqiang"}},
	{{"赵永康", "zhaoyongkang"}, {"刘洋", "liuyang"}, {"孙静怡", "sunjingyi"}},
}

func (f *filler) user(name [2]string, role string, d *team.Department, manager string) *team.User {
	u := team.Users.New().(*team.User)
	u.Name, u.Login, u.Email = name[0], name[1], name[1]+"@qiheng.example"
	u.Title = "销售工程师"
	if manager == "" {
		u.Title = "区域销售经理"
	}
	u.Phone = "139" + digits(f.random(uint64(len(name[1]))<<32|uint64(name[1][0])), 8)
	u.ManagerID, u.DepartmentID, u.RoleIDs = id.Of[team.User](manager), d.ID, []id.Of[team.Role]{id.Of[team.Role](role)}
	return u
}

// root is the department everything hangs under, "" if the book has none.
func (f *filler) root() (found string) {
	_ = f.db.Each(f.ctx, team.Departments.Type, func(rec entity.Record) bool {
		if d := rec.(*team.Department); d.ParentID == "" && !d.Deleted() {
			found = d.ID
		}
		return found == ""
	})
	return found
}

// owner is the first user of the book.
func (f *filler) owner() (found *team.User) {
	_ = f.db.Each(f.ctx, team.Users.Type, func(rec entity.Record) bool {
		if u := rec.(*team.User); u.Active && !u.Deleted() && u.Login == "owner" {
			found = u
		}
		return found == nil
	})
	return found
}

// stock writes products and tags.
func (f *filler) stock(r *rand.Rand, began time.Time) error {
	for _, w := range wares {
		p := sales.Products.New().(*sales.Product)
		p.Code, p.Name, p.Category, p.SubCategory, p.Series, p.Unit, p.Spec = w.code, w.name, w.category, w.sub, w.series, w.unit, w.spec
		p.Price = money.Amount(w.price) * 100
		p.Cost = p.Price.Percent(int64(w.costShare))
		if err := f.add(r, p, began, nil); err != nil {
			return err
		}
		f.goods = append(f.goods, p)
	}
	for _, tag := range tags {
		if err := f.add(r, &customers.Tag{Name: tag.name, Tone: tag.tone}, began, nil); err != nil {
			return err
		}
	}
	return f.flush()
}

var tags = []struct{ name, tone string }{
	{"重点跟进", "attention"}, {"年度框架", "good"}, {"扩产中", "accent"}, {"账期长", "bad"}, {"样板客户", "good"}, {"出口企业", "accent"}, {"招标采购", ""},
}

// moment is a moment in the working hours of a day, moved to Monday from a weekend.
func (f *filler) moment(r *rand.Rand, on day.Day) time.Time {
	switch on.Weekday() {
	case time.Saturday:
		on += 2
	case time.Sunday:
		on++
	}
	y, m, d := on.Date()
	at := time.Date(y, m, d, 8+r.IntN(10), 5*r.IntN(12), r.IntN(60), 0, time.Local)
	if at.After(f.plan.Now) {
		return f.plan.Now.Add(-time.Duration(1+r.IntN(300)) * time.Minute)
	}
	return at
}
