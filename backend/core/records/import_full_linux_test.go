package records_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
)

// The disk is a small one of memory, and really full: the store asks the system how much is left.
func TestAnImportOnAFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a disk of its own")
	}
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=160m"); err != nil {
		t.Skipf("no disk of its own may be made here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	b := openBookIn(t, filepath.Join(dir, "book"))
	rows := strings.Builder{}
	rows.WriteString("客户名称,电话,内部评价\n")
	const all = 12_000
	for i := range all {
		fmt.Fprintf(&rows, "客户%d号机械设备有限公司,138%08d,%x%x\n", i, i, i*7919, i*104729)
	}
	file := b.upload("很多.csv", rows.String())

	// What is left is a little more than the store needs, so that the import begins and cannot end.
	ballast := filepath.Join(dir, "ballast")
	fill(t, dir, ballast, 65<<20)
	started, err := b.s.Import(b.ctx, records.ImportInput{Entity: "customer", File: file, Match: "none"})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := b.j.Wait(b.ctx, records.JobRef{ID: started.Job.ID})
	if err != nil || answer.Job.State != records.Failed || !strings.Contains(answer.Job.Error.Message, "磁盘空间不足") || !strings.Contains(answer.Job.Error.Message, "已保留") {
		t.Fatalf("%v %+v", err, answer.Job)
	}
	var out records.ImportResult
	if err := json.Unmarshal(answer.Job.Result, &out); err != nil || out.Change == "" {
		t.Fatalf("the way back is not told: %v %s", err, answer.Job.Result)
	}
	written := b.count(buyers.Type)
	if written == 0 || written == all || written%500 != 0 {
		t.Fatalf("%d were written", written)
	}
	if _, err := b.tryRun(b.ctx, records.ImportInput{Entity: "customer", File: file, Match: "none"}); !fault.Is(err, fault.Unavailable) || b.count(buyers.Type) != written {
		t.Fatalf("on the full disk: %v, %d", err, b.count(buyers.Type))
	}

	// With room again, the import goes on where it ended, and can be taken back.
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	again := b.run(records.ImportInput{Entity: "customer", File: file, Match: "name"})
	if again.Created != all-written || again.Skipped != written || b.count(buyers.Type) != all {
		t.Fatalf("%d written: %+v", written, again)
	}
	if _, err := b.db.Undo(b.ctx, out.Change, nil); err != nil || b.count(buyers.Type) != all-written {
		t.Fatalf("%d left: %v", b.count(buyers.Type), err)
	}
	if left, err := b.s.ImportUnfinished(b.ctx, rpc.Nothing{}); err != nil || len(left.Imports) > 1 {
		t.Errorf("%+v %v", left, err)
	}
}

// fill writes a file until only so much of the disk is left.
func fill(t *testing.T, dir, path string, left uint64) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	piece := make([]byte, 64<<10)
	for {
		var stat syscall.Statfs_t
		if err := syscall.Statfs(dir, &stat); err != nil {
			t.Fatal(err)
		}
		if stat.Bavail*uint64(stat.Bsize) <= left {
			return
		}
		if _, err := f.Write(piece); err != nil {
			t.Fatal(err)
		}
	}
}
