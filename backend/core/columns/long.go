package columns

import (
	"bytes"
	"context"
	"math"
	"strings"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/field"
)

// Long texts are too many bytes to keep. What is kept is what was asked of them: for each word that a filter looked
// for, marks of the rows that have it. They are made by reading the texts of all records once, are kept up by every
// commit like any column, and are seen through a view like any column. A long text is read as if it stood in one line.

// A sought is what a filter looks for in a long text.
type sought struct {
	table, field string
	op           string // contains or startsWith
	word         string // folded
}

// How many words are kept of the whole book, and how many one question may have.
// Only tests change the former.
var mostFindings = 32

const mostSought = 20

// A finding marks the rows that have what is sought.
type finding struct {
	sought
	needle
	spec  *field.Spec
	rows  marks
	since map[int]bool  // rows put while the others are being read; nil once all are known
	held  int           // by questions that are about to use it
	used  atomic.Uint64 // see Columns.turn
}

// foundView is what a view sees of a finding.
type foundView struct {
	rows []*words
	of   *finding
}

// having passes the rows that a finding marks.
type having struct{ rows []*words }

func (h having) cost() int { return 1 }
func (h having) narrow(block int, sel *words) {
	if block >= len(h.rows) {
		*sel = words{}
		return
	}
	for k, has := range h.rows[block] {
		sel[k] &= has
	}
}

// long compiles tests of long texts. A word that is not known yet is noted; see compiled.
func (a *asker) long(p *place, f *Filter) (test, error) {
	switch {
	case p.table.parent != "" || a.unveiled: // texts of lines; what may be read does not hang on a text
		return nil, a.misfit(p.leaf, f.Op, "empty", "notEmpty")
	case f.Op != "contains" && f.Op != "startsWith":
		return nil, a.misfit(p.leaf, f.Op, "contains", "startsWith", "empty", "notEmpty")
	}
	word, err := a.word(p.leaf, f)
	if err != nil || word == "" {
		return always(true), err
	}
	if a.words++; a.words > mostSought {
		return nil, fault.New(fault.Invalid, "一次最多在长文字里找 %s 个词，请减少几个条件", "At most %s words can be searched for in long texts at a time. Remove some conditions.", lang.N(mostSought))
	}
	what := sought{p.table.name, p.leaf.spec.Name, f.Op, word}
	if known, ok := p.table.found[what]; ok {
		known.of.used.Store(a.c.turn.Add(1))
		return having{known.rows}, nil
	}
	a.sought = append(a.sought, what)
	return always(false), nil
}

// compiled makes one test of several filters, in a view that knows all the words they look for.
func (c *Columns) compiled(ctx context.Context, entityName string, filters ...*Filter) (*asker, *tableView, test, error) {
	var held []*finding
	defer func() { c.letGo(held) }()
	for {
		w := c.view()
		t, err := w.table(entityName)
		if err != nil {
			return nil, nil, nil, err
		}
		a := c.asker(ctx, w)
		pass, err := a.compile(t, filters...)
		if err != nil || len(a.sought) == 0 {
			return a, t, pass, err
		}
		more, err := c.seek(ctx, a.sought)
		held = append(held, more...)
		if err != nil {
			return nil, nil, nil, err
		}
	}
}

// seek makes findings and holds them. One question at a time reads texts: the next may want the same.
func (c *Columns) seek(ctx context.Context, list []sought) (held []*finding, err error) {
	select {
	case c.seeking <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-c.seeking }()
	for len(list) > 0 && err == nil {
		same, others := []sought{}, []sought{}
		for _, s := range list {
			if s.table == list[0].table && s.field == list[0].field {
				same = append(same, s)
			} else {
				others = append(others, s)
			}
		}
		r := c.begin(ctx, same)
		held, list = append(held, r.held...), others
		if len(r.fresh) > 0 {
			err = c.filled(r, r.read())
		}
	}
	return held, err
}

// reading prepares reading long texts of a table, with the columns locked.
func (c *Columns) reading(ctx context.Context, table string) *reading {
	return &reading{c: c, ctx: ctx, of: c.look().tables[table], rolls: &c.tables[table].rolls, begun: c.seq, within: map[*finding][]*words{}}
}

// begin adds findings that follow what is put from now on, and holds them and those that are there already.
func (c *Columns) begin(ctx context.Context, list []sought) *reading {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.reading(ctx, list[0].table)
	t := c.tables[r.of.name]
	for _, s := range list {
		f := t.finding(s)
		if f == nil {
			f = &finding{sought: s, needle: needleOf(s), spec: t.byName[s.field].spec, since: map[int]bool{}}
			if near, ok := r.of.nearest(s); ok {
				r.within[f] = near
			}
			t.findings = append(t.findings, f)
			r.fresh = append(r.fresh, f)
		}
		f.held++
		f.used.Store(c.turn.Add(1))
		r.held = append(r.held, f)
	}
	c.forget()
	return r
}

func (t *table) finding(s sought) *finding {
	for _, f := range t.findings {
		if f.sought == s {
			return f
		}
	}
	return nil
}

