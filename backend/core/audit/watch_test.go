package audit_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"xingke/backend/base/lang"
	"xingke/backend/core/audit"
)

func TestManyRefusalsAreFewEvents(t *testing.T) {
	db, ctx := open(t)
	w := audit.NewWatch(db)
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			for range 1000 {
				w.Refused(ctx, "records.delete", "customer", lang.Of("没有权限", "no right"))
			}
		})
	}
	wg.Wait()
	for i := range 2000 { // every one another
		w.Refused(ctx, fmt.Sprint("op", i), "", lang.Of("没有权限", "no right"))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w.Refused(ctx, "late", "", lang.Of("晚", "late"))
	got := events(t, db)
	if len(got) > 510 {
		t.Fatalf("%d events", len(got))
	}
	total := 0
	for _, e := range got {
		total += e.Count
	}
	if total != 12_000 {
		t.Errorf("%d refusals counted", total)
	}
}

func TestPrivateReadsNameWhatWasSeen(t *testing.T) {
	db, ctx := open(t)
	w := audit.NewWatch(db)
	for range 3 {
		for i := range 12 {
			n := &note{Text: fmt.Sprint("便签", i)}
			n.ID = fmt.Sprint("n", i)
			w.Read(ctx, notes.Type, "finance", n)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	got := events(t, db)
	if len(got) != 1 || got[0].Count != 12 || got[0].Group != "finance" || got[0].Entity != "note" || got[0].RecordID != "" ||
		!strings.Contains(got[0].What, "便签0、便签1") || !strings.Contains(got[0].What, "等") {
		t.Fatalf("%+v", got)
	}
}
