package app

import (
	"context"
	"errors"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/columns"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
	"xingke/backend/core/store"
	"xingke/backend/modules/demo"
	"xingke/backend/modules/sales"
)

// Start is how far somebody has come with a book. What was lent for trying does not count.
type Start struct {
	Own   map[string]int `json:"own"`   // records by entity
	Moved int            `json:"moved"` // deals that left the first stage
	Lent  *Lent          `json:"lent,omitempty"`
}

// Lent is the invented data that lies in a book beside its own, to try things with.
type Lent struct {
	At      time.Time `json:"at"`
	Records int       `json:"records"` // that are still there
}

// LentResult is what bringing invented data in or taking it out did.
type LentResult struct {
	Change  string `json:"change"` // the change set
	Records int    `json:"records"`
}

// lentState is what a book remembers of invented data that was brought in.
type lentState struct {
	Set string    `json:"set"`
	At  time.Time `json:"at"`
}

// lent are the records that one change set brought in: by entity and id, their revision then.
type lent struct {
	set  string
	last uint64 // sequence of its latest change: while data is being brought in, it grows
	rev  map[string]map[string]uint64
}

const (
	keyLent       = "lent"
	lentCustomers = 48
	lentMine      = 60 // of a hundred: who tries the program sees a day's work of their own
)

func (b *book) exposeStart() {
	rpc.Handle(b.table, "start.get", rpc.SignedIn, b.start).
		Says("开始使用到了哪一步：自己的记录数、是否有练习数据", "How far one has come with the book: the own records, and whether invented data lies beside them.")
	rpc.Handle(b.table, "start.speak", rpc.SignedIn, b.speak).
		Says("新账套用哪种语言：预置的角色和部门随之命名", "Says in which language a new book is begun: the roles and the department it came with are named in it.")
	rpc.Handle(b.table, "demo.fill", rpc.SignedIn, b.lend).
		Says("装入一套练习数据，可整套移除", "Brings invented data into the book, as one change set that can be taken out again.")
	rpc.Handle(b.table, "demo.remove", rpc.SignedIn, b.takeOut).
		Says("移除练习数据，自己的记录保留", "Takes the invented data out, also what was changed in it. The book's own records stay.")
}

// startPatience is how long is waited for data that are just being brought in.
const (
	startPatience = 10 * time.Second
	startPause    = 20 * time.Millisecond
)

// start waits while data are brought in, lest what is lent look like one's own for a moment.
func (b *book) start(ctx context.Context, _ rpc.Nothing) (Start, error) {
	for begun := time.Now(); ; time.Sleep(startPause) {
		before, at, err := b.lent(who.With(ctx, who.System))
		if err != nil {
			return Start{}, err
		}
		out, err := b.howFar(ctx, before, at)
		if err != nil || ctx.Err() != nil || time.Since(begun) > startPatience {
			return out, errors.Join(err, ctx.Err())
		}
		if after, _, err := b.lent(who.With(ctx, who.System)); err != nil || after == before {
			return out, err
		}
	}
}

// SpeakInput says in which language a new book is begun.
type SpeakInput struct {
	Lang lang.Tag `json:"lang"`
}

// speak names what a new book came with in the language that was chosen. A book in which somebody has
// worked already, or to which others have been let in, stays as it is.
func (b *book) speak(ctx context.Context, in SpeakInput) (rpc.Nothing, error) {
	var none rpc.Nothing
	if err := b.ownersOnly(ctx); err != nil {
		return none, err
	}
	if in.Lang != lang.ZH && in.Lang != lang.EN {
		return none, fault.Field("lang", lang.Of("语言只能是 zh-CN 或 en", "The language must be zh-CN or en."))
	}
	far, err := b.start(ctx, none)
	if err != nil {
		return none, err
	}
	people, err := b.columns.Count(who.With(ctx, who.System), columns.Query{Entity: "user"})
	if err != nil {
		return none, err
	}
	isNew := !b.state.Practice && far.Lent == nil && people <= 1
	for _, count := range far.Own {
		isNew = isNew && count == 0
	}
	if !isNew {
		return none, fault.New(fault.Conflict, "账套里已有内容，预置的名称不再改动", "The book is already in use; its built-in records keep their names.")
	}
	if err := b.team.Speak(ctx, in.Lang); err != nil {
		return none, err
	}
	state := b.state
	state.Lang = in.Lang
	return none, b.records.Remember(ctx, keyState, state)
}

