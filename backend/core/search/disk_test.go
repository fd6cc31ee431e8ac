package search

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"xingke/backend/base/id"
	"xingke/backend/core/entity"
	"xingke/backend/core/seal"
)

// fillDisk makes a book on disk with some firms and builds its index.
func fillDisk(t *testing.T, n int) (*book, []*firm) {
	b := newBook(t, t.TempDir())
	var firms []*firm
	for i := range n {
		f := &firm{Name: fmt.Sprintf("金丝雀%04d有限公司", i), Phone: fmt.Sprintf("1380%07d", i), Note: "canaryword 密语四个字"}
		b.put(f)
		firms = append(firms, f)
	}
	b.build()
	return b, firms
}

func TestReopenKeepsTheCursor(t *testing.T) {
	b, firms := fillDisk(t, 30)
	b.save(firms[3])
	cursor := b.x.cursor.Load()
	if cursor != b.seq {
		t.Fatalf("cursor is %d, the store is at %d", cursor, b.seq)
	}
	b.reopen()
	if !b.x.Built() || b.x.cursor.Load() != cursor {
		t.Fatalf("after reopening built %t, cursor %d, want %d", b.x.Built(), b.x.cursor.Load(), cursor)
	}
	if !b.finds("金丝雀0007", firms[7]) {
		t.Error("nothing is found after reopening")
	}
}

func TestNothingReadableOnDisk(t *testing.T) {
	b, _ := fillDisk(t, 3000)
	if err := b.x.Close(); err != nil {
		t.Fatal(err)
	}
	canaries := []string{"金丝雀", "丝雀", "canaryword", "canary", "jinsique", "密语", "#1380", "1380", "efirm", "firm:"}
	files := 0
	err := filepath.WalkDir(b.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		for _, c := range canaries {
			if bytes.Contains(data, []byte(c)) {
				t.Errorf("%s holds %q", filepath.Base(path), c)
			}
		}
		return err
	})
	if err != nil || files < 3 {
		t.Fatalf("%d files, %v", files, err)
	}
}

func TestDamageIsSetAside(t *testing.T) {
	for name, harm := range map[string]func(t *testing.T, b *book){
		"cut": func(t *testing.T, b *book) {
			eachSegment(t, b, func(path string, data []byte) []byte { return data[:len(data)/2] })
		},
		"changed": func(t *testing.T, b *book) {
			eachSegment(t, b, func(path string, data []byte) []byte {
				for i := range data {
					data[i] ^= 0x55
				}
				return data
			})
		},
		"emptied": func(t *testing.T, b *book) {
			eachSegment(t, b, func(string, []byte) []byte { return nil })
		},
		"no meta": func(t *testing.T, b *book) {
			if err := os.Remove(filepath.Join(b.x.path(), "index_meta.json")); err != nil {
				t.Fatal(err)
			}
		},
		"bad root": func(t *testing.T, b *book) {
			if err := os.WriteFile(filepath.Join(b.x.path(), "store", "root.bolt"), []byte("not a database"), 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"root cut off": func(t *testing.T, b *book) {
			if err := os.Truncate(filepath.Join(b.x.path(), "store", "root.bolt"), 9000); err != nil {
				t.Fatal(err)
			}
		},
		"another key": func(t *testing.T, b *book) { b.keys = seal.New() },
	} {
		t.Run(name, func(t *testing.T) {
			b, firms := fillDisk(t, 50)
			if err := b.x.Close(); err != nil {
				t.Fatal(err)
			}
			harm(t, b)
			b.open()
			if b.x.Built() {
				t.Fatal("the bad index was taken as good")
			}
			if old, _ := filepath.Glob(filepath.Join(b.dir, "quarantine-*")); len(old) != 1 {
				t.Errorf("%d indexes set aside", len(old))
			}
			b.reopen()
			if b.x.Built() || b.x.Unfit() != nil {
				t.Errorf("closed before it was built anew, and opened: built %v, %v", b.x.Built(), b.x.Unfit())
			}
			b.build()
			if !b.finds("金丝雀0049", firms[49]) {
				t.Error("the index built anew does not find")
			}
		})
	}
}

func eachSegment(t *testing.T, b *book, change func(path string, data []byte) []byte) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(b.x.path(), "store", "*.zap"))
	if len(files) == 0 {
		t.Fatal("no segments")
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err == nil {
			err = os.WriteFile(path, change(path, data), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestDeletedAndRestored(t *testing.T) {
	b, firms := fillDisk(t, 10)
	f := firms[4]
	f.DeletedAt = b.clk.Now()
	b.save(f)
	if b.finds("金丝雀0004", f) {
		t.Error("a deleted record is found")
	}
	if n := b.x.Status().Records; n != 9 {
		t.Errorf("%d records in the index, want 9", n)
	}
	f.DeletedAt = f.DeletedAt.Truncate(0).AddDate(-9999, 0, 0)
	f.DeletedAt = entity.Base{}.DeletedAt
	b.save(f)
	if !b.finds("金丝雀0004", f) {
		t.Error("a restored record is not found")
	}
}

func TestRenamingReachesDependants(t *testing.T) {
	b, firms := fillDisk(t, 5)
	var visits []entity.Record
	for range 700 {
		visits = append(visits, &visit{FirmID: id.Of[firm](firms[0].ID), Content: "拜访", At: b.clk.Now()})
	}
	b.save(visits...)
	firms[0].Name = "新名字集团"
	b.save(firms[0])
	res, err := b.x.Query(context.Background(), Query{Text: "新名字", Entities: []string{"visit"}, Limit: 10})
	if err != nil || len(res.Groups) != 1 || res.Groups[0].Total < 340 {
		t.Fatalf("the new name: %+v, %v", res.Groups, err)
	}
	if b.finds("金丝雀0000", visits[0]) {
		t.Error("the old name is still found")
	}
	b.reopen()
	if left := b.x.pending(); left != nil {
		t.Errorf("%d renames still pending", len(left))
	}
}

func TestCancelledBuildStartsOver(t *testing.T) {
	b := newBook(t, t.TempDir())
	var last *firm
	for i := range 3500 {
		last = &firm{Name: fmt.Sprintf("公司%04d", i)}
		b.put(last)
	}
	ctx, cancel := context.WithCancel(context.Background())
	err := b.x.Build(ctx, func(done int) { cancel() })
	if !errors.Is(err, context.Canceled) || b.x.Built() {
		t.Fatalf("cancelled: %v, built %t", err, b.x.Built())
	}
	b.reopen()
	if b.x.Built() {
		t.Fatal("half an index is taken as whole")
	}
	b.build()
	if !b.finds("公司3499", last) || b.x.Status().Records != 3500 {
		t.Errorf("after a whole build: %+v", b.x.Status())
	}
}

func TestDamageWhileOpenIsRepaired(t *testing.T) {
	b, firms := fillDisk(t, 20)
	b.x.state.damaged.Store(true)
	b.build()
	if !b.x.Built() || b.x.Status().Damaged || !b.finds("金丝雀0011", firms[11]) {
		t.Errorf("not repaired: %+v", b.x.Status())
	}
}
