package search

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
)

// Each index lies in a numbered folder of its own; a small file names the one that answers. A new one is filled
// beside it and is named when it is complete. No folder is renamed while it is in use, which Windows forbids.
const (
	folderPrefix = "index-"
	firstFolder  = "index" // what it was called when there was only one
	pointerFile  = "current"
)

// A missed is what an index that is filled beside another has to be told when it is filled: what changed meanwhile.
type missed struct {
	list    []touch
	seen    map[string]bool
	renamed []string
}

func (m *missed) note(list []touch) {
	if m == nil {
		return
	}
	for _, t := range list {
		if name := docID(t.entity, t.id); !m.seen[name] {
			m.seen[name] = true
			m.list = append(m.list, t)
		}
	}
}

// rename keeps a record whose name changed: all that points to it is indexed anew once more, for the old index may
// not know of everything that does.
func (m *missed) rename(id string) {
	if m != nil && !slices.Contains(m.renamed, id) {
		m.renamed = append(m.renamed, id)
	}
}

func (m *missed) take() []touch {
	list := m.list
	m.list, m.seen = nil, map[string]bool{}
	return list
}

// buildBeside fills a new index while the old one answers and is kept up, and puts it in its place.
func (x *Index) buildBeside(ctx context.Context, progress func(done int)) (err error) {
	x.writing.Lock()
	folder := x.nextFolder()
	next, made, err := x.makeIn(folder)
	if err != nil {
		x.writing.Unlock()
		return err
	}
	x.missed = &missed{seen: map[string]bool{}, renamed: x.pending()}
	from := x.store.Seq() // what is saved later is missed; what was saved before is read
	x.writing.Unlock()
	defer func() {
		if err == nil {
			return
		}
		x.writing.Lock()
		x.missed = nil
		x.writing.Unlock()
		_ = next.Close()
		x.discard(folder, false)
	}()
	if err := x.fill(ctx, next, progress); err != nil {
		return err
	}
	for {
		x.writing.Lock()
		list := x.missed.take()
		if len(list) <= touchBatch {
			defer x.writing.Unlock() // the rest, and the exchange, while nobody writes
			if err := x.bring(ctx, next, list, nil); err != nil {
				return err
			}
			return x.exchange(next, folder, made, max(from, x.cursor.Load()))
		}
		x.writing.Unlock()
		for part := range slices.Chunk(list, touchBatch) {
			if err := x.bring(ctx, next, part, nil); err != nil {
				return err
			}
		}
	}
}

// exchange puts a complete index in the place of the one that answers. The caller holds writing.
func (x *Index) exchange(next bleve.Index, folder, made string, cursor uint64) error {
	renamed := x.missed.renamed
	if err := finish(next, cursor, renamed); err != nil {
		return err
	}
	if err := x.point(folder); err != nil {
		return err
	}
	x.mu.Lock()
	before, lay := x.bleve, x.folder
	x.bleve, x.folder, x.made, x.built, x.old, x.wary = next, folder, made, true, false, false
	x.mu.Unlock()
	_ = before.Close()
	x.discard(lay, x.state.damaged.Swap(false))
	x.missed = nil
	if len(renamed) > 0 {
		x.followRenames()
	}
	x.moveTo(cursor)
	return nil
}

// finish says of an index that it holds everything up to a place in the journal.
func finish(b bleve.Index, cursor uint64, renamed []string) error {
	batch := b.NewBatch()
	batch.SetInternal(internalPending, []byte(strings.Join(renamed, pendingDivider)))
	batch.SetInternal(internalCursor, binary.BigEndian.AppendUint64(nil, cursor))
	if err := b.Batch(batch); err != nil {
		return fmt.Errorf("%w: %w", errBatch, err)
	}
	return nil
}

// openNewest opens the index that was named last, or else the newest that is complete, and removes the others. False
// if there is none.
func (x *Index) openNewest() bool {
	folders, named := x.folders(), x.pointed()
	if slices.Contains(folders, named) {
		folders = slices.Insert(slices.DeleteFunc(folders, func(f string) bool { return f == named }), 0, named)
	}
	opened := false
	for _, folder := range folders {
		if opened {
			_ = os.RemoveAll(filepath.Join(x.dir, folder))
			continue
		}
		x.folder = folder
		err := x.openExisting()
		switch {
		case err == nil:
			opened = true
		case errors.Is(err, errUnfinished) && folder != named: // one that was named was complete
			_ = os.RemoveAll(x.path())
		default:
			x.unfit = err
			x.setAside(folder)
		}
	}
	if opened {
		x.unfit = nil
	}
	return opened
}

// folders lists the folders of indexes, the newest first.
func (x *Index) folders() []string {
	entries, _ := os.ReadDir(x.dir)
	var list []string
	for _, e := range entries {
		if _, ok := folderNumber(e.Name()); ok && e.IsDir() {
			list = append(list, e.Name())
		}
	}
	slices.SortFunc(list, func(a, b string) int {
		m, _ := folderNumber(a)
		n, _ := folderNumber(b)
		return n - m
	})
	return list
}

func folderNumber(name string) (int, bool) {
	if name == firstFolder {
		return 0, true
	}
	digits, ok := strings.CutPrefix(name, folderPrefix)
	n, err := strconv.Atoi(digits)
	return n, ok && err == nil && n > 0
}

// nextFolder names a folder that is not there yet, nor was when an index was named last: what is only begun in it is
// never taken for that one.
func (x *Index) nextFolder() string {
	last := 0
	if x.dir != "" {
		for _, name := range append(x.folders(), x.pointed()) {
			n, _ := folderNumber(name)
			last = max(last, n)
		}
	}
	return fmt.Sprintf("%s%06d", folderPrefix, last+1)
}

func (x *Index) pointed() string {
	name, _ := os.ReadFile(filepath.Join(x.dir, pointerFile))
	return strings.TrimSpace(string(name))
}

// point names the folder that answers, at once or not at all.
func (x *Index) point(folder string) error {
	if x.dir == "" {
		return nil
	}
	path := filepath.Join(x.dir, pointerFile)
	f, err := os.OpenFile(path+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = f.WriteString(folder + "\n")
		err = errors.Join(err, f.Sync(), f.Close())
	}
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		return fmt.Errorf("search: name the new index: %w", err)
	}
	return nil
}

// discard removes a closed index; a damaged one is kept for whoever wants to know what happened.
func (x *Index) discard(folder string, damaged bool) {
	switch {
	case x.dir == "":
	case damaged:
		x.setAside(folder)
	default:
		_ = os.RemoveAll(filepath.Join(x.dir, folder)) // what cannot be removed now is when the index is opened next
	}
}

// setAside moves a bad index away, as it is no loss to delete it later: the store has everything.
func (x *Index) setAside(folder string) {
	at := x.clock.Now().UTC().Format("20060102-150405.000")
	path := filepath.Join(x.dir, folder)
	if err := os.Rename(path, filepath.Join(x.dir, "quarantine-"+strings.ReplaceAll(at, ".", "-"))); err != nil {
		_ = os.RemoveAll(path)
	}
	x.dropOldQuarantine()
}

// dropOldQuarantine keeps the last one.
func (x *Index) dropOldQuarantine() {
	old, _ := filepath.Glob(filepath.Join(x.dir, "quarantine-*"))
	for i := 0; i < len(old)-1; i++ {
		_ = os.RemoveAll(old[i])
	}
}
