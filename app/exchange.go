package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
)

// A book is exchanged for a copy of itself that was made in a folder of it: sealed with another key, or in another
// format. The copy lies in next. Once it is whole and proved, ready is written: from then on the copy is the book.
// What is left, moving its parts into their places, needs no key and is done again from the start at any opening.
type exchange struct {
	folder string
	gone   []string // what of the book does not fit the copy
}

const (
	exchangeNext  = "next"
	exchangeOld   = "old"
	exchangeReady = "ready"
	exchangeClear = "clear" // the views of the book are gone: what is there now came from the copy
)

// exchanged are the parts of a book that a copy of it consists of.
var exchanged = []string{"journal", "files", seal.KeyFile, seal.KeyCopy}

// views are the parts of a book that are read off from the journal.
var views = []string{"store.json", "view-*", "quarantine-*", "search", "columns*", "tmp"}

// The exchanges of a book.
var (
	resealing = exchange{rekeyFolder, append([]string{draftFolder, seal.KeyFile + ".damaged", "journal-damaged-*", keptFormats + "*"}, views...)}
	upgrading = exchange{"upgrade", views}
)

// settleExchanges finishes what was cut off after a copy was whole. It does nothing else.
func settleExchanges(dir string) error {
	for _, x := range []exchange{resealing, upgrading} {
		if !x.ready(dir) {
			continue
		}
		release, err := store.Hold(dir)
		if err != nil {
			return err
		}
		if err := errors.Join(x.finish(dir), release()); err != nil {
			return err
		}
	}
	return nil
}

func (x exchange) next(dir string) string { return filepath.Join(dir, x.folder, exchangeNext) }

func (x exchange) ready(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, x.folder, exchangeReady))
	return err == nil
}

// begin says that the copy is whole, and finishes the exchange. The caller holds the book.
func (x exchange) begin(dir string) error {
	root := filepath.Join(dir, x.folder)
	if err := errors.Join(syncTree(x.next(dir)), writeSynced(filepath.Join(root, exchangeReady), []byte("1")), syncFolder(root)); err != nil {
		return err
	}
	rekeyStep("ready")
	return x.finish(dir)
}

// finish moves the parts of the copy into their places and throws the old ones away. Each step can be done
// again, whatever was done of it before. The caller holds the book.
func (x exchange) finish(dir string) error {
	if !x.ready(dir) {
		return nil
	}
	root := filepath.Join(dir, x.folder)
	old := filepath.Join(root, exchangeOld)
	if err := os.MkdirAll(old, 0o700); err != nil {
		return unexchanged(err)
	}
	for _, part := range exchanged {
		if err := movePart(filepath.Join(root, exchangeNext, part), filepath.Join(dir, part), filepath.Join(old, part)); err != nil {
			return unexchanged(err)
		}
		rekeyStep("moved " + part)
	}
	if err := errors.Join(syncFolder(dir), syncFolder(old)); err != nil {
		return unexchanged(err)
	}
	if err := x.exchangeViews(dir, old); err != nil {
		return unexchanged(err)
	}
	for _, key := range []string{seal.KeyFile, seal.KeyCopy, seal.KeyJournal} { // what opened the old book is not left to whoever undeletes files
		wear(filepath.Join(old, key))
	}
	for _, gone := range []string{exchangeOld, exchangeNext, rekeyPlan, exchangeReady, ""} { // the word that it is ready goes after what it is needed for
		if err := os.RemoveAll(filepath.Join(root, gone)); err != nil {
			return unexchanged(err)
		}
	}
	rekeyStep("done")
	return nil
}

// exchangeViews removes what was read off from the old journal and puts what the copy has brought of it in its place.
func (x exchange) exchangeViews(dir, old string) error {
	clear := filepath.Join(dir, x.folder, exchangeClear)
	if _, err := os.Stat(clear); err != nil {
		for _, pattern := range x.gone {
			if err := removeAll(filepath.Join(dir, pattern)); err != nil {
				return err
			}
		}
		if err := errors.Join(syncFolder(dir), writeSynced(clear, []byte("1")), syncFolder(filepath.Dir(clear))); err != nil {
			return err
		}
	}
	rekeyStep("views gone")
	for _, pattern := range views {
		brought, err := filepath.Glob(filepath.Join(x.next(dir), pattern))
		if err != nil {
			return err
		}
		for _, view := range brought {
			if err := movePart(view, filepath.Join(dir, filepath.Base(view)), filepath.Join(old, filepath.Base(view))); err != nil {
				return err
			}
			rekeyStep("moved " + filepath.Base(view))
		}
	}
	return syncFolder(dir)
}

// wear writes over a file that is about to be removed. It helps where a disk writes in place; where it does not, or where
// it fails, nothing is lost by it.
func wear(path string) {
	stat, err := os.Stat(path)
	if err != nil {
		return
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return
	}
	_, err = file.WriteAt(make([]byte, stat.Size()), 0)
	logFault("a key file was not written over", errors.Join(err, file.Sync(), file.Close()))
}

// endsAlike proves the journal of a copy in dir, and that it ends where the book does.
func endsAlike(ctx context.Context, dir string, keys *seal.Keys, last uint64, book string) error {
	at, of, err := store.ProveJournal(ctx, filepath.Join(dir, journalPart), keys)
	if err == nil && (at != last || of != book) {
		err = fmt.Errorf("the copy ends at %d of %s, the book at %d of %s", at, of, last, book)
	}
	return err
}

// movePart puts a part of the copy into its place. A part that is not in the copy any more is there already.
func movePart(next, place, old string) error {
	if _, err := os.Stat(next); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	if _, err := os.Stat(place); err == nil {
		if err := os.Rename(place, old); err != nil {
			return err
		}
		rekeyStep("away " + filepath.Base(place))
	}
	return os.Rename(next, place)
}

func syncTree(root string) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return syncFolder(path)
		}
		file, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		return errors.Join(file.Sync(), file.Close())
	})
}

func unexchanged(err error) error {
	return fault.Wrap(err, fault.Unavailable, "账套的新副本已经做好，但还没有全部换上：%s；请检查磁盘空间和权限后重新打开，会接着换完", "The new copy of the book is whole but not all of it is in its place: %s. Check the free space and the permissions and open the book again; it goes on from there.", lang.S(err.Error()))
}

// settleHeld is settleExchanges for a caller that holds the book.
func settleHeld(dir string) error { return errors.Join(resealing.finish(dir), upgrading.finish(dir)) }
