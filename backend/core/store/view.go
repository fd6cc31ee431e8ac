package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"xingke/backend/base/lang"
	"xingke/backend/core/store/engine"
	"xingke/backend/core/store/sorter"
)

// view is an engine with the number of those who use it. It closes when the last one lets go,
// so that a rebuilt view can take its place while readers finish.
type view struct {
	engine engine.Engine
	name   string // of its folder, "" in memory
	refs   atomic.Int64
	done   chan error
}

func newView(e engine.Engine, name string) *view {
	v := &view{engine: e, name: name, done: make(chan error, 1)}
	v.refs.Store(1)
	return v
}

func (v *view) release() {
	if v.refs.Add(-1) == 0 {
		v.done <- v.engine.Close()
	}
}

// patience is how long a view waits for its last readers before it is left to the end of the process.
const patience = 10 * time.Second

// retire gives up the owner's hold and waits for the readers.
func (v *view) retire() error {
	v.release()
	select {
	case err := <-v.done:
		return err
	case <-time.After(patience):
		return errors.New("store: somebody still reads the view; it was not closed")
	}
}

// hold returns the present view, which must be released.
func (db *DB) hold() (*view, error) {
	if db.closed.Load() {
		return nil, closed()
	}
	if v := db.holdAny(); v != nil {
		return v, nil
	}
	return nil, closed()
}

// holdAny is hold for those who may come while the book closes; nil when there is no view any more.
func (db *DB) holdAny() *view {
	for {
		v := db.view.Load()
		if v == nil {
			return nil
		}
		if n := v.refs.Load(); n > 0 && v.refs.CompareAndSwap(n, n+1) {
			return v
		}
	}
}

// applied is what the view knows of how far it has come.
type applied struct {
	seq  uint64
	dseq uint64
	at   int64
	hash [32]byte // of the frame that ends with seq
}

var (
	appliedKey = metaKey("applied")
	bookKey    = metaKey("book")
)

func (a applied) bytes() []byte {
	b := make([]byte, 0, 24+32)
	b = binary.BigEndian.AppendUint64(b, a.seq)
	b = binary.BigEndian.AppendUint64(b, a.dseq)
	b = binary.BigEndian.AppendUint64(b, uint64(a.at))
	return append(b, a.hash[:]...)
}

func readApplied(r engine.Reader) (a applied, err error) {
	_, err = r.Get(appliedKey, func(b []byte) error {
		if len(b) != 24+32 {
			return errCodec
		}
		a.seq, a.dseq, a.at = binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:]), int64(binary.BigEndian.Uint64(b[16:]))
		copy(a.hash[:], b[24:])
		return nil
	})
	return a, err
}

// openView opens the view, or sets aside one that is not as it should be, and applies what
// the journal has more.
func (db *DB) openView() error {
	sentinel, err := db.readSentinel()
	if err != nil {
		return err
	}
	for _, left := range db.dirsNamed(sorter.Prefix) {
		logged("remove what a crash left", os.RemoveAll(filepath.Join(db.cfg.Dir, left)))
	}
	until := db.cfg.Until
	if until == nil {
		until = context.Background()
	}
	v, why := db.tryView(sentinel)
	if why != nil {
		db.quarantine(why)
	}
	if v == nil {
		if v, err = db.freshView(); err != nil {
			return err
		}
	}
	err = db.catchUp(until, v.engine, db.cfg.Progress)
	if errors.Is(err, errView) && db.cfg.Dir != "" {
		logged("close a view", v.retire())
		db.quarantine(err)
		if v, err = db.freshView(); err == nil {
			err = db.catchUp(until, v.engine, db.cfg.Progress)
		}
	}
	if v != nil {
		db.view.Store(v)
	}
	if err != nil {
		return err
	}
	if err := db.loadView(v.engine); err != nil {
		return err
	}
	if err := db.saveSentinel(); err != nil {
		return err
	}
	db.dropOther(v.name)
	return nil
}

// tryView opens the view the sentinel names. No view and no reason: there was none yet.
func (db *DB) tryView(s sentinel) (*view, error) {
	if db.cfg.Dir == "" {
		return nil, nil
	}
	if s.View == "" {
		if left := db.viewDirs(); len(left) > 0 {
			return nil, errors.New("store.json is missing")
		}
		return nil, nil
	}
	if s.Book != db.log.Book() {
		return nil, errors.New("it belongs to another book")
	}
	path := filepath.Join(db.cfg.Dir, s.View)
	if _, err := os.Stat(filepath.Join(path, "MANIFEST")); err != nil {
		return nil, errors.New("its MANIFEST is missing")
	}
	e, err := engine.OpenBadger(path, db.cfg.Keys.Raw("badger"))
	if err != nil {
		return nil, err
	}
	if err := db.fits(e, s); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return newView(e, s.View), nil
}

