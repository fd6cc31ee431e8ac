package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
)

// A book is sealed anew with another data key by writing a copy beside it, in rekey/next, while it is in use; without
// somebody's data, where these are to be erased.
// rekey/plan holds the new key, sealed by the old one, so that a copy that was cut off can be gone on with.
// Once the copy is whole and proved, rekey/ready is written: from then on the new book is the book. What is
// left, moving the parts into their places, needs no key and is done again from the start at any opening.
const (
	rekeyFolder  = "rekey"
	rekeyPlan    = "plan"
	rekeyPurpose = "rekey"
	keyRekeyed   = "rekey"
)

// rekeyStep is told where a resealing, or another exchange of the book, has come to. A test ends the program there.
var rekeyStep = func(string) {}

// Resealing is how a book stands with its key.
type Resealing struct {
	Unfinished bool      `json:"unfinished"` // a copy was begun and cut off
	Advised    bool      `json:"advised"`    // the key lay unprotected before the book had a passphrase
	At         time.Time `json:"at,omitzero"`
}

// ResealInput proves that the caller knows the passphrase; a book without one takes an empty one.
type ResealInput struct {
	Passphrase string `json:"passphrase,omitempty"`
}

// rekeyPlanned is what rekey/plan holds, sealed by the old key.
type rekeyPlanned struct {
	Key      []byte `json:"key"` // sealed once more, so that it is never plain in a buffer of JSON
	Recovery string `json:"recovery"`

	Erase *erasePlan `json:"erase,omitempty"` // what the copy leaves out
}

// rekeyState is what the book remembers of its keys.
type rekeyState struct {
	Exposed bool      `json:"exposed,omitempty"` // the key lay plainly in the folder before there was a passphrase
	At      time.Time `json:"at,omitzero"`       // when it was sealed anew last
	Erased  time.Time `json:"erased,omitzero"`   // when somebody was erased last: what was backed up before still holds them
}

func (b *book) exposeRekey() {
	rpc.Handle(b.table, "book.resealing", rpc.SignedIn, b.resealing).Says("是否有未完成的重新加密、是否建议重新加密", "Whether sealing anew was cut off, or is advised.")
	rpc.Handle(b.table, "book.reseal", rpc.SignedIn, b.reseal).Says("换一把新的数据密钥，重新加密整个账套", "Seals the whole book anew with another data key.")
}

func (b *book) resealing(ctx context.Context, _ rpc.Nothing) (Resealing, error) {
	var kept rekeyState
	if err := b.records.Recall(ctx, keyRekeyed, &kept); err != nil {
		return Resealing{}, err
	}
	_, err := os.Stat(filepath.Join(b.app.config.Dir, rekeyFolder, rekeyPlan))
	erasing := b.erasePlanned()
	return Resealing{Unfinished: b.app.config.Dir != "" && err == nil && erasing == nil, Advised: kept.Exposed && b.sealed.Load(), At: kept.At}, nil
}

// reseal begins the copy, or goes on with one.
func (b *book) reseal(ctx context.Context, in ResealInput) (records.Started[RecoveryKey], error) {
	var none records.Started[RecoveryKey]
	if err := b.ownersOnly(ctx); err != nil {
		return none, err
	}
	a := b.app
	if a.config.Dir == "" {
		return none, fault.New(fault.Conflict, "这个账套只在内存里", "This book exists only in memory.")
	}
	if err := b.proves(ctx, in.Passphrase); err != nil {
		return none, err
	}
	if !b.resealingNow.CompareAndSwap(false, true) {
		return none, fault.New(fault.Conflict, "正在重新加密", "The book is already being re-encrypted.")
	}
	return records.StartJob(ctx, a.jobs, "book.reseal", func(ctx context.Context, p *records.Progress) (RecoveryKey, error) {
		defer b.resealingNow.Store(false)
		recovery, err := a.resealBook(ctx, in.Passphrase, p.Set)
		return RecoveryKey{recovery}, err
	})
}

// proves refuses who does not know the passphrase of the book.
func (b *book) proves(ctx context.Context, passphrase string) error {
	if !b.sealed.Load() {
		return nil
	}
	return b.guessed(ctx, seal.Try(b.app.config.Dir, b.app.now(), func() error {
		keys, err := seal.Unlock(b.app.config.Dir, passphrase)
		if err == nil {
			keys.Wipe()
		}
		return err
	}))
}

