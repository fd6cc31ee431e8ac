package search

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"xingke/backend/base/id"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
)

func (b *book) building(text string) bool {
	b.t.Helper()
	res, err := b.x.Query(context.Background(), Query{Text: text})
	if err != nil {
		b.t.Fatal(err)
	}
	return res.Building
}

func (b *book) folders() (list []string) {
	found, _ := filepath.Glob(filepath.Join(b.dir, "*"))
	for _, path := range found {
		list = append(list, filepath.Base(path))
	}
	return list
}

func TestAnOldIndexAnswersUntilThereIsANewOne(t *testing.T) {
	b, firms := fillDisk(t, 50)
	b.types.Type("firm").Spec("level").Weight = 0
	b.reopen()
	if b.x.Built() || b.x.Unfit() != nil {
		t.Fatalf("of another shape: built %t, %v", b.x.Built(), b.x.Unfit())
	}
	if !b.finds("金丝雀0049", firms[49]) || !b.building("金丝雀0049") {
		t.Error("the old index does not answer, or does not say that something may be missing")
	}
	firms[7].Name = "改了名的公司"
	b.save(firms[7])
	if !b.finds("改了名", firms[7]) {
		t.Error("what is saved is not found in the old index")
	}
	b.build()
	if !b.x.Built() || !b.finds("改了名", firms[7]) || b.building("改了名") {
		t.Error("the new index does not answer")
	}
	b.reopen()
	if list := b.folders(); !b.x.Built() || len(list) != 2 || list[0] != pointerFile || list[1] != "index-000002" {
		t.Errorf("after all: built %t, folders %v", b.x.Built(), list)
	}
}

func TestAnOldFolderIsTakenOver(t *testing.T) {
	b, firms := fillDisk(t, 10)
	if err := b.x.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(b.x.path(), filepath.Join(b.dir, firstFolder)); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(b.dir, pointerFile)); err != nil {
		t.Fatal(err)
	}
	b.open()
	if !b.x.Built() || !b.finds("金丝雀0009", firms[9]) {
		t.Error("the index of an earlier version is not used")
	}
}

func TestAStoreThatWentBack(t *testing.T) {
	b, firms := fillDisk(t, 10)
	b.seq--
	delete(b.recs["firm"], firms[9].ID)
	b.reopen()
	if b.x.Built() || b.finds("金丝雀0009", firms[9]) || !b.finds("金丝雀0008", firms[8]) {
		t.Error("an index of a later store does not answer for an earlier one")
	}
	b.build()
	if n := b.x.Status().Records; n != 9 || !b.x.Built() {
		t.Errorf("%d records", n)
	}
}

// A build that is killed leaves what it had written; what answers then is the old index.
func TestKilledWhileBuiltBeside(t *testing.T) {
	b, firms := fillDisk(t, 50)
	b.save(&visit{Content: "谈价"}) // another portion
	killed := filepath.Join(t.TempDir(), "killed")
	var once sync.Once
	ctx, cancel := context.WithCancel(context.Background())
	err := b.x.Build(ctx, func(int) {
		once.Do(func() {
			if err := os.CopyFS(killed, os.DirFS(b.dir)); err != nil {
				t.Error(err)
			}
			cancel()
		})
	})
	if err == nil || len(b.folders()) != 2 || !b.finds("金丝雀0049", firms[49]) {
		t.Fatalf("cancelled: %v, folders %v", err, b.folders())
	}
	if err := b.x.Close(); err != nil {
		t.Fatal(err)
	}
	b.dir = killed
	if len(b.folders()) != 3 {
		t.Fatalf("while a new index is made there are %v", b.folders())
	}
	b.open()
	if !b.x.Built() || !b.finds("金丝雀0049", firms[49]) || len(b.folders()) != 2 {
		t.Errorf("after a kill: built %t, folders %v", b.x.Built(), b.folders())
	}
	b.build()
	if !b.x.Built() || b.x.Status().Records != 51 {
		t.Errorf("after a whole build: %+v", b.x.Status())
	}
}

// What is saved while a new index is filled is found at once, in the old, and afterwards in the new.
func TestSavesWhileBuiltBeside(t *testing.T) {
	l := newLiving(t, t.TempDir())
	var first []entity.Record
	for i := range 50 {
		first = append(first, &firm{Name: fmt.Sprintf("公司%04d", i)})
	}
	l.put(first...)
	named := first[0].(*firm)
	v := &visit{FirmID: id.Of[firm](named.ID), Content: "谈价", At: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)}
	l.put(v)
	if n := l.total("公司0000"); n != 2 {
		t.Fatalf("%d found before", n)
	}
	var once sync.Once
	err := l.x.Build(l.ctx, func(int) {
		once.Do(func() {
			named.Name = "换了招牌"
			l.put(named, &firm{Name: "新来的客户"})
			if err := l.db.Delete(l.ctx, l.db.Types().Type("firm"), first[5].Meta().ID, 0); err != nil {
				t.Error(err)
			}
			if a, b, c := l.total("换了招牌"), l.total("新来的"), l.total("公司0005"); a != 2 || b != 1 || c != 0 {
				t.Errorf("while it is built beside: %d %d %d", a, b, c)
			}
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if a, b, c := l.total("换了招牌"), l.total("新来的"), l.total("公司0005"); a != 2 || b != 1 || c != 0 {
		t.Errorf("afterwards: %d %d %d", a, b, c)
	}
	if n := l.x.Status().Records; n != uint64(len(first)+1) {
		t.Errorf("%d records in the new index, want %d", n, len(first)+1)
	}
}

// What was public when the old index was made is not counted for who may not read it now.
func TestAnOldIndexKeepsWhatIsPrivateNow(t *testing.T) {
	b := newBook(t, t.TempDir())
	b.look = team{}
	for i := range allChecks + 50 {
		f := &firm{Name: fmt.Sprintf("公司%04d", i), Note: "密语"}
		f.OwnerID = "wang"
		b.put(f)
	}
	b.build()
	b.types.Type("firm").Spec("note").Private = "finance"
	b.reopen()
	for user, want := range map[string]int{"wang": 0, "boss": allChecks + 50} {
		res, err := b.x.Query(who.With(context.Background(), who.User{ID: user}), Query{Text: "密语"})
		if err != nil || b.x.Built() {
			t.Fatalf("built %t, %v", b.x.Built(), err)
		}
		total := 0
		for _, g := range res.Groups {
			total += g.Total
		}
		if total != want {
			t.Errorf("%s is told of %d, want %d", user, total, want)
		}
	}
}