// fits checks an opened view against the sentinel and the journal.
func (db *DB) fits(e engine.Engine, s sentinel) error {
	snap := e.Snapshot()
	defer snap.Release()
	a, err := readApplied(snap)
	if err != nil {
		return err
	}
	var book string
	if _, err := snap.Get(bookKey, func(b []byte) error { book = string(b); return nil }); err != nil {
		return err
	}
	switch {
	case book != db.log.Book():
		return errors.New("it belongs to another journal")
	case a.seq < s.Applied:
		return fmt.Errorf("it ends at %d, before %d", a.seq, s.Applied)
	case a.seq > db.log.Last():
		return fmt.Errorf("it ends at %d, ahead of the journal at %d", a.seq, db.log.Last())
	case a.seq == 0:
		return nil
	}
	f, err := db.log.At(a.seq)
	if err != nil {
		return err
	}
	if f.Last != a.seq || f.Hash != a.hash {
		return errors.New("the journal has another history")
	}
	return nil
}

// freshView makes an empty view under a name that is free.
func (db *DB) freshView() (*view, error) {
	if db.cfg.Dir == "" {
		return newView(engine.Memory(), ""), nil
	}
	taken := db.viewDirs()
	name := "view-1"
	for n := 2; slices.Contains(taken, name); n++ {
		name = fmt.Sprintf("view-%d", n)
	}
	begin := engine.OpenBadger
	if db.cfg.Much && db.log.Last() == 0 {
		begin = engine.FillBadger
	}
	e, err := begin(filepath.Join(db.cfg.Dir, name), db.cfg.Keys.Raw("badger"))
	if err != nil {
		return nil, folderFault(db.cfg.Dir, err)
	}
	err = e.Update(func(b engine.Batch) error { return b.Put(bookKey, []byte(db.log.Book())) })
	if err != nil {
		return nil, errors.Join(folderFault(db.cfg.Dir, err), e.Close())
	}
	return newView(e, name), nil
}

// loadView takes over where the view stands.
func (db *DB) loadView(e engine.Engine) error {
	snap := e.Snapshot()
	defer snap.Release()
	a, err := readApplied(snap)
	if err != nil {
		return viewFault(err)
	}
	indexes, err := readCatalog(snap)
	if err != nil {
		return viewFault(err)
	}
	db.indexes.Store(&indexes)
	db.last = journalPlace{seq: a.seq, dseq: a.dseq, at: a.at}
	db.seq.Store(a.seq)
	return nil
}

// viewDirs lists the folders that are or were views.
func (db *DB) viewDirs() []string { return db.dirsNamed("view-") }

func (db *DB) dirsNamed(prefix string) []string {
	entries, _ := os.ReadDir(db.cfg.Dir)
	var names []string
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), prefix) {
			names = append(names, e.Name())
		}
	}
	return names
}

// keptQuarantines is how many views that were set aside stay for whoever looks into it.
const keptQuarantines = 2

// quarantine sets the present views aside and says so.
func (db *DB) quarantine(why error) {
	now := db.cfg.Clock.Now()
	name := "quarantine-" + now.Format("20060102-150405")
	for _, dir := range db.viewDirs() {
		to := name
		for n := 2; ; n++ {
			if _, err := os.Stat(filepath.Join(db.cfg.Dir, to)); errors.Is(err, os.ErrNotExist) {
				break
			}
			to = fmt.Sprintf("%s-%d", name, n)
		}
		logged("set a view aside", os.Rename(filepath.Join(db.cfg.Dir, dir), filepath.Join(db.cfg.Dir, to)))
	}
	old := db.dirsNamed("quarantine-")
	for len(old) > keptQuarantines {
		logged("remove an old quarantine", os.RemoveAll(filepath.Join(db.cfg.Dir, old[0])))
		old = old[1:]
	}
	db.notes.add(now, lang.Sayf(
		"数据视图与日志不符（%s），已放到 %s，并由日志重建；数据没有丢失",
		"The view did not fit the journal (%s). It was set aside as %s and rebuilt from the journal; no data is lost.", lang.S(why.Error()), lang.S(name)))
}

// dropOther removes views that are no longer used, as far as the system lets us.
func (db *DB) dropOther(keep string) {
	if db.cfg.Dir == "" {
		return
	}
	for _, dir := range db.viewDirs() {
		if dir != keep {
			logged("remove an old view", os.RemoveAll(filepath.Join(db.cfg.Dir, dir)))
		}
	}
}
