package store

import (
	"fmt"
	"sync"
	"time"

	"xingke/backend/base/lang"
	"xingke/backend/core/store/journal"
)

// Status is what the Health page shows of a book.
type Status struct {
	Book      string
	Dir       string // "" in memory
	Seq       uint64 // last change that readers see
	Durable   uint64 // last change known to be on disk
	Segments  int    // of the journal
	Journal   int64  // its bytes
	View      int64  // bytes of the view
	Free      uint64 // bytes free on the disk, 0 if not known
	Writable  error  // why nothing can be saved now, nil when all is well
	Notes     []Note // what was put right since the book was opened
	Followers []FollowerStatus
}

// Note is something that the store had to put right.
type Note struct {
	At   time.Time
	Text lang.Text
}

// FollowerStatus tells how far a follower has come.
type FollowerStatus struct {
	Name   string
	Cursor uint64
	Behind uint64
	Err    error // of its latest try
	Poison []Poison
}

// Status tells how the book is.
func (db *DB) Status() Status {
	s := Status{Book: db.log.Book(), Dir: db.cfg.Dir, Seq: db.seq.Load(), Durable: db.log.Durable(), Notes: db.notes.all()}
	s.Segments, s.Journal = db.log.Size()
	if v, err := db.hold(); err == nil {
		s.View = v.engine.Size()
		v.release()
	}
	if db.cfg.Dir != "" {
		if free, err := db.cfg.seams.free(db.cfg.Dir); err == nil {
			s.Free = free
		}
	}
	if s.Writable = db.log.Err(); s.Writable == nil {
		s.Writable = db.roomToWrite()
	}
	horizon := db.horizon()
	for _, one := range db.feed.all() {
		one.mu.Lock()
		f := FollowerStatus{Name: one.f.Name(), Cursor: one.at, Err: one.err, Poison: append([]Poison(nil), one.poison...)}
		one.mu.Unlock()
		if f.Cursor < horizon {
			f.Behind = horizon - f.Cursor
		}
		s.Followers = append(s.Followers, f)
	}
	return s
}

// Note tells people, on the Health page, what was put right.
func (db *DB) Note(text lang.Text) { db.notes.add(db.cfg.Clock.Now(), text) }

// Notes lists what was put right since the book was opened.
func (db *DB) Notes() []Note { return db.notes.all() }

type notes struct {
	mu   sync.Mutex
	list []Note
}

func (n *notes) add(at time.Time, text lang.Text) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.list = append(n.list, Note{at, text})
}

func (n *notes) all() []Note {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]Note(nil), n.list...)
}

func (n *notes) tornTail(at time.Time, t journal.Torn) {
	n.add(at, lang.Sayf(
		"上次没有正常退出，日志末尾有 %s 字节未写完（第 %s 号变更起，尚未确认保存），已移到 %s",
		"The program did not end normally: the last %s bytes of the journal (from change %s on, never confirmed as saved) were incomplete and moved to %s.",
		lang.S(fmt.Sprint(t.Bytes)), lang.S(fmt.Sprint(t.Seq)), lang.S(t.File)))
}