func (b *book) howFar(ctx context.Context, l *lent, at time.Time) (out Start, err error) {
	out.Own = map[string]int{}
	for _, name := range []string{"customer", "contact", "followUp", "followUpPlan", "opportunity", "order", "product"} {
		if out.Own[name], err = b.own(ctx, l, name, nil, false); err != nil {
			return Start{}, err
		}
	}
	begun := columns.Where("stage", "ne", string(sales.Qualify))
	if out.Moved, err = b.own(ctx, l, "opportunity", &begun, true); err != nil {
		return Start{}, err
	}
	if left := b.alive(who.With(ctx, who.System), l); left > 0 {
		out.Lent = &Lent{At: at, Records: left}
	}
	return out, nil
}

// own counts the records that the caller sees, without those that were lent. With touched, a lent one
// that somebody changed counts too.
func (b *book) own(ctx context.Context, l *lent, name string, where *columns.Filter, touched bool) (int, error) {
	if b.policy.Allow(ctx, "read", name) != nil {
		return 0, nil
	}
	listed, err := b.records.List(ctx, records.ListInput{Entity: name, Where: where, Limit: 1, Columns: []string{"id"}})
	if err != nil || l == nil {
		return listed.Total, err
	}
	ids := map[string]bool{}
	err = b.columns.IDs(who.With(ctx, who.System), columns.Query{Entity: name, Where: where}, func(of string) bool {
		if _, known := l.rev[name][of]; known {
			ids[of] = true
		}
		return true
	})
	if err != nil {
		return 0, err
	}
	count := listed.Total
	for of := range ids {
		rec, err := b.db.Get(who.With(ctx, who.System), b.types.Type(name), of)
		if err == nil && (!touched || rec.Meta().Rev == l.rev[name][of]) {
			count--
		}
	}
	return max(count, 0), nil
}

// lent reads what was lent and when, from the journal; nil if nothing was.
func (b *book) lent(ctx context.Context) (*lent, time.Time, error) {
	var kept lentState
	if err := b.records.Recall(ctx, keyLent, &kept); err != nil || kept.Set == "" {
		return nil, time.Time{}, err
	}
	info, found, err := b.db.SetInfo(ctx, kept.Set)
	if err != nil || !found {
		return nil, time.Time{}, err
	}
	if known := b.lentOnce.Load(); known != nil && known.set == info.ID && known.last == info.Last {
		return known, kept.At, nil
	}
	l := &lent{set: info.ID, last: info.Last, rev: map[string]map[string]uint64{}}
	err = b.db.EachOf(ctx, info, func(c *store.Change) bool {
		l.note(c)
		return true
	})
	if err != nil {
		return nil, time.Time{}, err
	}
	b.lentOnce.Store(l)
	return l, kept.At, nil
}

func (l *lent) note(c *store.Change) {
	of := l.rev[c.Entity]
	if of == nil {
		of = map[string]uint64{}
		l.rev[c.Entity] = of
	}
	if _, known := of[c.ID]; known || c.Verb == store.Created {
		of[c.ID] = c.Rev
	}
}

// alive counts the lent records that are not in the recycle bin.
func (b *book) alive(ctx context.Context, l *lent) int {
	count := 0
	b.eachLent(ctx, l, func(string, string, uint64) { count++ })
	return count
}

