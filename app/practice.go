package app

import (
	"context"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/columns"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
	"xingke/backend/modules/demo"
)

// Practice says how much a practice book is filled with.
type Practice struct {
	Customers int   `json:"customers"`
	Seed      int64 `json:"seed"`
}

// practiceMine of a hundred customers belong to whoever opens the practice book: the page of the day is theirs.
const practiceMine = 20

// manyCustomers are so many that writing them all at once pays another way of laying them down.
const manyCustomers = 2000

// PracticeResult is what a practice book holds now.
type PracticeResult struct {
	Records map[string]int `json:"records"` // by entity
}

// FillPractice fills a book that holds nothing yet with invented data and makes it a practice book.
func (a *App) FillPractice(ctx context.Context, plan Practice, progress func(done, total int)) (PracticeResult, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	if a.book == nil {
		return PracticeResult{}, closed()
	}
	if a.book.filled.Swap(false) { // opening the new book did it already
		return a.book.counts(ctx)
	}
	count, err := a.book.columns.Count(who.With(ctx, who.System), columns.Query{Entity: "customer"})
	if err != nil {
		return PracticeResult{}, err
	}
	if count > 0 {
		return PracticeResult{}, fault.New(fault.Conflict, "账套里已有 %s 个客户，演示数据只能填入空账套；请换一个文件夹", "The book already has %s customers; demo data can only be loaded into an empty book. Choose another folder.", lang.N(count))
	}
	if err := a.book.fill(ctx, plan, progress); err != nil {
		return PracticeResult{}, err
	}
	return a.book.counts(ctx)
}

// fill fills the book and remembers with how much.
func (b *book) fill(ctx context.Context, plan Practice, progress func(done, total int)) error {
	ctx = who.With(ctx, who.System)
	if err := demo.Fill(ctx, b.db, demo.Plan{Customers: plan.Customers, Seed: plan.Seed, Now: b.app.config.Clock.Now(), Mine: practiceMine, Lang: b.app.config.Lang, Progress: progress}); err != nil {
		return err
	}
	if err := b.db.Settle(); err != nil {
		return err
	}
	b.state = bookState{Practice: true, Plan: plan}
	b.filled.Store(true)
	return b.records.Remember(ctx, keyState, b.state)
}

func (b *book) counts(ctx context.Context) (PracticeResult, error) {
	result := PracticeResult{Records: map[string]int{}}
	for _, t := range b.types.All() {
		count, err := b.columns.Count(who.With(ctx, who.System), columns.Query{Entity: t.Name})
		if err != nil {
			return result, err
		}
		if count > 0 && !t.Quiet {
			result.Records[t.Name] = count
		}
	}
	return result, nil
}

// resetPractice begins a practice book anew, as a job. No other book is ever emptied.
func (b *book) resetPractice(ctx context.Context, _ rpc.Nothing) (records.Started[PracticeResult], error) {
	if err := b.ownersOnly(ctx); err != nil {
		return records.Started[PracticeResult]{}, err
	}
	if !b.state.Practice {
		return records.Started[PracticeResult]{}, fault.New(fault.Forbidden, "这不是练习账套，不能重置", "This is not a practice book and cannot be reset.")
	}
	a := b.app
	return records.StartJob(ctx, a.jobs, "practice.reset", func(ctx context.Context, p *records.Progress) (PracticeResult, error) {
		if err := a.emptyPractice(); err != nil {
			return PracticeResult{}, err
		}
		a.mu.RLock()
		defer a.mu.RUnlock()
		if a.book == nil {
			return PracticeResult{}, closed()
		}
		return a.book.counts(ctx)
	})
}

// emptyPractice puts a fresh practice book in the place of the open one, while nobody calls.
func (a *App) emptyPractice() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.book == nil {
		return closed()
	}
	if !a.book.state.Practice {
		return nil // somebody was quicker
	}
	next := a.config
	next.Practice, next.Plan = true, a.book.state.Plan
	return a.replace(next, func(string) error { return nil })
}
