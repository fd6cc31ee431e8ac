package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/columns"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
	"xingke/backend/core/store/backup"
)

// BackupDone tells of a backup that was made, and restored to prove it.
type BackupDone struct {
	ID       string    `json:"id"`
	At       time.Time `json:"at"`
	Bytes    int64     `json:"bytes"`   // that it holds
	Written  int64     `json:"written"` // that were new
	Records  int       `json:"records"`
	Files    int       `json:"files"`
	Verified bool      `json:"verified"`          // it was restored, and is what the book was
	Pruned   int       `json:"pruned"`            // older ones that need not be kept any more
	Problem  string    `json:"problem,omitempty"` // that did not keep it from being made

	problem lang.Text
}

// DrillDone tells of a backup that was restored to try it.
type DrillDone struct {
	ID      string    `json:"id"`
	At      time.Time `json:"at"` // when the backup was made
	Records int       `json:"records"`
	Changes int       `json:"changes"`
	Files   int       `json:"files"`

	from int // the format that the backup is of
}

const filesPart, journalPart = "files", "journal"

// source is the book as it stands: the journal, how many records there are at its last change, and the
// files. The journal comes first: what it names is among the files.
func (b *book) source(ctx context.Context) (*backup.Source, error) {
	key, err := soundKey(b.app.config.Dir)
	if err != nil {
		return nil, err
	}
	src := &backup.Source{Key: key, Records: map[string]int{}, Continues: b.db.Passed}
	moment, err := b.db.Moment(ctx, func() error {
		for _, t := range b.types.All() {
			count, err := b.columns.Count(who.With(ctx, who.System), columns.Query{Entity: t.Name})
			if err != nil {
				return err
			}
			src.Records[t.Name] = count
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	src.Book, src.At, src.Seq, src.Hash = moment.Book, moment.At, moment.Seq, moment.Hash
	for _, p := range moment.Parts {
		src.Files = append(src.Files, backup.File{Path: journalPart + "/" + p.Name, Size: p.Size, Grows: true, Open: func() (io.ReaderAt, func() error, error) {
			return p, func() error { return nil }, nil
		}})
	}
	return src, b.addFiles(src)
}

// soundKey reads the key file of a book, which must be whole.
func soundKey(dir string) ([]byte, error) {
	key, err := seal.Sound(dir)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "密钥文件 key.json 读不出来，不能备份", "The key file key.json cannot be read; no backup can be made.")
	}
	return key, nil
}

func (b *book) addFiles(src *backup.Source) error {
	root := filepath.Join(b.app.config.Dir, filesPart)
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // a file for a while only
		}
		if err != nil {
			return err
		}
		name, err := filepath.Rel(b.app.config.Dir, path)
		if err != nil {
			return err
		}
		src.Files = append(src.Files, backup.File{Path: filepath.ToSlash(name), Size: info.Size(), At: info.ModTime(), Open: func() (io.ReaderAt, func() error, error) {
			f, err := os.Open(path)
			if err != nil {
				return nil, nil, err
			}
			return f, f.Close, nil
		}})
		return nil
	})
}

func total(records map[string]int) (n int) {
	for _, count := range records {
		n += count
	}
	return n
}

// backUp makes a backup in the folder that was chosen, restores it into a folder of its own to prove it,
// and lets go of the ones that need not be kept. What became of it is remembered and noted.
func (b *book) backUp(ctx context.Context, progress func(done, total int)) (done BackupDone, err error) {
	if !b.backing.TryLock() {
		return done, fault.New(fault.Conflict, "正在备份或演练，请等它结束", "A backup or restore drill is running. Wait until it finishes.")
	}
	defer b.backing.Unlock()
	plan, err := b.backupPlan(ctx)
	if err != nil {
		return done, err
	}
	if plan.Folder == "" {
		return done, fault.New(fault.Conflict, "还没有选择备份位置；请先选一个文件夹或移动硬盘", "No backup location has been chosen yet. Choose a folder or a drive first.")
	}
	defer func() { b.backupEnded(ctx, plan, &done, err) }()
	shelf, err := b.shelfOf(plan)
	if err != nil {
		return done, err
	}
	if err := b.learnDisk(ctx, plan); err != nil {
		return done, err
	}
	b.compareWithLast(ctx, shelf)
	src, err := b.source(ctx)
	if err != nil {
		return done, err
	}
	if done, err = b.makeProved(ctx, shelf, src, progress); err != nil {
		return done, err
	}
	var untidy error // the backup is there and proved, whatever becomes of older ones
	if done.Pruned, untidy = shelf.Prune(b.zone()); untidy != nil {
		done.problem = fault.From(untidy).Text
	}
	done.Problem = done.problem.In(who.Lang(ctx))
	return done, nil
}

