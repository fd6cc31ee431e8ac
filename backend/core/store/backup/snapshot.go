package backup

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strconv"
	"time"

	"xingke/backend/core/seal"
)

// A snapshot's file is, in the clear: magic, the book's key file with its length before it, the number
// of pieces and their hashes (so that the shelf can be swept without the key). Then, sealed: the
// snapshot as JSON. The hash of all that lies before is bound into what is sealed.
const (
	magic      = "XKSHELF1\n"
	longestKey = 64 << 10
	mostPieces = 1 << 22 // 16 TB
	format     = 1
	purpose    = "backup"
)

// Snapshot is one backup.
type Snapshot struct {
	ID      string         `json:"id"` // the moment it was made, as in its name
	Format  int            `json:"format"`
	Book    string         `json:"book"`
	At      time.Time      `json:"at"`
	Seq     uint64         `json:"seq"`     // the last change in it
	Hash    string         `json:"hash"`    // of the journal's chain there
	Records map[string]int `json:"records"` // live records by entity, at that change
	Items   []Item         `json:"items"`
}

// Item is a file of the book as the snapshot has it.
type Item struct {
	Path   string    `json:"path"` // below the book's folder, with slashes
	Size   int64     `json:"size"`
	At     time.Time `json:"at,omitzero"` // when it was last changed
	Pieces []int     `json:"pieces"`      // places in the list of pieces
	Grows  bool      `json:"grows,omitempty"`
}

// Bytes is how much the snapshot holds.
func (s *Snapshot) Bytes() (n int64) {
	for i := range s.Items {
		n += s.Items[i].Size
	}
	return n
}

// head is what of a snapshot can be read without the key.
type head struct {
	key    []byte
	pieces []hash
	sum    hash
}

func (h *head) bytes() []byte {
	raw := binary.BigEndian.AppendUint32([]byte(magic), uint32(len(h.key)))
	raw = append(raw, h.key...)
	raw = binary.BigEndian.AppendUint32(raw, uint32(len(h.pieces)))
	for _, p := range h.pieces {
		raw = append(raw, p[:]...)
	}
	return raw
}

func (s *Shelf) save(snap *Snapshot, h *head, keys *seal.Keys) error {
	body, err := json.Marshal(snap)
	if err != nil {
		return err
	}
	raw := h.bytes()
	sum := sha256.Sum256(raw)
	return s.write(s.path(snap.ID), func(w io.Writer) error {
		if _, err := w.Write(raw); err != nil {
			return err
		}
		sealed, err := seal.NewWriter(w, keys.For(purpose), sum[:])
		if err != nil {
			return err
		}
		_, err = sealed.Write(body)
		return errors.Join(err, sealed.Close())
	})
}

// readHead reads the open part of a snapshot.
func (s *Shelf) readHead(id string) (*head, error) {
	f, err := os.Open(s.path(id))
	if err != nil {
		return nil, damaged(id, err)
	}
	defer f.Close()
	h, err := parseHead(bufio.NewReaderSize(f, 1<<20))
	if err != nil {
		return nil, damaged(id, err)
	}
	return h, nil
}

var errHead = errors.New("backup: no snapshot of ours")

func parseHead(r io.Reader) (*head, error) {
	begin := make([]byte, len(magic)+4)
	if _, err := io.ReadFull(r, begin); err != nil {
		return nil, err
	}
	size := binary.BigEndian.Uint32(begin[len(magic):])
	if string(begin[:len(magic)]) != magic || size > longestKey {
		return nil, errHead
	}
	h := &head{key: make([]byte, size)}
	count := make([]byte, 4)
	if _, err := io.ReadFull(r, h.key); err != nil {
		return nil, err
	}
	if _, err := io.ReadFull(r, count); err != nil {
		return nil, err
	}
	n := binary.BigEndian.Uint32(count)
	if n > mostPieces {
		return nil, errHead
	}
	for range n { // as they come: a count that lies allocates nothing
		var p hash
		if _, err := io.ReadFull(r, p[:]); err != nil {
			return nil, err
		}
		h.pieces = append(h.pieces, p)
	}
	h.sum = sha256.Sum256(h.bytes())
	return h, nil
}

// Key is the key file that a snapshot carries.
func (s *Shelf) Key(id string) ([]byte, error) {
	h, err := s.readHead(id)
	if err != nil {
		return nil, err
	}
	return h.key, nil
}

// Read opens a snapshot. One that was sealed with another key, before the book was sealed anew, is a
// fault of ErrDamaged.
func (s *Shelf) Read(id string, keys *seal.Keys) (*Snapshot, error) {
	snap, _, err := s.read(id, keys)
	return snap, err
}

func (s *Shelf) read(id string, keys *seal.Keys) (*Snapshot, *head, error) {
	f, err := os.Open(s.path(id))
	if err != nil {
		return nil, nil, damaged(id, err)
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<20)
	h, err := parseHead(in)
	if err != nil {
		return nil, nil, damaged(id, err)
	}
	sealed, err := seal.NewReader(in, keys.For(purpose), h.sum[:])
	if err != nil {
		return nil, nil, damaged(id, err)
	}
	var snap Snapshot
	if err := json.NewDecoder(sealed).Decode(&snap); err != nil {
		return nil, nil, damaged(id, err)
	}
	if _, err := io.Copy(io.Discard, sealed); err != nil { // the last chunk proves that nothing is cut off
		return nil, nil, damaged(id, err)
	}
	if snap.Format > format {
		return nil, nil, damaged("format "+strconv.Itoa(snap.Format), errHead)
	}
	if snap.ID != id || !snap.sound(len(h.pieces)) {
		return nil, nil, damaged(id, errHead)
	}
	return &snap, h, nil
}

// sound tells whether every item points into the list of pieces.
func (s *Snapshot) sound(pieces int) bool {
	for i := range s.Items {
		if int64(len(s.Items[i].Pieces)) != (s.Items[i].Size+pieceSize-1)/pieceSize {
			return false
		}
		for _, p := range s.Items[i].Pieces {
			if p < 0 || p >= pieces {
				return false
			}
		}
	}
	return true
}

// List reads all snapshots that open with the key, the newest first; others says how many do not.
func (s *Shelf) List(keys *seal.Keys) (list []*Snapshot, others int, err error) {
	names, err := s.names()
	if err != nil {
		return nil, 0, err
	}
	for _, name := range names {
		snap, err := s.Read(name, keys)
		if err != nil {
			others++
			continue
		}
		list = append(list, snap)
	}
	return list, others, nil
}
