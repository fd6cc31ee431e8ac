package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"xingke/backend/core/store"
)

// heard tells when something is first written to it.
type heard struct {
	bytes.Buffer
	once  sync.Once
	first chan struct{}
}

// Write implements io.Writer.
func (h *heard) Write(p []byte) (int, error) {
	h.once.Do(func() { close(h.first) })
	return h.Buffer.Write(p)
}

// A command waits for another one that has the book open, and says so; when its patience ends, it says what to do.
func TestACommandWaitsForItsTurn(t *testing.T) {
	book := filepath.Join(t.TempDir(), "book")
	create := func(out, said *heard, name string) int {
		return run([]string{"call", "--book", book, "records.create", `{"entity":"customer","record":{"name":"` + name + `"}}`}, out, said)
	}
	ears := func() *heard { return &heard{first: make(chan struct{})} }
	if status := create(ears(), ears(), "甲"); status != 0 {
		t.Fatal(status)
	}
	release, err := store.Hold(book)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("LANG", "zh_CN.UTF-8")
	t.Setenv(waitVariable, "0")
	said := ears()
	if status := create(ears(), said, "乙"); status != 1 || !strings.Contains(said.String(), "请等它完成后再运行") {
		t.Errorf("%d %s", status, said)
	}
	t.Setenv(waitVariable, "1m")
	out, said := ears(), ears()
	ended := make(chan int)
	go func() { ended <- create(out, said, "丙") }()
	<-said.first
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if status := <-ended; status != 0 || !strings.Contains(out.String(), `"name":"丙"`) || strings.Count(said.String(), "等它结束…") != 1 {
		t.Errorf("%d %s %s", status, out, said)
	}
}
