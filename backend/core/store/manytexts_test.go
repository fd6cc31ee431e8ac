package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestManyTextsAreThoseOfTheRecords(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		var ids, notes []string
		must(t, db.Write(bg, func(ctx context.Context) error {
			for i := range manyFirst + 300 {
				f := &firm{Name: fmt.Sprint("公司 ", i), Words: []string{"一"}, Note: strings.Repeat("备注", i%4), Items: []item{{What: "货"}}}
				if err := db.Put(ctx, f); err != nil {
					return err
				}
				ids, notes = append(ids, f.ID), append(notes, f.Note)
			}
			return nil
		}))
		must(t, db.Delete(bg, firms.Type, ids[7], 0)) // it keeps its texts
		ids, notes = append([]string{"nobody"}, ids...), append([]string{""}, notes...)
		for i, k := 0, len(ids)-1; i < k; i, k = i+2, k-2 { // in an order of their own
			ids[i], ids[k], notes[i], notes[k] = ids[k], ids[i], notes[k], notes[i]
		}
		next := 0
		must(t, db.ManyTexts(bg, firms.Type, ids, []string{"note", "none", "name"}, func(at int, texts []string) error {
			named := strings.HasPrefix(texts[2], "公司 ")
			if at != next || texts[0] != notes[at] || texts[1] != "" || named == (ids[at] == "nobody") {
				t.Fatalf("at %d instead of %d: %q, want %q", at, next, texts, notes[at])
			}
			next++
			return nil
		}))
		if next != len(ids) {
			t.Errorf("%d of %d", next, len(ids))
		}
		ctx, cancel := context.WithCancel(bg)
		cancel()
		if err := db.ManyTexts(ctx, firms.Type, ids, []string{"note"}, func(int, []string) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	})
}
