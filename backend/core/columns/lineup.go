package columns

import (
	"slices"
	"sort"
)

// lineup is rows in the order of a list, in pieces of some hundred. It is never changed; see mended.
type lineup struct {
	pieces []portion // none is empty
	starts []int     // how many rows stand before each piece, and in the end all
}

type portion struct {
	number uint16
	rows   []int32
}

// pieceRows is how many rows a piece has at first; one with twice as many is divided. Only tests change it.
var pieceRows = 1024

// mostPieces is how many pieces can be told apart: 0 is none.
const mostPieces = 1<<16 - 1

// stands tells in which piece each row stands. It belongs to the latest lineup.
type stands struct {
	in []uint16 // by row, the number of its piece; 0 in none
	at []uint16 // by number, the place of the piece
}

// linedUp divides rows that are in order; nil where they are too many.
func linedUp(order []int32, rows int) (*lineup, *stands) {
	l, s := &lineup{}, &stands{in: make([]uint16, rows), at: []uint16{0}}
	for len(order) > 0 {
		n := min(pieceRows, len(order))
		if !l.insert(len(l.pieces), slices.Clone(order[:n]), s) {
			return nil, nil
		}
		order = order[n:]
	}
	l.number(s)
	return l, s
}

// insert puts a new piece at a place.
func (l *lineup) insert(at int, rows []int32, s *stands) bool {
	number := len(s.at)
	if number > mostPieces {
		return false
	}
	s.at = append(s.at, 0)
	for _, row := range rows {
		s.in[row] = uint16(number)
	}
	l.pieces = slices.Insert(l.pieces, at, portion{uint16(number), rows})
	return true
}

// number notes where the pieces stand.
func (l *lineup) number(s *stands) {
	l.starts = append(make([]int, 0, len(l.pieces)+1), 0)
	for i, p := range l.pieces {
		s.at[p.number] = uint16(i)
		l.starts = append(l.starts, l.starts[i]+len(p.rows))
	}
}

func (l *lineup) len() int { return l.starts[len(l.pieces)] }

// find is the piece in which the place-th row stands, and its place there.
func (l *lineup) find(place int) (piece, at int) {
	piece = sort.SearchInts(l.starts, place+1) - 1
	return piece, place - l.starts[piece]
}

// each gives the rows from a place on until yield says false.
func (l *lineup) each(from int, yield func(row int32) bool) {
	if from >= l.len() {
		return
	}
	piece, at := l.find(from)
	for ; piece < len(l.pieces); piece, at = piece+1, 0 {
		for _, row := range l.pieces[piece].rows[at:] {
			if !yield(row) {
				return
			}
		}
	}
}

// after is the first piece, and the place in it, of what comes after an item.
func (l *lineup) after(q *question, it *item) (piece, at int) {
	comes := func(row int32) bool {
		other := q.itemOf(int(row))
		return q.compare(&other, it) > 0
	}
	piece = sort.Search(len(l.pieces), func(i int) bool {
		rows := l.pieces[i].rows
		return comes(rows[len(rows)-1])
	})
	if piece == len(l.pieces) {
		return piece, 0
	}
	rows := l.pieces[piece].rows
	return piece, sort.Search(len(rows), func(i int) bool { return comes(rows[i]) })
}

// mended is the lineup after some rows moved, came or went; all others stand to each other as before. nil
// where pieces can no longer be told apart.
func (l *lineup) mended(q *question, moved []int32, s *stands) *lineup {
	m := mending{q, &lineup{pieces: slices.Clone(l.pieces)}, s, map[uint16]bool{}}
	if missing := q.t.n - len(s.in); missing > 0 {
		s.in = append(s.in, make([]uint16, missing)...)
	}
	for _, row := range moved {
		if s.in[row] > 0 {
			m.remove(row)
		}
	}
	for _, row := range moved {
		if q.t.lively(int(row)) && !m.add(row) {
			return nil
		}
	}
	m.fresh.number(s)
	return m.fresh
}

// mending is a lineup being made from another.
type mending struct {
	q     *question
	fresh *lineup
	s     *stands
	own   map[uint16]bool // pieces that are no other lineup's
}

// take is a piece that may be changed.
func (m *mending) take(at int) *portion {
	p := &m.fresh.pieces[at]
	if !m.own[p.number] {
		m.own[p.number] = true
		p.rows = slices.Clone(p.rows)
	}
	return p
}

func (m *mending) remove(row int32) {
	at := int(m.s.at[m.s.in[row]])
	p := m.take(at)
	i := slices.Index(p.rows, row)
	p.rows, m.s.in[row] = slices.Delete(p.rows, i, i+1), 0
	if len(p.rows) == 0 {
		m.fresh.pieces = slices.Delete(m.fresh.pieces, at, at+1)
		m.fresh.number(m.s)
	}
}

func (m *mending) add(row int32) bool {
	it := m.q.itemOf(int(row))
	at, i := m.fresh.after(m.q, &it)
	if at == len(m.fresh.pieces) {
		if at == 0 {
			return m.insert(0, []int32{row})
		}
		at--
		i = len(m.fresh.pieces[at].rows)
	}
	p := m.take(at)
	p.rows, m.s.in[row] = slices.Insert(p.rows, i, row), p.number
	half := len(p.rows) / 2
	if half < pieceRows {
		return true
	}
	rest := slices.Clone(p.rows[half:])
	p.rows = p.rows[:half]
	return m.insert(at+1, rest)
}

func (m *mending) insert(at int, rows []int32) bool {
	if !m.fresh.insert(at, rows, m.s) {
		return false
	}
	m.own[m.fresh.pieces[at].number] = true
	m.fresh.number(m.s)
	return true
}
