package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/entity"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
	"xingke/backend/core/store"
)

// EraseInput erases somebody, or goes on with an erasing that was cut off.
type EraseInput struct {
	Entity string   `json:"entity"`
	ID     string   `json:"id"`
	Name   string   `json:"name"`             // typed, to be sure: what the record is called
	Secret string   `json:"secret,omitempty"` // passphrase of the book or own password, as the preview asks
	Words  []string `json:"words,omitempty"`  // of the preview: what also goes where it stands in other records
	GoOn   bool     `json:"goOn,omitempty"`   // with what was cut off; all else but the secret is known then
}

// EraseDone is what was erased.
type EraseDone struct {
	Frames   int          `json:"frames"`   // of the journal, that were written otherwise
	Changes  int          `json:"changes"`  // in them
	Files    int          `json:"files"`    // that nobody else held
	Recovery string       `json:"recovery"` // the new recovery key; "" in a book without a passphrase
	Backups  EraseBackups `json:"backups"`  // which still hold what was erased
}

// erasePlan is what a copy of the book leaves out. It lies sealed beside the copy and goes with the old key.
type erasePlan struct {
	Entity  string        `json:"entity"`
	ID      string        `json:"id"`
	At      time.Time     `json:"at"`
	GoOn    bool          `json:"-"`
	Erasing store.Erasing `json:"erasing"`
}

func (p *erasePlan) erasing() *store.Erasing {
	if p == nil {
		return nil
	}
	return &p.Erasing
}

// same tells whether a copy that was begun by p serves what is wanted now: two sealings anew are the same, and an
// erasing that is gone on with.
func (p *erasePlan) same(wanted *erasePlan) bool {
	if p == nil || wanted == nil {
		return p == nil && wanted == nil
	}
	return wanted.GoOn
}

func (p *erasePlan) pending() *ErasePending { return &ErasePending{p.Entity, p.ID, p.At} }

// erasePlanned is the erasing that was begun in the folder of the book, nil if there is none.
func (b *book) erasePlanned() *erasePlan {
	raw, err := os.ReadFile(filepath.Join(b.app.config.Dir, rekeyFolder, rekeyPlan))
	if err != nil || b.app.config.Dir == "" {
		return nil
	}
	_, planned, err := readPlan(b.keys.For(rekeyPurpose), raw)
	if err != nil {
		return nil // of another key
	}
	return planned.Erase
}

// eraseRun begins the copy without somebody's data, or goes on with one.
func (b *book) eraseRun(ctx context.Context, in EraseInput) (records.Started[EraseDone], error) {
	var none records.Started[EraseDone]
	plan, t, err := b.eraseAsked(ctx, in)
	if err != nil {
		return none, err
	}
	if err := b.provesErasing(ctx, in.Secret); err != nil {
		return none, err
	}
	if !b.resealingNow.CompareAndSwap(false, true) {
		return none, fault.New(fault.Conflict, "正在重新加密或删除，请等它结束", "The book is already being rewritten. Wait until that has finished.")
	}
	return records.StartJob(ctx, b.app.jobs, "erase.run", func(ctx context.Context, p *records.Progress) (EraseDone, error) {
		defer b.resealingNow.Store(false)
		p.Name(lang.Sayf("彻底删除%s", "Erase: %s", t.Label).In(who.Lang(ctx)))
		if !plan.GoOn {
			found, err := b.db.FindErased(ctx, []store.Ref{{Entity: t.Name, ID: in.ID}}, erasable[t.Name], nil)
			if err != nil {
				return EraseDone{}, err
			}
			plan = b.erasing(ctx, t, in.ID, found, in.Words)
		}
		return b.erase(ctx, in.Secret, plan, p.Set)
	})
}

// eraseAsked says what is to be erased, and refuses a name that was not typed as it is.
func (b *book) eraseAsked(ctx context.Context, in EraseInput) (*erasePlan, *entity.Type, error) {
	if in.GoOn {
		if err := b.ownersOnly(ctx); err != nil {
			return nil, nil, err
		}
		planned := b.erasePlanned()
		if planned == nil {
			return nil, nil, fault.New(fault.Conflict, "没有未完成的彻底删除", "No erasure was interrupted.")
		}
		t, err := b.types.Need(planned.Entity)
		return &erasePlan{GoOn: true}, t, err
	}
	t, rec, err := b.erasedPerson(ctx, EraseAsk{in.Entity, in.ID})
	if err != nil {
		return nil, nil, err
	}
	if strings.Join(strings.Fields(in.Name), " ") != strings.Join(strings.Fields(t.Title(rec)), " ") {
		return nil, nil, fault.Field("name", lang.Of("与记录的名称不一致，请照着输入", "This does not match the name of the record. Type it exactly as shown."))
	}
	return &erasePlan{}, t, nil
}

