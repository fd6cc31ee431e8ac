package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"os"
	"slices"
	"strings"

	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
	"xingke/backend/core/seal"
	"xingke/backend/core/store/journal"
)

// A journal from which data of people were erased is another chain than before. What binds the two is its witness:
// the first frame behind what was copied. It tells where the old chain ended and with which hash, and the hash of
// all that was copied, taken over its content, which no other key changes. Verify compares the last one with the
// journal as it is.

// CauseErased begins the cause of the changes of a witness.
const CauseErased = "erased:"

// Witness is what the last frame of a copy with erased data tells of it, and not one word of the data.
type Witness struct {
	Seq     uint64 // the last change of the old journal
	Old     string // hash of its chain there
	Content string // hash of what the copy holds up to there
	Frames  int    // that were changed
	Changes int
}

func (w Witness) cause() string {
	return fmt.Sprintf("%s%d:%s:%s:%d:%d", CauseErased, w.Seq, w.Old, w.Content, w.Frames, w.Changes)
}

// witnessIn reads a cause; false if it is none of a witness.
func witnessIn(cause string) (w Witness, found bool) {
	rest, ok := strings.CutPrefix(cause, CauseErased)
	if !ok {
		return w, false
	}
	_, err := fmt.Sscan(strings.ReplaceAll(rest, ":", " "), &w.Seq, &w.Old, &w.Content, &w.Frames, &w.Changes)
	return w, err == nil
}

// content adds up what frames say, whatever they are sealed with.
type content struct{ hash.Hash }

func newContent() content { return content{sha256.New()} }

func (c content) add(f *journal.Frame) {
	head := make([]byte, 0, 24)
	head = binary.BigEndian.AppendUint64(head, f.First)
	head = binary.BigEndian.AppendUint64(head, f.Last)
	head = binary.BigEndian.AppendUint64(head, uint64(len(f.Payload)))
	_, _ = c.Write(head) // a hash never fails
	_, _ = c.Write(f.Payload)
}

func (c content) sum() string { return hex.EncodeToString(c.Sum(nil)) }

// beforeWitness empties the folder of a copy that ends with the witness of this erasing: the book has gone on since
// it was written, and what comes behind a witness is not covered by it.
func beforeWitness(to journal.Dir, dir string, keys *seal.Keys, book, set string) (journal.Dir, error) {
	names, err := to.List()
	if err != nil || len(names) == 0 {
		return to, err
	}
	j, err := journal.Open(journal.Config{Dir: to, Box: keys.For("journal"), Book: book})
	if err != nil {
		return nil, err
	}
	ended, err := endsWith(j, set)
	if cerr := j.Close(); err == nil {
		err = cerr
	}
	if err != nil || !ended {
		return to, err
	}
	if err := os.RemoveAll(dir); err != nil {
		return nil, folderFault(dir, err)
	}
	return journal.Disk(dir)
}

func endsWith(j *journal.Journal, set string) (bool, error) {
	if j.Last() == 0 {
		return false, nil
	}
	f, err := j.At(j.Last())
	if err != nil {
		return false, err
	}
	changes, err := decodeFrame(f.First, f.Payload)
	return err == nil && changes[0].Set == set, err
}

// Bear proves what the copy of the journal in dir holds beyond proof, which the caller has made of its beginning, and ends
// it with its witness: the records that are erased go into the recycle bin, and event, which say makes of the witness, is
// written. It is called while nobody writes, by Finish. It returns the last sequence of the copy.
func (db *DB) Bear(ctx context.Context, dir string, keys *seal.Keys, plan *Erasing, count Counted, proof *Proof, say func(Witness) entity.Record) (last uint64, err error) {
	files, err := journal.Disk(dir)
	if err != nil {
		return 0, folderFault(dir, err)
	}
	to, err := journal.Open(journal.Config{Dir: files, Box: keys.For("journal")})
	if err != nil {
		return 0, err
	}
	defer func() {
		if cerr := to.Close(); err == nil {
			err = cerr
		}
	}()
	if err := proof.read(ctx, to); err != nil {
		return 0, err
	}
	if proof.last != db.log.Last() || proof.book != db.log.Book() {
		return 0, fmt.Errorf("the copy ends at %d, the book at %d", proof.last, db.log.Last())
	}
	old := db.log.Hash()
	w := Witness{Seq: proof.last, Old: hex.EncodeToString(old[:]), Content: proof.content.sum(), Frames: count.Frames, Changes: count.Changes}
	f, err := db.witness(plan, w, say(w))
	if err != nil {
		return 0, err
	}
	payload, err := encodeFrame(f)
	if err != nil {
		return 0, err
	}
	if err := to.Append(f.first(), f.last(), payload); err != nil {
		return 0, err
	}
	return to.Last(), to.Sync(to.Last())
}

// witness makes the frame. The caller holds the writer.
func (db *DB) witness(plan *Erasing, w Witness, event entity.Record) (frame, error) {
	v, err := db.hold()
	if err != nil {
		return nil, err
	}
	defer v.release()
	snap := v.engine.Snapshot()
	defer snap.Release()
	at := stamp(db.next())
	var f frame
	add := func(c Change) {
		n := uint64(len(f)) + 1
		c.Seq, c.DSeq, c.Set, c.Label = db.last.seq+n, db.last.dseq+n, plan.Set, plan.Label
		c.Actor, c.Device, c.At, c.Cause = plan.Actor, db.cfg.Device, at, w.cause()
		f = append(f, c)
	}
	for _, name := range listed(plan.Whole) {
		if slices.Contains(plan.Keep, name) {
			continue
		}
		for _, one := range plan.Whole[name] {
			s, err := db.readState(snap, recordKey(name, one), db.planOf(name))
			if err != nil {
				return nil, viewFault(err)
			}
			if s.live() {
				add(Change{Entity: name, ID: one, Verb: Deleted, Rev: s.rev + 1, Based: s.seq})
			}
		}
	}
	if event != nil {
		t, err := db.typeOf(event)
		if err != nil {
			return nil, err
		}
		add(Change{Entity: t.Name, ID: id.New(), Verb: Created, Rev: 1, Delta: diff(nil, db.plan(t).pairs(event))})
	}
	if len(f) == 0 {
		return nil, fmt.Errorf("store: nothing bears witness of what was erased")
	}
	return f, nil
}

// testimony is what Verify makes of the witnesses in a journal.
type testimony struct {
	content content
	last    Witness
	found   bool
	holds   bool
	mended  bool // frames were made again since, so that the content is not what it was
}

func newTestimony() testimony { return testimony{content: newContent()} }

// hear takes a frame in, in its place.
func (t *testimony) hear(f *journal.Frame, changes frame) {
	if len(changes) > 0 {
		if w, ok := witnessIn(changes[0].Cause); ok {
			t.last, t.found = w, true
			t.holds = w.Seq == f.First-1 && w.Content == t.content.sum()
		}
		t.mended = t.mended || changes[0].Label == mendLabel.ZH
	}
	t.content.add(f)
}

// fault is what is wrong, empty if nothing.
func (t *testimony) fault() lang.Text {
	if !t.found || t.holds || t.mended {
		return lang.Text{}
	}
	return lang.Sayf("第 %s 号变更之前的日志，与删除个人信息时留下的证明不符", "The journal before change %s does not match the checksum taken when personal data was erased.", lang.S(fmt.Sprint(t.last.Seq+1)))
}
