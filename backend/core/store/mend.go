package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"xingke/backend/core/store/engine"
	"xingke/backend/core/store/journal"
)

// A journal that is damaged is mended when the book is opened. What its lost frames did is read
// off from the view, which holds every record as it is now, and from the frames that are left,
// which tell what each change found and left: so a whole new journal is written, in which the
// lost changes stand again, though without who made them where nothing tells it. The damaged
// journal is set aside as it is. If something cannot be made good that way, nothing is touched
// and Open fails, unless Config.Mend asks for what can be saved.

// Mended is what became of a damaged journal.
type Mended struct {
	Places  []string // the damage
	Lost    int      // changes whose frames could not be read
	Made    int      // of them, those that stand in the journal again
	Records []MendedRecord
	Aside   string // the folder with the damaged journal
}

// Whole tells that every value is what it was.
func (m *Mended) Whole() bool { return m.Lost == m.Made }

// MendedRecord is a record that lost changes concern.
type MendedRecord struct {
	Entity, ID, Title string
	Sure              bool // all its values are what they were
}

const (
	mendingDir = "journal.mending" // being written
	mendedDir  = "journal.mended"  // written to the end, about to take its place
	journalDir = "journal"
)

// Mended tells what was done to a damaged journal when the book was opened, nil if it was whole.
func (db *DB) Mended() *Mended { return db.mended }

// finishMend takes up what a crash interrupted: a mended journal that was complete takes its place.
func (db *DB) finishMend() error {
	at := func(name string) string { return filepath.Join(db.cfg.Dir, name) }
	if err := os.RemoveAll(at(mendingDir)); err != nil {
		return folderFault(db.cfg.Dir, err)
	}
	if _, err := os.Stat(at(mendedDir)); err != nil {
		return nil //nolint:nilerr // there is none
	}
	if left, err := os.ReadDir(at(journalDir)); err == nil && len(left) > 0 {
		if _, err := db.setAside(); err != nil {
			return err
		}
	}
	_ = os.Remove(at(journalDir)) // it is empty, if it is there
	if err := os.Rename(at(mendedDir), at(journalDir)); err != nil {
		return folderFault(db.cfg.Dir, err)
	}
	return nil
}

// setAside moves the damaged journal to a name of its own.
func (db *DB) setAside() (string, error) {
	name := "journal-damaged-" + db.cfg.Clock.Now().Format("20060102-150405")
	free := name
	for n := 2; ; n++ {
		if _, err := os.Stat(filepath.Join(db.cfg.Dir, free)); errors.Is(err, os.ErrNotExist) {
			break
		}
		free = fmt.Sprintf("%s-%d", name, n)
	}
	if err := os.Rename(filepath.Join(db.cfg.Dir, journalDir), filepath.Join(db.cfg.Dir, free)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", folderFault(db.cfg.Dir, err)
	}
	return free, nil
}

// mend writes the journal anew without its damage. cause is the damage that was found, and is
// what comes back when the book is not mended.
func (db *DB) mend(s sentinel, cause error) error {
	dir, err := journal.Disk(filepath.Join(db.cfg.Dir, journalDir))
	if err != nil {
		return folderFault(db.cfg.Dir, err)
	}
	m := &mending{db: db, dir: dir, box: db.cfg.Keys.For("journal"), hint: s.Book}
	defer m.close()
	m.openView(s)
	if err := m.survey(s); err != nil {
		return errors.Join(cause, err)
	}
	if s.Book != "" && m.look.Book != "" && s.Book != m.look.Book {
		return errOtherBook
	}
	if m.look.Foreign || m.look.Book == "" {
		return cause // frames of another history are not put together with ours
	}
	if len(m.gaps) == 0 && len(m.look.Damage) == 0 {
		return cause
	}
	if err := m.plan(); err != nil {
		return errors.Join(cause, err)
	}
	report := m.report()
	if !report.Whole() && !db.cfg.Mend {
		return unmended(report, cause)
	}
	if err := m.write(); err != nil {
		return errors.Join(cause, err)
	}
	m.close() // before folders move: some systems do not move open files
	if report.Aside, err = db.setAside(); err != nil {
		return errors.Join(cause, err)
	}
	if err := db.finishMend(); err != nil {
		return errors.Join(cause, err)
	}
	db.mended = report
	db.notes.add(db.cfg.Clock.Now(), report.note())
	return nil
}