func (b *book) eachLent(ctx context.Context, l *lent, found func(entity, of string, rev uint64)) {
	if l == nil {
		return
	}
	for name, ids := range l.rev {
		t := b.types.Type(name)
		if t == nil {
			continue
		}
		for of := range ids {
			if rec, err := b.db.Find(ctx, t, of); err == nil && !rec.Meta().Deleted() {
				found(name, of, rec.Meta().Rev)
			}
		}
	}
}

func (b *book) ownersOnly(ctx context.Context) error {
	if !b.policy.Administers(ctx) {
		return fault.New(fault.Forbidden, "只有管理员可以做这件事", "Only an owner can do this.")
	}
	return nil
}

// lend brings invented data into a book of one's own, as one change set.
func (b *book) lend(ctx context.Context, _ rpc.Nothing) (records.Started[LentResult], error) {
	var none records.Started[LentResult]
	if err := b.ownersOnly(ctx); err != nil {
		return none, err
	}
	if b.state.Practice {
		return none, fault.New(fault.Conflict, "这本来就是练习账套", "This is already a practice book.")
	}
	all := who.With(ctx, who.System)
	if l, _, err := b.lent(all); err != nil || b.alive(all, l) > 0 {
		if err == nil {
			err = fault.New(fault.Conflict, "练习数据已经在账套里了", "The practice data is already in the book.")
		}
		return none, err
	}
	return records.StartJob(ctx, b.app.jobs, "demo.fill", func(ctx context.Context, p *records.Progress) (LentResult, error) {
		now := b.app.config.Clock.Now()
		kept := lentState{Set: id.New(), At: now.UTC().Truncate(time.Second)}
		if err := b.records.Remember(ctx, keyLent, kept); err != nil {
			return LentResult{}, err
		}
		// The seed is another each time: what was taken out keeps its ids in the recycle bin.
		plan := demo.Plan{Customers: lentCustomers, Seed: now.UnixNano(), Now: now, Set: kept.Set, Mine: lentMine, Code: "LX", Progress: p.Set}
		if err := demo.Fill(ctx, b.db, plan); err != nil {
			after := context.WithoutCancel(ctx)
			if _, _, undo := b.out(after, nil); undo != nil {
				return LentResult{}, undo
			}
			return LentResult{}, err
		}
		l, _, err := b.lent(who.With(ctx, who.System))
		return LentResult{Change: kept.Set, Records: b.alive(who.With(ctx, who.System), l)}, err
	})
}

// takeOut takes the lent records out of the book, those that were changed too.
func (b *book) takeOut(ctx context.Context, _ rpc.Nothing) (records.Started[LentResult], error) {
	if err := b.ownersOnly(ctx); err != nil {
		return records.Started[LentResult]{}, err
	}
	return records.StartJob(ctx, b.app.jobs, "demo.remove", func(ctx context.Context, p *records.Progress) (LentResult, error) {
		set, count, err := b.out(ctx, p.Set)
		if err == nil && count == 0 {
			err = fault.New(fault.Conflict, "账套里没有练习数据", "There is no practice data in the book.")
		}
		return LentResult{Change: set, Records: count}, err
	})
}

// out undoes the set that was lent; what the undo leaves because somebody changed it, it deletes.
func (b *book) out(ctx context.Context, progress func(done, total int)) (set string, count int, err error) {
	all := who.With(ctx, who.System)
	l, _, err := b.lent(all)
	if err != nil || l == nil {
		return "", 0, err
	}
	count = b.alive(all, l)
	undone, err := b.db.Undo(ctx, l.set, progress)
	if err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.NotFound) {
		return "", 0, err
	}
	label := lang.Of("移除练习数据", "Remove practice data").In(who.Lang(ctx))
	ctx = store.WithSet(ctx, undone.Set, label)
	err = b.db.Write(ctx, func(ctx context.Context) error {
		var failed error
		b.eachLent(ctx, l, func(name, of string, _ uint64) {
			if failed == nil {
				failed = b.db.Delete(ctx, b.types.Type(name), of, 0)
			}
		})
		return failed
	})
	return undone.Set, count, err
}
