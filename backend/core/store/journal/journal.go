package journal

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/core/seal"
)

// SegmentSize is how large a segment grows before the next one begins.
const SegmentSize = 16 << 20

// Config says where a journal lies and with what key it is sealed.
type Config struct {
	Dir         Dir
	Box         seal.Box
	SegmentSize int64  // 0: SegmentSize
	Book        string // id of the book that a new journal belongs to; "": a new book
	Durable     uint64 // a sequence that is known to have been on disk: a journal that ends before it is damaged
}

// Journal is an open journal. One goroutine at a time may Append or Drop; everything else
// is safe for concurrent use.
type Journal struct {
	dir  Dir
	box  seal.Box
	room int64
	book [16]byte
	torn []Torn
	must uint64 // a sequence that Open must find

	mu       sync.Mutex // guards what follows, held briefly
	segments []*segment
	last     uint64 // the last sequence appended
	hash     [32]byte
	before   Frame // where the newest frame lies, for Drop
	failed   error

	syncing sync.Mutex // held by the one who waits for the disk
	durable atomic.Uint64
	buf     []byte
}

// Torn is a tail that a crash left and that Open set aside.
type Torn struct {
	File  string // where its bytes are kept
	Bytes int64
	Seq   uint64 // the first sequence that was not whole
}

// Open opens the journal in cfg.Dir, or begins one. A torn tail is set aside and cut off;
// damage before the end, a wrong key and a newer format are faults, and nothing is changed.
func Open(cfg Config) (*Journal, error) {
	j := &Journal{dir: cfg.Dir, box: cfg.Box, room: cfg.SegmentSize, must: cfg.Durable}
	if j.room == 0 {
		j.room = SegmentSize
	}
	names, err := j.dir.List()
	if err != nil {
		return nil, unreadable(err)
	}
	if j.book, _ = id.Bytes(cfg.Book); j.book == ([16]byte{}) {
		j.book, _ = id.Bytes(id.New())
	}
	if err := j.load(names); err != nil {
		return nil, errors.Join(err, j.closeFiles())
	}
	return j, nil
}

func (j *Journal) load(names []string) error {
	if err := j.openSegments(names); err != nil {
		return err
	}
	if len(j.segments) == 0 && j.must > 0 {
		return damaged(&segment{name: segmentName(1)}, 0, 1, "it is missing")
	}
	if len(j.segments) == 0 {
		return j.begin(&segment{number: 1, first: 1, book: j.book})
	}
	if err := j.scanTail(); err != nil {
		return err
	}
	j.durable.Store(j.last)
	return nil
}

// Book is the id of the book, made with its journal.
func (j *Journal) Book() string { return id.FromBytes(j.book) }

// Last is the last sequence appended.
func (j *Journal) Last() uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.last
}

// Hash is the chain's hash: that of the last frame appended.
func (j *Journal) Hash() [32]byte {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.hash
}

// Durable is the last sequence known to be on disk.
func (j *Journal) Durable() uint64 { return j.durable.Load() }

// Torn tells what Open set aside.
func (j *Journal) Torn() []Torn { return j.torn }

// Err is the fault that keeps the journal from being written, nil while it can be.
func (j *Journal) Err() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.failed
}

// Size tells how many segments there are and how many bytes lie in them.
func (j *Journal) Size() (segments int, bytes int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, s := range j.segments {
		bytes += s.end
	}
	return len(j.segments), bytes
}

// Append writes a frame with the sequences first to last behind the others. It is not
// durable before Sync. When it fails, nothing of the frame stays.
func (j *Journal) Append(first, last uint64, payload []byte) error {
	if err := j.Err(); err != nil {
		return err
	}
	if first != j.Last()+1 || last < first {
		return fmt.Errorf("journal: frame %d..%d does not follow %d", first, last, j.Last())
	}
	if len(payload) > maxFrame-seal.Overhead {
		return fault.New(fault.Invalid, "一次改动的数据太多，请分批保存", "This change is too large to save at once; save it in parts.")
	}
	s := j.segments[len(j.segments)-1]
	if s.end >= j.room {
		next, err := j.roll(s)
		if err != nil {
			return err
		}
		s = next
	}
	f := Frame{First: first, Last: last, Payload: payload, Prev: j.hash, Offset: s.end, Segment: s.name, durable: j.durable.Load()}
	var hash [32]byte
	j.buf, hash = s.appendFrame(j.buf[:0], j.box, &f)
	if _, err := s.file.WriteAt(j.buf, s.end); err != nil {
		return j.takeBack(s, s.end, err)
	}
	if cap(j.buf) > 4<<20 {
		j.buf = nil
	}
	f.Payload, f.size = nil, int64(len(j.buf))
	j.mu.Lock()
	defer j.mu.Unlock()
	s.note(first, s.end)
	s.end += f.size
	j.last, j.hash, j.before = last, hash, f
	return nil
}