// resealBook copies the book under a new key while it is in use, then changes over while nobody calls.
func (a *App) resealBook(ctx context.Context, passphrase string, progress func(done, total int)) (recovery string, err error) {
	b, err := a.opened()
	if err != nil {
		return "", err
	}
	done, err := b.recast(ctx, passphrase, nil, progress)
	if err != nil {
		return "", err
	}
	if b, err = a.opened(); err != nil {
		return "", err
	}
	event := audit.Event{Kind: audit.Key}.Say(lang.Of("换了数据密钥，整个账套重新加密", "Re-encrypted the whole book with a new data key"))
	return done.planned.Recovery, audit.Note(context.WithoutCancel(ctx), b.db, event)
}

// opened is the book that is open now.
func (a *App) opened() (*book, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	if a.book == nil {
		return nil, a.shut()
	}
	return a.book, nil
}

// recasting is a copy of the book that is being made.
type recasting struct {
	book    *book
	next    string // its folder
	keys    *seal.Keys
	planned rekeyPlanned
	proof   store.Proof   // of its journal
	counted store.Counted // of what is erased
	witness store.Witness
}

// recast makes the copy, or goes on with one for the same purpose, and makes it the book. When it returns without an
// error, the caller's book is closed and a.book is the new one.
func (b *book) recast(ctx context.Context, passphrase string, erase *erasePlan, progress func(done, total int)) (*recasting, error) {
	a := b.app
	root := filepath.Join(a.config.Dir, rekeyFolder)
	r := &recasting{book: b, next: filepath.Join(root, exchangeNext)}
	var err error
	if r.keys, r.planned, err = b.planRekey(root, passphrase, erase); err != nil {
		return nil, err
	}
	rekeyStep("planned")
	told := func(done, total int) { progress(min(done, total), max(2*total, 1)) }
	// Twice while people work: what came in during the first round makes the last one, which they wait for, short.
	for range 2 {
		if err := r.copy(ctx, told); err != nil {
			return nil, err
		}
	}
	if err := r.prove(ctx); err != nil {
		return nil, err
	}
	rekeyStep("copied")
	if err := r.readOff(ctx, progress); err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.book != b {
		return nil, fault.New(fault.Conflict, "账套已锁定或已更换；重新打开后可以继续", "The book was locked or replaced. Open it again to continue.")
	}
	state := rekeyState{}
	all := who.With(context.WithoutCancel(ctx), who.System)
	if err := b.records.Recall(all, keyRekeyed, &state); err != nil {
		return nil, err
	}
	b.watch.Flush() // nothing is written into the old book any more
	// What the program writes by itself must not slip in between the copy's end and the book's.
	if err := b.db.Finish(ctx, func() error { return r.last(ctx) }); err != nil {
		return nil, err
	}
	if err := b.carryRemembered(r.next); err != nil {
		return nil, unresealed(err)
	}
	if err := a.changeOver(b, root, r.keys); err != nil {
		return nil, err
	}
	a.book.remind()
	state.At, state.Exposed = a.now().UTC(), false
	if r.planned.Erase != nil {
		state.Erased = state.At
	}
	return r, a.book.records.Remember(all, keyRekeyed, state)
}

// planRekey makes the new key, or finds that of a copy that was begun for the same purpose.
func (b *book) planRekey(root, passphrase string, erase *erasePlan) (*seal.Keys, rekeyPlanned, error) {
	box := b.keys.For(rekeyPurpose)
	raw, err := os.ReadFile(filepath.Join(root, rekeyPlan))
	if err == nil {
		if keys, planned, err := readPlan(box, raw); err == nil && planned.Erase.same(erase) {
			return keys, planned, nil
		}
	}
	none := rekeyPlanned{}
	if err := os.RemoveAll(root); err != nil { // of another key, for another purpose, or never quite begun
		return nil, none, unresealed(err)
	}
	keys := seal.New()
	recovery, err := keys.Save(filepath.Join(root, exchangeNext), passphrase)
	if err != nil {
		return nil, none, err
	}
	planned := rekeyPlanned{keys.WrapIn(box, []byte(rekeyPlan)), recovery, erase}
	plain, err := json.Marshal(planned)
	if err != nil {
		return nil, none, err
	}
	part := filepath.Join(root, rekeyPlan+".part")
	if err := errors.Join(writeSynced(part, box.Seal(nil, plain, nil)), os.Rename(part, filepath.Join(root, rekeyPlan)), syncFolder(root)); err != nil {
		return nil, none, unresealed(err)
	}
	return keys, planned, nil
}