// erase makes the copy the book, without somebody's data.
func (b *book) erase(ctx context.Context, secret string, plan *erasePlan, progress func(done, total int)) (done EraseDone, err error) {
	passphrase := secret
	if !b.sealed.Load() {
		passphrase = ""
	}
	r, err := b.recast(ctx, passphrase, plan, progress)
	if errors.Is(err, store.ErrLate) {
		err = errors.Join(err, dropRekey(b.app.config.Dir))
	}
	if err != nil {
		return done, err
	}
	done = EraseDone{Frames: r.witness.Frames, Changes: r.witness.Changes, Files: len(r.planned.Erase.Erasing.Files), Recovery: r.planned.Recovery}
	now, err := b.app.opened()
	if err != nil {
		return done, err
	}
	done.Backups, err = now.eraseBackups(context.WithoutCancel(ctx), b.app.now())
	return done, err
}

// keeps is the rule by which files go into the copy: when somebody is erased, those that an attachment holds. What was
// only handed in to be imported, or made to be fetched, may tell of them and is made again when it is asked for.
func (r *recasting) keeps(ctx context.Context) (func(hash string) bool, error) {
	if r.planned.Erase == nil {
		return nil, nil
	}
	held := map[string]bool{}
	err := r.book.db.Each(who.With(ctx, who.System), records.Attachments.Type, func(rec entity.Record) bool {
		held[rec.(*records.Attachment).File] = true
		return ctx.Err() == nil
	})
	for _, gone := range r.planned.Erase.Erasing.Files {
		delete(held, gone)
	}
	return func(hash string) bool { return held[hash] }, errors.Join(err, ctx.Err())
}

// bearWitness ends the copy with what was done to it. Nobody writes.
func (r *recasting) bearWitness(ctx context.Context) (err error) {
	b, plan := r.book, r.planned.Erase.erasing()
	if err := b.db.Late(ctx, plan, erasable[r.planned.Erase.Entity]); err != nil {
		return err
	}
	if r.counted, err = b.db.CountErased(ctx, plan, r.counted); err != nil {
		return err
	}
	_, err = b.db.Bear(ctx, filepath.Join(r.next, journalPart), r.keys, plan, r.counted, &r.proof, func(w store.Witness) entity.Record {
		r.witness = w
		return b.eraseEvent(ctx, r.planned.Erase, w)
	})
	if err == nil {
		rekeyStep("witnessed")
	}
	return err
}

// eraseEvent tells of an erasing, without the data.
func (b *book) eraseEvent(ctx context.Context, plan *erasePlan, w store.Witness) entity.Record {
	const shown = 12 // of a hash
	user, _ := who.From(ctx)
	place := audit.PlaceOf(ctx)
	event := audit.Event{
		Kind: audit.Erase, At: b.app.now().UTC(), UserID: user.ID, UserName: user.Name, Door: place.Door, From: place.From,
		Entity: plan.Entity, RecordID: plan.ID, Count: w.Changes,
	}
	label := lang.Of(plan.Entity, plan.Entity)
	if t := b.types.Type(plan.Entity); t != nil {
		label, event.Title = t.Label, b.erasedName(t)
	}
	event = event.Say(lang.Sayf("彻底删除了一条%s的个人信息：历史中 %s 处改动、%s 个附件；旧日志止于第 %s 号，校验 %s，新日志到此的内容校验 %s",
		"Erased the data of one record (%s) for good: %s changes in the history, %s attachments. The old journal ended at change %s with hash %s; the content of the new one up to there has hash %s",
		label, lang.N(w.Changes), lang.N(len(plan.Erasing.Files)), lang.S(fmt.Sprint(w.Seq)), lang.S(w.Old[:shown]), lang.S(w.Content[:shown])))
	return &event
}

// EraseStatus is how the book stands with what was erased.
type EraseStatus struct {
	Pending *ErasePending `json:"pending,omitempty"` // was cut off
	Secret  AskedSecret   `json:"secret"`            // what proves who goes on with it
	At      *time.Time    `json:"at,omitempty"`      // of the last one
	Backups EraseBackups  `json:"backups"`           // from before it
}

func (b *book) eraseStatus(ctx context.Context, _ rpc.Nothing) (out EraseStatus, err error) {
	out.Secret = b.eraseSecret(ctx)
	if err := b.ownersOnly(ctx); err != nil {
		return out, err
	}
	if planned := b.erasePlanned(); planned != nil && !b.resealingNow.Load() {
		out.Pending = planned.pending()
	}
	var kept rekeyState
	if err := b.records.Recall(ctx, keyRekeyed, &kept); err != nil {
		return out, err
	}
	out.At = moment(kept.Erased)
	out.Backups, err = b.eraseBackups(ctx, kept.Erased)
	return out, err
}

func (b *book) eraseDrop(ctx context.Context, _ rpc.Nothing) (rpc.Nothing, error) {
	if err := b.ownersOnly(ctx); err != nil {
		return rpc.Nothing{}, err
	}
	if b.resealingNow.Load() {
		return rpc.Nothing{}, fault.New(fault.Conflict, "正在重新加密或删除，请先取消", "The book is being rewritten. Cancel that first.")
	}
	if b.erasePlanned() == nil {
		return rpc.Nothing{}, nil
	}
	return rpc.Nothing{}, dropRekey(b.app.config.Dir)
}
