package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/core/entity"
	"xingke/backend/core/store/engine"
)

// Records are read ahead, and come as if they were not: in order, no further than is wanted, up to what is damaged.
func TestRecordsReadAhead(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		var ids []string
		must(t, db.Write(bg, func(ctx context.Context) error {
			for i := range 900 {
				f := &firm{Name: fmt.Sprint("公司", i), Note: strings.Repeat("备注", 100)}
				must(t, db.Put(ctx, f))
				ids = append(ids, f.ID)
			}
			return nil
		}))
		slices.Sort(ids)
		read := func(ctx context.Context, enough func(n int) bool) (found []string, err error) {
			err = db.Each(ctx, firms.Type, func(rec entity.Record) bool {
				found = append(found, rec.Meta().ID)
				return !enough(len(found))
			})
			return found, err
		}
		never := func(int) bool { return false }
		if found, err := read(bg, never); err != nil || !slices.Equal(found, ids) {
			t.Errorf("%d records, %v", len(found), err)
		}
		for _, n := range []int{1, 2, 500, 900} {
			if found, err := read(bg, func(have int) bool { return have == n }); err != nil || !slices.Equal(found, ids[:n]) {
				t.Errorf("%d of %d records, %v", len(found), n, err)
			}
		}
		off, cancel := context.WithCancel(bg)
		found, err := read(off, func(n int) bool {
			if n == 100 {
				cancel()
			}
			return false
		})
		if !errors.Is(err, context.Canceled) || len(found) != 100 {
			t.Errorf("called off: %d records, %v", len(found), err)
		}
		must(t, db.view.Load().engine.Update(func(b engine.Batch) error {
			return b.Put(recordKey(firms.Name, ids[700]), []byte("damaged"))
		}))
		if found, err := read(bg, never); !fault.Is(err, fault.Internal) || !slices.Equal(found, ids[:700]) {
			t.Errorf("damaged: %d records, %v", len(found), err)
		}
	})
}