func readPlan(box seal.Box, raw []byte) (keys *seal.Keys, planned rekeyPlanned, err error) {
	plain, err := box.Open(nil, raw, nil)
	if err == nil {
		err = json.Unmarshal(plain, &planned)
	}
	if err == nil {
		keys, err = seal.UnwrapFrom(box, planned.Key, []byte(rekeyPlan))
	}
	return keys, planned, err
}

// copy copies what the copy does not hold yet.
func (r *recasting) copy(ctx context.Context, told func(done, total int)) error {
	keep, err := r.keeps(ctx)
	if err != nil {
		return err
	}
	_, err = r.book.db.CopyJournal(ctx, filepath.Join(r.next, journalPart), r.keys, r.planned.Erase.erasing(), func(done, total uint64) {
		rekeyStep("journal")
		told(int(done), int(total))
	})
	if err != nil {
		return err
	}
	return r.book.files.CopyTo(ctx, r.next, r.keys, keep, func(done, total int) {
		rekeyStep("file")
		told(total+done, total)
	})
}

// prove reads the copy's journal, opens every file of the copy, and counts what is erased, while people still work.
func (r *recasting) prove(ctx context.Context) error {
	keep, err := r.keeps(ctx)
	if err == nil {
		err = r.book.files.ProveCopy(ctx, r.next, r.keys, keep)
	}
	if err == nil {
		err = r.proof.Read(ctx, filepath.Join(r.next, journalPart), r.keys)
	}
	if err == nil && r.planned.Erase != nil {
		r.counted, err = r.book.db.CountErased(ctx, r.planned.Erase.erasing(), r.counted)
	}
	return err
}

// last brings the copy up to the last change and proves it. Nobody writes.
func (r *recasting) last(ctx context.Context) error {
	if err := r.copy(ctx, func(int, int) {}); err != nil {
		return err
	}
	if r.planned.Erase != nil {
		return r.bearWitness(ctx)
	}
	err := r.proof.Read(ctx, filepath.Join(r.next, journalPart), r.keys)
	if last, _, book := r.proof.End(); err == nil && (last != r.book.db.Seq() || book != r.book.db.Book()) {
		err = fmt.Errorf("the copy ends at %d of %s, the book at %d of %s", last, book, r.book.db.Seq(), r.book.db.Book())
	}
	return err
}

// changeOver makes the copy the book, while nobody calls. The caller holds a.mu.
func (a *App) changeOver(b *book, root string, keys *seal.Keys) error {
	old := b.keys
	err := a.reopenOr(old, root, func(dir string) error {
		release, err := store.Hold(dir)
		if err != nil {
			return err
		}
		if err = resealing.begin(dir); err == nil {
			a.hand(keys)
		}
		return errors.Join(err, release())
	})
	if err == nil {
		old.Wipe()
	}
	return err
}

// reopenOr is reopen for a change that may fail: then the book is opened as it was or, if the new one is the
// book already, waits locked until what is left to do can be done.
func (a *App) reopenOr(old *seal.Keys, root string, change func(dir string) error) error {
	err := a.reopen(change)
	if err == nil || a.book != nil {
		return err
	}
	if _, ready := os.Stat(filepath.Join(root, exchangeReady)); ready == nil {
		a.gate.mu.Lock()
		defer a.gate.mu.Unlock()
		a.gate.locked = true
		return err
	}
	a.hand(old)
	opened, again := a.open()
	a.book = opened
	return errors.Join(err, again)
}

// dropRekey throws an unfinished copy away.
func dropRekey(dir string) error {
	if err := os.RemoveAll(filepath.Join(dir, rekeyFolder)); err != nil {
		return unresealed(err)
	}
	return nil
}

func unresealed(err error) error {
	return fault.Wrap(err, fault.Unavailable, "重新加密没有做完：%s；原来的数据都在，请检查磁盘空间和权限后继续", "Sealing anew is not finished: %s. Everything is there as it was; check the free space and the permissions, then go on.", lang.S(err.Error()))
}