// tries is how often a backup is written before the drive is given up: a piece of an older backup that is found damaged
// is written anew.
const tries = 5

// makeProved makes a backup and restores it. Pieces that lay damaged on the drive since an older backup are put right.
func (b *book) makeProved(ctx context.Context, shelf *backup.Shelf, src *backup.Source, progress func(done, total int)) (done BackupDone, err error) {
	for try := 1; ; try++ {
		made, err := shelf.Make(ctx, src, b.keys, func(n, all int64) { step(progress, n, all, 0) })
		if err != nil {
			return done, err
		}
		snap := made.Snapshot
		done = BackupDone{ID: snap.ID, At: snap.At, Bytes: snap.Bytes(), Written: made.Written, Records: total(snap.Records), Files: len(snap.Items), problem: done.problem}
		_, err = b.proveBackup(ctx, shelf, snap.ID, func(n, all int64) { step(progress, n, all, 1) })
		if err == nil {
			done.Verified = true
			return done, nil
		}
		if !errors.Is(err, backup.ErrDamaged) || try == tries {
			return done, err
		}
		done.problem = lang.Of("备份磁盘上有损坏的数据，已重新写好；请检查这块磁盘，或换一块", "Data on the backup drive was damaged and has been rewritten. Check that drive, or use another one.")
	}
}

// compareWithLast notes that the journal does not continue the one of the last backup: somebody laid hands
// on it, or it was restored or mended. What was cut off an end shows nowhere else.
func (b *book) compareWithLast(ctx context.Context, shelf *backup.Shelf) {
	last := shelf.Latest(b.keys, b.db.Book())
	if last == nil || b.db.Passed(last.Seq, last.Hash) {
		return
	}
	if key, err := shelf.Key(last.ID); err == nil && seal.Older(key) {
		return // the upgrade since then was proved, and may have written the journal anew
	}
	said := lang.Sayf("现在的日志接不上 %s 的备份：账套被恢复、修复或改动过，请核对", "The journal does not continue the backup of %s: the book was restored, repaired or changed from outside. Please investigate.", lang.S(last.At.In(b.zone()).Format("2006-01-02 15:04")))
	logFault("a broken continuation was not noted", audit.Note(context.WithoutCancel(ctx), b.db, audit.Event{Kind: audit.BackupFailed}.Say(said)))
}

// step tells how far a backup is: half is writing, half is proving.
func step(progress func(done, total int), n, all int64, half int) {
	if progress != nil && all > 0 {
		progress(half*500+int(n*500/all), 1000)
	}
}

// proveBackup restores a backup into a folder inside the book's own, which is removed again, and compares
// it with what it says of itself: every piece, the chain, every record and index entry, the counts.
func (b *book) proveBackup(ctx context.Context, shelf *backup.Shelf, id string, progress func(done, total int64)) (done DrillDone, err error) {
	scratch, err := os.MkdirTemp(b.files.Temp(), "drill-*") // 0700; what lies in it is as sealed as the book
	if err != nil {
		return done, unwritten(b.files.Temp(), err)
	}
	defer os.RemoveAll(scratch)
	snap, err := shelf.Read(id, b.keys)
	if err != nil {
		return done, err
	}
	if err := b.roomFor(snap.Bytes()); err != nil {
		return done, err
	}
	if _, err = shelf.Restore(ctx, id, b.keys, scratch, progress); err != nil {
		return done, err
	}
	from, err := b.bringUpBackup(ctx, shelf, snap, scratch)
	if err != nil {
		return done, err
	}
	report, err := b.checkCopy(ctx, scratch, snap)
	return DrillDone{ID: id, At: snap.At, Records: report.Records, Changes: report.Changes, Files: len(snap.Items), from: from}, err
}

