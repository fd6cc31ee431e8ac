package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/seal"
	"xingke/backend/core/search"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"

	"xingke/bench/peers"
)

const (
	textsMost  = 200_000 // follow-ups that indexes are built of
	buildPairs = 1 / 0.6 // times as long as FTS5 pairs: 0.6 of its rate
	buildGrams = 1.0     // as long as FTS5 trigram
	sizeOfText = 1.5
)

// note is a text and when it was: a follow-up without what it refers to, so that all have to index
// the same words and nothing more.
type note struct {
	entity.Base
	Title   string    `json:"title"`
	Content string    `json:"content"`
	At      time.Time `json:"at"`
}

var notes = entity.Define("note", "笔记", func(n *note) []field.Field {
	return []field.Field{
		field.Text(&n.Title, "标题").Max(500).Title(), field.LongText(&n.Content, "内容").Search(1), field.Instant(&n.At, "时间"),
	}
})

// texts builds an index of the same texts three times, from records that lie on disk, synced batch by
// batch: ours out of the store, FTS5 with pairs and FTS5 trigram out of a table of the texts.
func (b *bench) texts() ([]figure, error) {
	dir := filepath.Join(b.dir, "texts")
	defer os.RemoveAll(dir)
	keys, types := seal.New(), entity.NewSet(entity.Group{Module: "bench", Types: []*entity.Type{notes.Type}})
	db, err := store.Open(store.Config{Dir: filepath.Join(dir, "book"), Keys: keys, Types: types})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	peer, err := peers.Make(filepath.Join(dir, "peer"), peers.Texts)
	if err != nil {
		return nil, err
	}
	defer peer.Close()
	count, bytes, err := b.writeTexts(db, peer)
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(dir, "search")
	x, err := search.Open(search.Config{Dir: folder, Keys: keys, Types: types, Store: db})
	if err != nil {
		return nil, err
	}
	ours, oursCPU, err := weighedCPU(func() error { return x.Build(b.ctx, nil) })
	if err != nil {
		return nil, err
	}
	if err := x.Close(); err != nil {
		return nil, err
	}
	size := sizeOf(folder)
	before := peer.Pages()
	pairs, pairsCPU, err := weighedCPU(func() error { return peer.IndexTexts("pairs", peers.Pairs) })
	if err != nil {
		return nil, err
	}
	between := peer.Pages()
	grams, gramsCPU, err := weighedCPU(func() error { return peer.IndexTexts("trigram", func(s string) string { return s }) })
	if err != nil {
		return nil, err
	}
	rate := func(took time.Duration) string { return grouped(int(float64(count) / took.Seconds())) }
	build := once("build an index of follow-ups, engine", 0, ours, pairs)
	build.Need, build.Grows, build.N, build.Note = buildPairs, builds, count, "peer: FTS5 pairs"
	build.Extra = fmt.Sprintf("%s texts; a second: ours %s, pairs %s, trigram %s; processor time %s, %s, %s", grouped(count), rate(ours), rate(pairs), rate(grams), short(oursCPU), short(pairsCPU), short(gramsCPU))
	other := once(build.Work, 0, ours, grams)
	other.Need, other.N, other.Note, other.Again = buildGrams, count, "FTS5 trigram", true
	weight := weighed("size of that index to the size of the texts", amount{Got: float64(size) / float64(bytes), Most: sizeOfText, Unit: "×"})
	weight.Extra = fmt.Sprintf("%d MB of %d MB, %d bytes a text; pairs %d MB, trigram %d MB", size>>20, bytes>>20, bytes/max(1, count), (between-before)>>20, (peer.Pages()-between)>>20)
	return []figure{build, other, weight}, nil
}

// writeTexts writes the texts of the book's follow-ups into both, and counts them and their bytes.
func (b *bench) writeTexts(db *store.DB, peer *peers.SQLite) (count, bytes int, err error) {
	keys, err := seal.Unlock(b.bookDir(), "")
	if err != nil {
		return 0, 0, err
	}
	from, err := store.Open(store.Config{Dir: b.bookDir(), Keys: keys, Types: entity.NewSet(groups()...)})
	if err != nil {
		return 0, 0, err
	}
	defer from.Close()
	var group []*note
	flush := func() error {
		err := db.Write(b.ctx, func(ctx context.Context) error {
			for _, n := range group {
				if err := db.Put(ctx, n); err != nil {
					return err
				}
			}
			return nil
		})
		if err == nil {
			err = peer.Insert("texts(body)", 1, func(put *sql.Stmt) error {
				for _, n := range group {
					if _, err := put.Exec(n.Title + "\n" + n.Content); err != nil {
						return err
					}
				}
				return nil
			})
		}
		group = group[:0]
		return err
	}
	err = from.Each(b.ctx, customers.FollowUps.Type, func(rec entity.Record) bool {
		f := rec.(*customers.FollowUp)
		n := &note{Title: f.Result + " " + f.NextStep, Content: f.Content, At: f.At}
		if n.Title == " " {
			n.Title = f.Summary
		}
		count, bytes, group = count+1, bytes+len(n.Title)+len(n.Content), append(group, n)
		if len(group) == 1000 {
			err = flush()
		}
		return err == nil && count < textsMost
	})
	return count, bytes, errors.Join(err, flush())
}

// weighedCPU tells besides how long processors worked, which other programs disturb less.
func weighedCPU(do func() error) (took, cpu time.Duration, err error) {
	before := cpuTime()
	took, err = clocked(do)
	return took, cpuTime() - before, err
}

func clocked(do func() error) (time.Duration, error) {
	begun := time.Now()
	err := do()
	return time.Since(begun), err
}