// openView opens the view for reading what lost changes left in it; without one the frames that
// are left must do.
func (m *mending) openView(s sentinel) {
	if left := m.db.viewDirs(); s.View == "" && len(left) == 1 {
		s.View = left[0]
	}
	if s.View == "" {
		return
	}
	path := filepath.Join(m.db.cfg.Dir, s.View)
	if _, err := os.Stat(filepath.Join(path, "MANIFEST")); err != nil {
		return
	}
	e, err := engine.OpenBadger(path, m.db.cfg.Keys.Raw("badger"))
	if err != nil {
		return
	}
	snap := e.Snapshot()
	a, err := readApplied(snap)
	var book string
	if err == nil {
		_, err = snap.Get(bookKey, func(b []byte) error { book = string(b); return nil })
	}
	if err != nil || a.seq < s.Applied || s.Book != "" && book != s.Book {
		snap.Release()
		logged("close a view", e.Close())
		return
	}
	m.engine, m.view, m.applied, m.hint = e, snap, a, book
}

func (m *mending) close() {
	if m.view != nil {
		m.view.Release()
		m.view = nil
	}
	if m.engine != nil {
		logged("close a view", m.engine.Close())
		m.engine = nil
	}
}

// write writes the mended journal beside the damaged one. Segments before the damage stay as they are.
func (m *mending) write() error {
	to := filepath.Join(m.db.cfg.Dir, mendingDir)
	if err := os.RemoveAll(to); err != nil {
		return folderFault(m.db.cfg.Dir, err)
	}
	dir, err := journal.Disk(to)
	if err != nil {
		return folderFault(m.db.cfg.Dir, err)
	}
	if err := m.copyWhole(to); err != nil {
		return folderFault(m.db.cfg.Dir, err)
	}
	log, err := journal.Open(journal.Config{Dir: dir, Box: m.box, Book: m.look.Book})
	if err != nil {
		return err
	}
	err = m.append(log)
	if err = errors.Join(err, log.Close()); err != nil {
		return err
	}
	if err := os.Rename(to, filepath.Join(m.db.cfg.Dir, mendedDir)); err != nil {
		return folderFault(m.db.cfg.Dir, err)
	}
	return nil
}

func (m *mending) copyWhole(to string) error {
	whole := m.look.Whole
	names, err := m.dir.List()
	if err != nil {
		return err
	}
	for _, name := range names {
		if whole == 0 {
			return nil
		}
		if filepath.Ext(name) != ".journal" {
			continue
		}
		whole--
		raw, err := os.ReadFile(filepath.Join(m.db.cfg.Dir, journalDir, name))
		if err != nil {
			return err
		}
		if err := replaceFile(filepath.Join(to, name), raw); err != nil {
			return err
		}
	}
	return nil
}

// append writes the frames that are left and, in the gaps, those made again.
func (m *mending) append(log *journal.Journal) error {
	made := m.made
	upTo := func(seq uint64) error {
		for ; len(made) > 0 && made[0].Seq < seq; made = made[1:] {
			if made[0].Seq <= log.Last() {
				continue
			}
			payload, err := encodeFrame(frame{made[0]})
			if err == nil {
				err = log.Append(made[0].Seq, made[0].Seq, payload)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	_, err := journal.Look(m.dir, m.box, m.hint, func(f journal.Frame) error {
		if f.First <= log.Last() {
			return nil
		}
		if err := upTo(f.First); err != nil {
			return err
		}
		return log.Append(f.First, f.Last, f.Payload)
	})
	if err == nil {
		err = upTo(m.end + 1)
	}
	return err
}

// when is the moment of a change made again, in the order of the journal.
func when(known, before time.Time) time.Time {
	if known.After(before) {
		return known
	}
	return before.Add(time.Microsecond)
}

// report counts what was made again.
func (m *mending) report() *Mended {
	r := &Mended{Lost: len(m.made), Made: len(m.made) - m.unknown}
	for _, d := range m.look.Damage {
		r.Places = append(r.Places, fmt.Sprintf("%s @%d", d.Segment, d.Offset))
	}
	for key, one := range m.concerned {
		entity, id := splitKey(key)
		title := id
		if p := m.db.planOf(entity); p != nil && one.after.exists() {
			if named := p.t.Title(p.record(id, one.after)); named != "" {
				title = named
			}
		}
		r.Records = append(r.Records, MendedRecord{Entity: entity, ID: id, Title: title, Sure: one.sure})
	}
	slices.SortFunc(r.Records, func(a, b MendedRecord) int { return compareText(a.Entity+a.Title+a.ID, b.Entity+b.Title+b.ID) })
	if !m.certain {
		r.Made = min(r.Made, r.Lost-1)
	}
	return r
}