// bringUpBackup brings a restored backup of an older format to that of this program, as its opening would, so that the
// drill proves that too. A step may write the journal anew: what the backup says of its end is compared before.
func (b *book) bringUpBackup(ctx context.Context, shelf *backup.Shelf, snap *backup.Snapshot, dir string) (from int, err error) {
	key, err := shelf.Key(snap.ID)
	if err == nil {
		err = seal.Put(dir, key)
	}
	if err != nil {
		return 0, err
	}
	from, was, err := bringUp(ctx, dir, b.keys)
	if err != nil || from == seal.Format {
		return from, err
	}
	last, hash, id := was.End()
	if last != snap.Seq || snap.Hash != "" && hash != snap.Hash || id != snap.Book {
		return from, unlikeEnd(last, snap.Seq)
	}
	snap.Hash = ""
	return from, nil
}

func unlikeEnd(at, want uint64) error {
	return unlike(lang.Sayf("日志停在第 %s 号变更，应为第 %s 号", "the journal ends at change %s instead of %s", lang.S(fmt.Sprint(at)), lang.S(fmt.Sprint(want))))
}

// roomFor refuses what would fill the book's own disk.
func (b *book) roomFor(bytes int64) error {
	if need := uint64(bytes)*2 + 256<<20; b.db.Status().Free < need {
		return fault.New(fault.Unavailable, "账套所在的磁盘空间不够，没有试着恢复这次备份（需要约 %s MB）", "There is too little space on the book's disk to test the backup (about %s MB are needed).", lang.N(int(need>>20)))
	}
	return nil
}

// checkCopy opens a restored copy and compares it with the backup it came from; a nil one only asks
// that the copy is sound.
func (b *book) checkCopy(ctx context.Context, dir string, snap *backup.Snapshot) (report store.Report, err error) {
	copied, err := store.Open(store.Config{Dir: dir, Keys: b.keys, Types: b.types, Clock: b.app.config.Clock})
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, copied.Close()) }()
	report, err = copied.Verify(who.With(ctx, who.System), nil)
	if err != nil {
		return report, err
	}
	if !report.OK() {
		return report, unlike(report.Faults[0])
	}
	if snap == nil {
		return report, nil
	}
	moment, err := copied.Moment(ctx, nil)
	if err != nil {
		return report, err
	}
	if moment.Seq != snap.Seq || snap.Hash != "" && moment.Hash != snap.Hash || moment.Book != snap.Book {
		return report, unlikeEnd(moment.Seq, snap.Seq)
	}
	for _, name := range slices.Sorted(maps.Keys(snap.Records)) {
		if report.Live[name] != snap.Records[name] {
			return report, unlike(lang.Sayf("%s 有 %s 条，应为 %s 条", "%s: %s records instead of %s", lang.S(name), lang.N(report.Live[name]), lang.N(snap.Records[name])))
		}
	}
	return report, nil
}

func unlike(what lang.Text) error {
	return fault.New(fault.Unavailable, "备份恢复出来与账套不一致：%s；请检查备份磁盘后重新备份", "The restored backup does not match the book: %s. Check the backup drive and make a new backup.", what)
}

// backupEnded remembers how a backup ended and notes it. Someone who cancelled it knows.
func (b *book) backupEnded(ctx context.Context, plan backupPlan, done *BackupDone, err error) {
	after := context.WithoutCancel(ctx)
	var kept backupState
	if recall := b.records.Recall(after, keyBackupState, &kept); recall != nil || ctx.Err() != nil {
		return
	}
	now := b.app.config.Clock.Now().UTC().Truncate(time.Second)
	kept.TriedAt, kept.ProblemZH, kept.ProblemEN = now, "", ""
	event := audit.Event{Kind: audit.Backup, Count: done.Records}.Say(lang.Sayf("备份到 %s，并已恢复验证", "Backed up to %s and verified by restoring", lang.S(plan.Folder)))
	if err != nil {
		text := fault.From(err).Text
		kept.ProblemZH, kept.ProblemEN = text.ZH, text.EN
		event = audit.Event{Kind: audit.BackupFailed}.Say(text)
	} else {
		kept.GoodAt, kept.Bytes, kept.Count, kept.Files = done.At.Truncate(time.Second), done.Bytes, done.Records, done.Files
		kept.ProblemZH, kept.ProblemEN = done.problem.ZH, done.problem.EN
		kept.ProvedAt = now
	}
	quiet := errors.Is(err, backup.ErrMissing) && kept.Missing // said once, not at every try
	kept.Missing = errors.Is(err, backup.ErrMissing)
	if !quiet {
		logFault("the backup was not noted", audit.Note(after, b.db, event))
	}
	logFault("the state of backups was not remembered", b.records.Remember(after, keyBackupState, kept))
}
