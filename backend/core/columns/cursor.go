package columns

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strconv"

	"xingke/backend/base/fault"
)

// cursorJSON is a place in a list: the values of the sort fields in the last row shown and its id.
// Values, not positions, so that it stays right while rows come and go.
type cursorJSON struct {
	Query  string   `json:"q"`
	Keys   []string `json:"k"` // "" none; n: a number; t: a text
	LastID string   `json:"i"`
}

// fingerprint tells queries apart whose cursors must not be mixed up. Scope and Limit may change between pages.
func (q Query) fingerprint() string {
	raw, _ := json.Marshal(struct {
		E string
		W *Filter
		S []Sort
		D bool
	}{q.Entity, q.Where, q.Sort, q.Deleted})
	sum := sha256.Sum256(raw)
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// cursor writes the place of an item.
func (q *question) cursor(of Query, last item) string {
	c := cursorJSON{Query: of.fingerprint(), LastID: q.w.id(q.t, int(last.row))}
	for i, k := range q.keys {
		c.Keys = append(c.Keys, q.say(k, int(last.row), last.keys[i]))
	}
	raw, _ := json.Marshal(c)
	return base64.RawURLEncoding.EncodeToString(raw)
}

// say writes a key so that it is understood when the ranks are others.
func (q *question) say(k *key, row int, value int64) string {
	if value == noKey {
		return ""
	}
	n := k.place.numberAt(row)
	switch {
	case k.place.leaf == nil:
		return "t" + q.w.id(q.t, row)
	case k.place.leaf.form == strung:
		return "t" + textAt(k.place.leaf.texts, k.place.rowAt(row))
	case k.ranks != nil:
		return "t" + textAt(q.w.tables[k.place.leaf.target].titles().texts, int(n))
	case k.codes != nil:
		return "t" + (&asker{w: q.w}).labelOf(k.place.leaf, int(n))
	}
	return "n" + strconv.FormatInt(n, 10)
}

func foreignCursor() error {
	return fault.New(fault.Invalid, "翻页位置（after）不属于这个查询，请从第一页重新开始", "The cursor (after) does not belong to this query; start again from the first page.")
}

// resume reads the cursor of a query as an item to compare rows with.
func (q *question) resume(c *Columns, of Query) (*item, error) {
	raw, err := base64.RawURLEncoding.DecodeString(of.After)
	var at cursorJSON
	if err != nil || json.Unmarshal(raw, &at) != nil || at.Query != of.fingerprint() || len(at.Keys) != len(q.keys) || at.LastID == "" {
		return nil, foreignCursor()
	}
	it := &item{row: -1}
	if row, known := c.rowOf(of.Entity, at.LastID); known && row < q.t.n && q.w.id(q.t, row) == at.LastID {
		it.tie = q.tie.at(row)
	} else {
		it.tie = q.w.seek(q.tie, q.t, at.LastID)
	}
	for i, said := range at.Keys {
		if it.keys[i], err = q.hear(q.keys[i], said); err != nil {
			return nil, err
		}
	}
	return it, nil
}

// hear is the key of a value said by say.
func (q *question) hear(k *key, said string) (int64, error) {
	if said == "" {
		return noKey, nil
	}
	text := said[1:]
	if said[0] == 'n' && k.ranks == nil && k.codes == nil && k.ids == nil {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return 0, foreignCursor()
		}
		return k.turned(n), nil
	}
	switch {
	case said[0] != 't':
	case k.ranks != nil:
		return k.turned(k.ranks.seek(text)), nil
	case k.codes != nil:
		return k.turned(k.codes.seek(text)), nil
	case k.ids != nil:
		return k.turned(q.w.seek(k.ids, q.t, text)), nil
	}
	return 0, foreignCursor()
}

// seek is a number that compares with the codes' ranks as a text compares with theirs.
func (c *coding) seek(text string) int64 {
	key, at := c.keyOf(text), 0
	for at < len(c.order) && string(c.order[at]) < string(key) {
		at++
	}
	if at < len(c.order) && string(c.order[at]) == string(key) {
		return 2*int64(at) + 1
	}
	return 2 * int64(at)
}

// rowAt is the row of the last table that a row of the first leads to.
func (p *place) rowAt(row int) int {
	at := int64(row)
	for i, hop := range p.hops {
		if at = hop.at(int(at)); at == null || p.veilAt(i).hides(at) {
			return -1
		}
	}
	return int(at)
}