// nearest marks the rows that were found by a part of the word: none outside of them has the whole.
func (v *tableView) nearest(s sought) (rows []*words, some bool) {
	least := v.n + 1
	for one, found := range v.found {
		covers := one.field == s.field && (one.op == "contains" && strings.Contains(s.word, one.word) ||
			one.op == s.op && strings.HasPrefix(s.word, one.word))
		if !covers {
			continue
		}
		n := 0
		for _, marked := range found.rows {
			n += marked.count()
		}
		if n < least {
			rows, least, some = found.rows, n, true
		}
	}
	return rows, some
}

// forget drops the findings that were not used for longest, so that few enough are kept up.
func (c *Columns) forget() {
	for {
		n := 0
		var from *table
		var last *finding
		for _, t := range c.tables {
			for _, f := range t.findings {
				if n++; f.held == 0 && (last == nil || f.used.Load() < last.used.Load()) {
					from, last = t, f
				}
			}
		}
		if n <= mostFindings || last == nil {
			return
		}
		from.dropFinding(last)
	}
}

func (t *table) dropFinding(one *finding) {
	kept := make([]*finding, 0, len(t.findings))
	for _, f := range t.findings {
		if f != one {
			kept = append(kept, f)
		}
	}
	t.findings, t.dirty = kept, true
}

// letGo ends the hold of a question on findings.
func (c *Columns) letGo(held []*finding) {
	if len(held) == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, f := range held {
		f.held--
	}
}

// overtaken is how long a commit that is on disk may take until it is in the columns.
const overtaken = 10 * time.Second

// filled lets views see what was read, or takes the findings back where reading failed.
func (c *Columns) filled(r *reading, err error) error {
	if err == nil {
		err = c.reach(r.ctx, r.seq)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.tables[r.of.name]
	for i, f := range r.fresh {
		if err != nil {
			t.dropFinding(f)
			continue
		}
		f.rows = marksOf(r.found[i])
		for row, has := range f.since {
			f.rows.set(row, has, t.tick)
		}
		f.since, t.dirty = nil, true
	}
	c.current = nil
	return err
}

// reach waits for the columns: what was read may be ahead of them by a commit that they are just being told of, and
// a view shows all of a commit or nothing.
func (c *Columns) reach(ctx context.Context, seq uint64) error {
	for begun := time.Now(); time.Since(begun) < overtaken; {
		c.mu.RLock()
		there := c.seq >= seq
		c.mu.RUnlock()
		if there {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Millisecond):
		}
	}
	return fault.New(fault.Unavailable, "数据正在变动，请再试一次", "The data is being changed. Try again.")
}

// noteLong brings the findings up to date with a row; text gives its texts.
func (t *table) noteLong(row int, text func(*field.Spec) string) {
	for _, f := range t.findings {
		has := f.in(bytesOf(text(f.spec)), &t.line)
		if f.since != nil {
			f.since[row] = has
		} else {
			f.rows.set(row, has, t.tick)
		}
	}
}

// seenFindings is what a view sees of the findings.
func (t *table) seenFindings() map[sought]foundView {
	if len(t.findings) == 0 {
		return nil
	}
	found := make(map[sought]foundView, len(t.findings))
	for _, f := range t.findings {
		if f.since == nil {
			found[f.sought] = foundView{f.rows.blocks, f}
		}
	}
	return found
}

// A needle is looked for in long texts.
type needle struct {
	folded []byte
	begins bool   // it must be the beginning
	anchor []byte // the longest piece of it that folding leaves as it is: a text without it need not be folded
}

func needleOf(s sought) needle {
	n := needle{folded: []byte(s.word), begins: s.op == "startsWith"}
	from := -1
	for i, r := range s.word + "\n" {
		unfolded := r >= 0x3400 && r <= 0x9fff // Chinese characters; nothing else folds to one
		switch {
		case unfolded && from < 0:
			from = i
		case !unfolded && from >= 0:
			if i-from > len(n.anchor) {
				n.anchor = n.folded[from:i]
			}
			from = -1
		}
	}
	return n
}

// in tells whether a text has it; line is room to fold the text in.
func (n *needle) in(text []byte, line *[]byte) bool {
	switch {
	case len(text) == 0 || !bytes.Contains(text, n.anchor):
		return false
	case n.begins:
		*line = appendLine((*line)[:0], text, len(n.folded))
		return bytes.HasPrefix(*line, n.folded)
	case len(n.anchor) == len(n.folded):
		return true
	}
	*line = appendLine((*line)[:0], text, math.MaxInt)
	return bytes.Contains(*line, n.folded)
}

// appendLine appends a text in the form to search in, as one line, until it has so many bytes: white space of any
// length is one space.
func appendLine(dst, text []byte, most int) []byte {
	gap := false
	for len(text) > 0 && len(dst) < most {
		r, size := rune(text[0]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text)
		}
		text = text[size:]
		if unicode.IsSpace(r) {
			gap = len(dst) > 0
			continue
		}
		if gap {
			dst, gap = append(dst, ' '), false
		}
		dst = utf8.AppendRune(dst, foldRune(r))
	}
	return dst
}
