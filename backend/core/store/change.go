package store

import (
	"time"

	"github.com/klauspost/compress/s2"

	"xingke/backend/base/fault"
	"xingke/backend/core/field"
)

// Verb is what happened to a record.
type Verb string

// The verbs of records.
const (
	Created  Verb = "created"
	Updated  Verb = "updated"
	Deleted  Verb = "deleted"  // into the recycle bin
	Restored Verb = "restored" // out of it
)

var verbs = [...]Verb{Created, Updated, Deleted, Restored}

func (v Verb) code() uint64 {
	for i, one := range verbs {
		if one == v {
			return uint64(i)
		}
	}
	return uint64(len(verbs))
}

// Change is one line of the journal: what happened to one record.
type Change struct {
	Seq    uint64 // its place in the journal, without gaps
	Set    string // the change set it is undone with
	Label  string // what the set was about, for people
	Entity string
	ID     string
	Verb   Verb
	Rev    uint64 // of the record after the change
	Based  uint64 // sequence of the change of the same record before this one, 0 on creation
	Actor  string // id of the user
	Device string
	DSeq   uint64    // the device's own count of changes, without gaps
	At     time.Time // hybrid clock: the device's time, but always later than the change before
	Cause  string    // what made the change if not a person: the rule, the change it answers
	Depth  int       // how many causes lie behind it
	Undoes string    // the set that this one takes back
	Delta  []Delta
}

// Delta is one field of a change. Old is empty on creation.
type Delta struct {
	Field    string
	Old, New field.Value
}

// A frame's payload is one byte that says how the rest is packed, then a CBOR array: what all
// changes of a transaction share, and the changes.
const (
	payloadPlain  = 0
	payloadPacked = 1
	frameVersion  = 1
	packFrom      = 1 << 10
	maxPayload    = 1 << 30 // unpacked
)

// frame is the changes of one transaction. All share Set, Label, Actor, Device, At, Cause,
// Depth and Undoes; Seq and DSeq count up.
type frame []Change

func (f frame) first() uint64 { return f[0].Seq }
func (f frame) last() uint64  { return f[len(f)-1].Seq }

func encodeFrame(f frame) ([]byte, error) {
	one := &f[0]
	b := make([]byte, 1, 256+200*len(f))
	b = head(b, cborArray, 11)
	b = head(b, cborUint, frameVersion)
	b = appendText(b, one.Set)
	b = appendText(b, one.Label)
	b = appendText(b, one.Actor)
	b = appendText(b, one.Device)
	b = head(b, cborUint, one.DSeq)
	b = appendInt(b, one.At.UnixMicro())
	b = appendText(b, one.Cause)
	b = head(b, cborUint, uint64(one.Depth))
	b = appendText(b, one.Undoes)
	b = head(b, cborArray, uint64(len(f)))
	for i := range f {
		b = appendChange(b, &f[i])
	}
	if len(b) < packFrom {
		return b, nil
	}
	if len(b) > maxPayload {
		return nil, fault.New(fault.Invalid, "一次改动的数据太多，请分批保存", "This change is too large to save at once; save it in parts.")
	}
	packed := make([]byte, 1+s2.MaxEncodedLen(len(b)))
	packed[0] = payloadPacked
	return packed[:1+len(s2.Encode(packed[1:], b[1:]))], nil
}

func appendChange(b []byte, c *Change) []byte {
	b = head(b, cborArray, 6)
	b = appendText(b, c.Entity)
	b = appendText(b, c.ID)
	b = head(b, cborUint, c.Verb.code())
	b = head(b, cborUint, c.Rev)
	b = head(b, cborUint, c.Based)
	b = head(b, cborArray, uint64(3*len(c.Delta)))
	for _, d := range c.Delta {
		b = appendText(b, d.Field)
		b = appendValue(b, d.Old)
		b = appendValue(b, d.New)
	}
	return b
}

// decodeFrame reads the changes of the frame whose first sequence is given.
func decodeFrame(first uint64, payload []byte) (frame, error) {
	one, n, d, err := openFrame(first, payload)
	if err != nil {
		return nil, err
	}
	f := make(frame, n)
	names := map[string]string{}
	for i := range f {
		f[i] = one
		f[i].Seq, f[i].DSeq = one.Seq+uint64(i), one.DSeq+uint64(i)
		d.change(&f[i], names)
	}
	return f, d.ended(n)
}

// openFrame reads what the changes of a frame share, and how many there are. The decoder stands
// before the first of them.
func openFrame(first uint64, payload []byte) (one Change, n int, d decoder, err error) {
	if len(payload) == 0 {
		return one, 0, d, errCodec
	}
	body := payload[1:]
	if payload[0] == payloadPacked {
		if n, err := s2.DecodedLen(body); err != nil || n > maxPayload {
			return one, 0, d, errCodec
		}
		if body, err = s2.Decode(nil, body); err != nil {
			return one, 0, d, errCodec
		}
	} else if payload[0] != payloadPlain {
		return one, 0, d, newerFormat()
	}
	d = decoder{b: body}
	d.items(cborArray)
	if d.uint() > frameVersion && d.err == nil {
		return one, 0, d, newerFormat()
	}
	one = Change{Seq: first, Set: d.text(), Label: d.text(), Actor: d.text(), Device: d.text(), DSeq: d.uint()}
	one.At = time.UnixMicro(d.int()).UTC()
	one.Cause, one.Depth, one.Undoes = d.text(), int(d.uint()), d.text()
	n = d.items(cborArray)
	return one, n, d, d.err
}

// ended tells whether n changes were read well and nothing is left behind them.
func (d *decoder) ended(n int) error {
	if d.err == nil && (n == 0 || len(d.b) > 0) {
		d.fail()
	}
	return d.err
}

// change reads one change; names keeps one copy of the names that repeat.
func (d *decoder) change(c *Change, names map[string]string) {
	d.items(cborArray)
	c.Entity, c.ID = shared(names, d.raw()), d.text()
	if v := d.uint(); v < uint64(len(verbs)) {
		c.Verb = verbs[v]
	} else {
		d.fail()
	}
	c.Rev, c.Based = d.uint(), d.uint()
	n := d.items(cborArray) / 3
	if n > 0 {
		c.Delta = make([]Delta, n)
	}
	for i := range c.Delta {
		c.Delta[i] = Delta{Field: shared(names, d.raw()), Old: d.value(), New: d.value()}
	}
}

func shared(names map[string]string, raw []byte) string {
	if s, ok := names[string(raw)]; ok {
		return s
	}
	s := string(raw)
	names[s] = s
	return s
}
