package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
	"xingke/backend/core/store/backup"
)

// upgradeStep brings a book to a format from the one before.
type upgradeStep struct {
	to   int
	does lang.Text                                                    // in the words of people
	run  func(ctx context.Context, dir string, keys *seal.Keys) error // on a copy: key, journal and files lie in dir
}

// upgrades are the steps from the first format to that of this program, seal.Format, one for each number. A format
// that was ever handed out keeps its step, and a sample in trust/testdata that must still open.
var upgrades []upgradeStep

// keptFormats begins the names of the folders where a book lies as it was before an upgrade, as a backup.
const keptFormats = "before-format-"

// upgrade brings the book to the format of this program. The book is backed up, the backup restored and proved, the
// steps are run on what was restored, and only when the result is proved does it take the place of the book. Until
// then the book is not touched: an upgrade that fails, or is cut off, leaves it as it was.
func (b *book) upgrade() error {
	dir := b.app.config.Dir
	if dir == "" || b.created {
		return nil
	}
	from, err := seal.FormatOf(dir)
	if err != nil || from >= seal.Format {
		return err
	}
	release, err := store.Hold(dir)
	if err != nil {
		return err
	}
	kept := filepath.Join(dir, fmt.Sprintf("%s%d", keptFormats, seal.Format))
	err = b.runUpgrade(from, kept)
	if !upgrading.ready(dir) { // else the copy is the book already
		err = errors.Join(err, os.RemoveAll(filepath.Join(dir, upgrading.folder)))
	}
	err = errors.Join(err, release())
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "账套要升级到第 %s 版格式，没有成功：%s。账套原样未动，原来版本的程序仍能打开；请腾出磁盘空间或检查磁盘后重试",
			"The book could not be brought to format %s: %s. It is as it was, and the version of the program before still opens it. Free some space or check the disk, then try again.",
			lang.N(seal.Format), fault.From(err).Text)
	}
	b.upgraded = lang.Sayf("账套已升级到第 %s 版格式；升级前的样子保存在 %s，确认一切正常后可以删除",
		"The book was brought to format %s. As it was before, it is kept in %s; delete that folder when all is well.", lang.N(seal.Format), lang.S(kept))
	return nil
}

func (b *book) runUpgrade(from int, kept string) error {
	ctx, dir := b.ctx, b.app.config.Dir
	next := upgrading.next(dir)
	if err := os.RemoveAll(filepath.Join(dir, upgrading.folder)); err != nil { // of an upgrade that was cut off
		return err
	}
	last, id, err := store.ProveJournal(ctx, filepath.Join(dir, journalPart), b.keys)
	if err != nil {
		return err
	}
	if err := b.copyBefore(kept, next, last, id); err != nil {
		return err
	}
	if err := runSteps(ctx, next, b.keys, from); err != nil {
		return err
	}
	if err := b.proveUpgraded(next, last, id); err != nil {
		return err
	}
	return upgrading.begin(dir)
}

// runSteps brings a copy from a format to that of this program.
func runSteps(ctx context.Context, dir string, keys *seal.Keys, from int) error {
	for _, s := range upgrades {
		if s.to <= from || s.to > seal.Format {
			continue
		}
		if err := s.run(ctx, dir, keys); err != nil {
			return fmt.Errorf("format %d: %w", s.to, err)
		}
		rekeyStep(fmt.Sprintf("format %d", s.to))
	}
	return seal.SetFormat(dir, seal.Format)
}

// bringUp brings what a backup gave to the format of this program, before anything else is read in it. Key, journal and
// files lie in dir, and nobody has it open. It needs no backup of its own: what it came from stays as it is. It returns the
// format it was of, and where its journal ended then.
func bringUp(ctx context.Context, dir string, keys *seal.Keys) (from int, was store.Proof, err error) {
	if from, err = seal.FormatOf(dir); err != nil || from >= seal.Format {
		return from, was, err
	}
	err = was.Read(ctx, filepath.Join(dir, journalPart), keys)
	if err == nil {
		err = runSteps(ctx, dir, keys, from)
	}
	if last, _, id := was.End(); err == nil {
		err = endsAlike(ctx, dir, keys, last, id)
	}
	if err != nil && ctx.Err() == nil {
		err = fault.Wrap(err, fault.Unavailable, "这次备份是第 %s 版格式，升级到第 %s 版没有成功：%s。备份原样未动，原来版本的程序仍能恢复它",
			"The backup is of format %s and could not be brought to format %s: %s. It is as it was, and the version of the program before still restores it.",
			lang.N(from), lang.N(seal.Format), fault.From(err).Text)
	}
	return from, was, err
}

// copyBefore makes a backup of the book in the folder kept, and restores it into next, where it must be what the book is.
func (b *book) copyBefore(kept, next string, last uint64, id string) error {
	key, err := seal.Sound(b.app.config.Dir)
	if err != nil {
		return err
	}
	src := &backup.Source{Key: key, Book: id, Seq: last, At: b.app.now()}
	if err := b.addFiles(src); err != nil {
		return err
	}
	segments, err := filepath.Glob(filepath.Join(b.app.config.Dir, journalPart, "*.journal"))
	if err != nil {
		return err
	}
	for _, path := range segments {
		if err := addFile(src, journalPart+"/"+filepath.Base(path), path); err != nil {
			return err
		}
	}
	shelf, err := backup.At(kept)
	if err != nil {
		return err
	}
	made, err := shelf.Make(b.ctx, src, b.keys, b.told(0))
	if err != nil {
		return err
	}
	rekeyStep("backed up")
	if _, err := shelf.Restore(b.ctx, made.Snapshot.ID, b.keys, next, b.told(1)); err != nil {
		return err
	}
	return errors.Join(endsAlike(b.ctx, next, b.keys, last, id), seal.Put(next, key), seal.CarryRemembered(b.app.config.Dir, next))
}

func addFile(src *backup.Source, name, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	src.Files = append(src.Files, backup.File{Path: name, Size: info.Size(), At: info.ModTime(), Open: func() (io.ReaderAt, func() error, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, nil, err
		}
		return f, f.Close, nil
	}})
	return nil
}

// told says how far the copy of before is: half is writing, half is reading it back.
func (b *book) told(half uint64) func(done, total int64) {
	return func(done, total int64) {
		if b.app.config.Progress != nil && total > 0 {
			b.app.config.Progress(half*uint64(total)+uint64(done), 2*uint64(total))
		}
	}
}

// proveUpgraded opens the upgraded copy as a book and checks all of it. Every change that was in the book is there.
func (b *book) proveUpgraded(next string, last uint64, id string) error {
	if _, err := b.checkCopy(b.ctx, next, nil); err != nil {
		return err
	}
	for _, view := range append([]string{"lock"}, views...) { // what the check has made
		if err := removeAll(filepath.Join(next, view)); err != nil {
			return err
		}
	}
	return endsAlike(b.ctx, next, b.keys, last, id)
}

// noteUpgrade tells people, and the journal, that the book was upgraded.
func (b *book) noteUpgrade() {
	if b.upgraded == (lang.Text{}) {
		return
	}
	b.db.Note(b.upgraded)
	logFault("the upgrade was not noted", audit.Note(who.With(b.ctx, who.System), b.db, audit.Event{Kind: audit.Restore}.Say(b.upgraded)))
}
