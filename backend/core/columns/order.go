package columns

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"sync"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/pinyin"
)

// Sort is one key that a list is ordered by. Empty values come last either way; what is equal
// by all keys is ordered by id.
type Sort struct {
	Field string `json:"field"`
	Desc  bool   `json:"desc,omitempty"`
}

// mostKeys is how many keys a list can be sorted by.
const mostKeys = 4

// noKey is the key of an empty value: it comes last.
const noKey = math.MaxInt64

// key turns the values at a place into numbers that compare as the values do.
type key struct {
	place *place
	desc  bool
	ranks *ranks  // of texts, and of titles of references
	codes *coding // of dictionaries and lists
	ids   *tie    // of the rows themselves
	once  sync.Once
	far   []int64 // with hops: the key for each row of the first table referred to
	met   sync.Once
	near  []int64 // of references to few records and of codes: the key for each of them
	w     *view
}

// coding orders the codes of a dictionary or the numbers of a list column.
type coding struct {
	rank  []int64 // per code
	order [][]byte
	keyOf func(text string) []byte
}

func (a *asker) keys(t *tableView, sorts []Sort) ([]*key, error) {
	if len(sorts) > mostKeys {
		return nil, fault.New(fault.Invalid, "最多按 %s 个字段排序", "A list can be sorted by at most %s fields.", lang.N(mostKeys))
	}
	var keys []*key
	for _, s := range sorts {
		k, err := a.key(t, s)
		if err != nil {
			return nil, err
		}
		if k.place.leaf == nil && !s.Desc { // by id: what is equal so far is ordered by it anyway
			return keys, nil
		}
		keys = append(keys, k)
	}
	return keys, nil
}

func (a *asker) key(t *tableView, s Sort) (*key, error) {
	p, err := a.find(t, s.Field)
	if err != nil {
		return nil, err
	}
	k := &key{place: p, desc: s.Desc, w: a.w}
	if p.leaf == nil {
		k.ids = a.tie(t)
		return k, nil
	}
	switch p.leaf.form {
	case strung:
		k.ranks = a.c.ranksOf(p.table, p.leaf)
	case rows:
		target := a.w.tables[p.leaf.target]
		if titles := target.titles(); titles != nil {
			k.ranks = a.c.ranksOf(target, titles)
		}
	case codes, codeList, rowList:
		k.codes = a.coding(p.leaf)
	}
	return k, nil
}

// bounds hold the keys of all values.
func (k *key) bounds() (lo, hi int64) {
	switch {
	case k.ids != nil:
		lo, hi = k.ids.bounds()
	case k.ranks != nil:
		hi = int64(len(k.ranks.sorted)+1) << rankGap
	case k.codes != nil:
		hi = 2 * int64(len(k.codes.order))
	default:
		lo, hi = k.place.leaf.bounds()
	}
	switch {
	case lo > hi:
		return 0, 0
	case k.desc:
		return ^hi, ^lo
	}
	return lo, hi
}

// around holds the keys of the values in a block.
func (k *key) around(block int) (lo, hi int64) {
	switch {
	case k.ids != nil:
		lo, hi = k.ids.around(block)
	case len(k.place.hops) > 0 || k.ranks != nil || k.codes != nil || k.place.leaf.slot(block).block == nil:
		return math.MinInt64, noKey
	default:
		s := k.place.leaf.slot(block)
		lo, hi = s.lo, s.hi
	}
	if k.desc {
		return ^hi, ^lo
	}
	return lo, hi
}

// coding orders a dictionary: options as declared, everything else by pinyin.
func (a *asker) coding(c *columnView) *coding {
	return keptAt(a.w, keptAs{from: c.source, what: "coding"}, func() *coding { return a.codingOf(c) })
}

func (a *asker) codingOf(c *columnView) *coding {
	place := map[string]int{}
	for i, o := range c.spec.Options {
		place[o.Value] = i
	}
	k := &coding{keyOf: func(text string) []byte {
		at, known := place[text]
		if !known {
			at = math.MaxUint16
		}
		return append(binary.BigEndian.AppendUint16(nil, uint16(at)), pinyin.Sort(text)...)
	}}
	count := len(c.names)
	if c.form != codes {
		count = len(c.items)
	}
	byCode := make([][]byte, count)
	for code := range byCode {
		byCode[code] = k.keyOf(a.labelOf(c, code))
	}
	k.order = slices.Clone(byCode)
	slices.SortFunc(k.order, bytes.Compare)
	k.order = slices.CompactFunc(k.order, bytes.Equal)
	k.rank = make([]int64, count)
	for code, key := range byCode {
		at, _ := slices.BinarySearchFunc(k.order, key, bytes.Compare)
		k.rank[code] = 2*int64(at) + 1
	}
	return k
}

// labelOf is the text that a code or the number of a list is sorted by.
func (a *asker) labelOf(c *columnView, code int) string {
	if c.form == codes {
		return c.names[code]
	}
	labels := make([]string, len(c.items[code]))
	for i, item := range c.items[code] {
		if c.form == codeList {
			labels[i] = c.names[item]
		} else if titles := a.w.tables[c.target].titles(); titles != nil {
			labels[i] = textAt(titles.texts, int(item))
		}
	}
	return strings.Join(labels, "\x01")
}

// of is the key of a number at the place; row is the row it stands in.
func (k *key) of(row int, n int64) int64 {
	switch {
	case k.ids != nil:
		n = k.ids.at(row)
	case k.ranks != nil && k.place.leaf.form == strung:
		n = k.ranks.at(row)
	case n == null:
	case k.place.beyond.hides(n):
		n = null
	case k.ranks != nil:
		n = k.ranks.at(int(n))
	case k.codes != nil:
		n = k.codes.rank[n]
	}
	return k.turned(n)
}

// turned makes the greatest first if so told; empty ones stay last.
func (k *key) turned(n int64) int64 {
	switch {
	case n == null:
		return noKey
	case k.desc:
		return ^n
	}
	return n
}

// at is the key of a row of the first table.
func (k *key) at(row int) int64 {
	if row = k.place.rowAt(row); row < 0 {
		return noKey
	}
	if k.place.leaf == nil {
		return k.of(row, int64(row))
	}
	if k.place.leaf.form == strung {
		return k.of(row, 0)
	}
	return k.of(row, k.place.leaf.at(row))
}

// load writes the keys of a block's rows into out.
func (k *key) load(block int, out []int64) {
	if col, keys := k.table(); col != nil {
		follow(out, col.slot(block), keys, noKey)
		return
	}
	k.loadLeaf(block, out)
}

// loadLeaf writes the keys of the rows of the last table on the path.
func (k *key) loadLeaf(block int, out []int64) {
	switch leaf := k.place.leaf; {
	case leaf == nil:
		k.ids.load(block, out)
	case k.coded():
		follow(out, leaf.slot(block), k.ofCodes(), noKey)
		return
	case leaf.form == strung:
		if block < len(k.ranks.blocks) {
			copy(out, k.ranks.blocks[block][:])
		} else {
			fill(out, null)
		}
	default:
		k.place.numbers(block, out)
		if k.ranks != nil {
			for i, n := range out {
				switch {
				case n == null:
				case k.place.beyond.hides(n):
					out[i] = null
				default:
					out[i] = k.ranks.at(int(n))
				}
			}
		}
	}
	if k.desc {
		for i, n := range out {
			out[i] = ^n // null becomes noKey
		}
		return
	}
	for i, n := range out {
		if n == null {
			out[i] = noKey
		}
	}
}