// Drop takes back the frame that was appended last, for a writer that could not go on.
func (j *Journal) Drop() error {
	j.syncing.Lock()
	defer j.syncing.Unlock()
	j.mu.Lock()
	f := j.before
	s := j.segments[len(j.segments)-1]
	j.mu.Unlock()
	if f.size == 0 || f.Segment != s.name {
		return errors.New("journal: no frame to take back")
	}
	err := s.file.Truncate(f.Offset)
	if err == nil {
		err = s.file.Sync()
	}
	if err != nil {
		return j.fail(err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	s.end = f.Offset
	if n := len(s.marks); n > 0 && s.marks[n-1].off >= s.end {
		s.marks = s.marks[:n-1]
	}
	j.last, j.hash, j.before = f.First-1, f.Prev, Frame{}
	if j.durable.Load() > j.last {
		j.durable.Store(j.last)
	}
	return nil
}

// Sync returns when everything up to seq is on disk. Those who wait together share one fsync.
func (j *Journal) Sync(seq uint64) error {
	if j.durable.Load() >= seq {
		return nil
	}
	j.syncing.Lock()
	defer j.syncing.Unlock()
	if j.durable.Load() >= seq {
		return nil
	}
	j.mu.Lock()
	failed, target, s := j.failed, j.last, j.segments[len(j.segments)-1]
	j.mu.Unlock()
	if failed != nil {
		return failed
	}
	if err := s.file.Sync(); err != nil {
		return j.fail(err)
	}
	j.raise(target)
	return nil
}

// Close makes everything durable and closes the files.
func (j *Journal) Close() error {
	err := j.Sync(j.Last())
	if j.Err() != nil {
		err = nil // said when it happened
	}
	return errors.Join(err, j.closeFiles())
}

func (j *Journal) closeFiles() error {
	var err error
	for _, s := range j.segments {
		if s.file != nil {
			err = errors.Join(err, s.file.Close())
		}
	}
	return err
}

// roll closes the full segment and begins the next one.
func (j *Journal) roll(s *segment) (*segment, error) {
	if err := s.file.Truncate(s.end); err != nil { // gives back what was reserved
		return nil, writeFailed(err)
	}
	if err := j.Sync(j.Last()); err != nil {
		return nil, err
	}
	next := &segment{number: s.number + 1, first: j.Last() + 1, prev: j.hash, book: j.book}
	if err := j.begin(next); err != nil {
		return nil, err
	}
	return next, nil
}

func (j *Journal) begin(s *segment) error {
	s.name, s.end, s.marked = segmentName(s.number), segmentHeader, true
	f, err := j.dir.Create(s.name, j.room)
	if err == nil {
		s.file = f
		_, err = f.WriteAt(s.header(j.box), 0)
	}
	if err == nil {
		err = f.Sync()
	}
	if err != nil {
		if f != nil { // a half-made segment must not lie where the next try makes it
			err = errors.Join(err, f.Close(), j.dir.Rename(s.name, s.name+".unused"))
		}
		return writeFailed(err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.segments = append(j.segments, s)
	return nil
}

// takeBack removes what a failed append left. If even that fails, nothing more is written.
func (j *Journal) takeBack(s *segment, off int64, cause error) error {
	if err := s.file.Truncate(off); err != nil {
		return j.fail(errors.Join(cause, err))
	}
	return writeFailed(cause)
}

func (j *Journal) fail(cause error) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.failed == nil {
		j.failed = diskFailed(cause)
	}
	return j.failed
}

func (j *Journal) raise(seq uint64) {
	for {
		now := j.durable.Load()
		if now >= seq || j.durable.CompareAndSwap(now, seq) {
			return
		}
	}
}

func unreadable(cause error) error {
	return fault.Wrap(cause, fault.Unavailable, "账套的日志读不出来：%s；请检查文件夹权限和磁盘", "The book's journal cannot be read: %s. Check the folder's permissions and the disk.", lang.S(cause.Error()))
}
