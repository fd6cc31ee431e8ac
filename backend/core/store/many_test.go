package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/core/entity"
)

// TestManyYieldsWhatGetWould reads lists in orders of their own, in one window and in several, close together and far
// apart, with records among them that are deleted, unknown or kept from the one who asks.
func TestManyYieldsWhatGetWould(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		var ids []string
		must(t, db.Write(bg, func(ctx context.Context) error {
			for i := range manyFirst + 400 {
				f := &firm{Name: fmt.Sprint("公司 ", i), Words: []string{"一", "二"}, Note: "备注", Items: []item{{What: "货"}}}
				if i%50 == 0 {
					f.Name = "secret"
				}
				if err := db.Put(ctx, f); err != nil {
					return err
				}
				ids = append(ids, f.ID)
			}
			for _, id := range every(ids, 70) {
				if err := db.Delete(ctx, firms.Type, id, 0); err != nil {
					return err
				}
			}
			return nil
		}))
		db.cfg.Guard = wary{}
		ids = append(ids, "nobody", "", ids[3], ids[3])
		shuffle := rand.New(rand.NewPCG(1, 2))
		for _, list := range [][]string{ids, ids[:fewMany], ids[100:300], every(ids, 20)} {
			list = slices.Clone(list)
			shuffle.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			want := map[int]*firm{}
			for at, id := range list {
				f, err := Get(bg, db, firms, id)
				if err == nil {
					want[at] = f
				} else if !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Forbidden) {
					t.Fatal(err)
				}
			}
			last := -1
			must(t, db.Many(bg, firms.Type, list, func(at int, rec entity.Record) error {
				f, other := rec.(*firm), want[at]
				if at <= last || other == nil || f.ID != other.ID || f.Name != other.Name || f.Rev != other.Rev || !slices.Equal(f.Words, other.Words) || !slices.Equal(f.Items, other.Items) {
					t.Fatalf("at %d after %d: %+v, want %+v", at, last, f, other)
				}
				last = at
				delete(want, at)
				return nil
			}))
			if len(want) > 0 {
				t.Fatalf("%d of %d were passed over", len(want), len(list))
			}
		}
	})
}

func every(ids []string, n int) (some []string) {
	for i := 0; i < len(ids); i += n {
		some = append(some, ids[i])
	}
	return some
}

func TestManyEndsWhenToldTo(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		var ids []string
		for i := range fewMany * 2 {
			ids = append(ids, newFirm(t, db, fmt.Sprint("公司 ", i)).ID)
		}
		enough, n := errors.New("enough"), 0
		err := db.Many(bg, firms.Type, ids, func(int, entity.Record) error {
			if n++; n == 5 {
				return enough
			}
			return nil
		})
		if !errors.Is(err, enough) || n != 5 {
			t.Errorf("%d, %v", n, err)
		}
		ctx, cancel := context.WithCancel(bg)
		cancel()
		if err := db.Many(ctx, firms.Type, ids, func(int, entity.Record) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	})
}
