package store

import (
	"crypto/sha256"
	"encoding/binary"

	"xingke/backend/core/field"
)

// The view's keys. Names end in a 0 byte, which no name contains; index keys end themselves.
//
//	r entity 0 id                    → the sealed record
//	x entity 0 field 0 key id length → nothing: an ordered index
//	u entity 0 field 0 key           → id: a unique index
//	s first                          → a change set, by its first sequence
//	t set                            → first sequence of the set
//	i entity 0 field                 → what is indexed and how
//	m name                           → what the view knows of itself
const (
	spaceRecord  = 'r'
	spaceIndex   = 'x'
	spaceUnique  = 'u'
	spaceSet     = 's'
	spaceSetSeq  = 't'
	spaceCatalog = 'i'
	spaceMeta    = 'm'
)

// longKey is where an index key is cut; the rest becomes a hash, so that equal stays equal
// and different stays different, only the order of such long texts is not kept to their end.
const (
	longKey = 400
	cutKey  = 360
)

func entityKey(space byte, entity string) []byte {
	k := make([]byte, 0, 96)
	k = append(k, space)
	k = append(k, entity...)
	return append(k, 0)
}

func recordKey(entity, id string) []byte { return append(entityKey(spaceRecord, entity), id...) }

func fieldKey(space byte, entity, name string) []byte {
	return append(append(entityKey(space, entity), name...), 0)
}

func setKey(first uint64) []byte { return binary.BigEndian.AppendUint64([]byte{spaceSet}, first) }

func setSeqKey(set string) []byte { return append([]byte{spaceSetSeq}, set...) }

func metaKey(name string) []byte { return append([]byte{spaceMeta}, name...) }

func seqBytes(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }

func seqOf(b []byte) uint64 {
	if len(b) < 8 {
		return 0
	}
	return binary.BigEndian.Uint64(b[len(b)-8:])
}

// appendKey appends a value's index key.
func appendKey(dst []byte, kind field.Kind, v field.Value) []byte {
	start := len(dst)
	dst = kind.Key(dst, v)
	if len(dst)-start <= longKey {
		return dst
	}
	sum := sha256.Sum256(dst[start:])
	return append(dst[:start+cutKey], sum[:]...)
}

// appendID ends an ordered index key with the record's id and its length.
func appendID(key []byte, id string) []byte { return append(append(key, id...), byte(len(id))) }

// idIn returns the id at the end of an ordered index key.
func idIn(key []byte) string {
	end := len(key) - 1
	return string(key[end-int(key[end]) : end])
}
