package columns

import (
	"context"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// rolls remembers the rows of the records of rolls: rows keep their records, and rolls their numbers.
type rolls struct {
	of   map[uint64]*rolled
	rows int // of all
}

// rolled is the rows of a roll's numbers; noRow where none was known.
type rolled struct {
	from uint32
	rows []int32
}

const noRow = -1

// longRoll is from how many numbers on the rows of a roll are worth remembering. Only tests change it.
var longRoll = 4096

// rolled gives the rows of a roll; nil of a short one.
func (r *reading) rolled(of entity.Roll) (*rolled, error) {
	known := r.rolls.of[of.Key()]
	from, to := of.Span()
	if known != nil && from >= known.from && int(to-known.from) <= len(known.rows) || int(to-from) < longRoll {
		return known, nil
	}
	r.arrange(int(to - from))
	fresh := &rolled{from, make([]int32, to-from)}
	for i := range fresh.rows {
		fresh.rows[i] = noRow
	}
	rows := r.rower()
	err := of.Names(nil, func(num uint32, id *[16]byte, other string) {
		if row, is := rows.called(id, other); is {
			fresh.rows[num-from] = int32(row)
		}
	})
	if err != nil {
		return nil, err
	}
	if r.rolls.rows += len(fresh.rows); r.rolls.of == nil || r.rolls.rows > 2*r.of.n+len(fresh.rows) { // most are of the past
		r.rolls.of, r.rolls.rows = map[uint64]*rolled{}, len(fresh.rows)
	}
	r.rolls.of[of.Key()] = fresh
	return fresh, nil
}

// enrol adds the rows of some numbers of a roll to a set.
func (r *reading) enrol(of entity.Roll, nums []uint32, into codeset) error {
	known, err := r.rolled(of)
	if err != nil {
		return err
	}
	strange := nums
	if known != nil {
		strange = nil
		for _, num := range nums {
			switch row := known.rows[num-known.from]; {
			case row == noRow: // it may have come since
				strange = append(strange, num)
			case int(row) < r.of.n:
				into.add(int(row))
			}
		}
	}
	if len(strange) == 0 {
		return nil
	}
	rows := r.rower()
	return of.Names(strange, func(_ uint32, id *[16]byte, other string) {
		if row, is := rows.called(id, other); is {
			into.add(row)
		}
	})
}

// called is the row of a record by the bytes of its id, or its id of another form.
func (w *rower) called(id *[16]byte, other string) (int, bool) {
	if id == nil {
		return w.r.row(other)
	}
	return w.of(id)
}

// learnRolls remembers the rows of the rolls there are, before the first question needs them.
func (c *Columns) learnRolls(t *tableView) {
	known := c.hints.Load()
	if known == nil || t.label == nil {
		return
	}
	select {
	case c.seeking <- struct{}{}:
	case <-c.end:
		return
	}
	defer func() { <-c.seeking }()
	c.mu.Lock()
	r := c.reading(context.Background(), t.name)
	c.mu.Unlock()
	(*known).Rolls(r.ctx, t.label, func(of entity.Roll) { _, _ = r.rolled(of) })
}

// Hints spare reading all long texts.
type Hints interface {
	// Holding tells which living records have a line of folded letters in a long text, or begin with it, as they were
	// at some moment since a change: sure ones, and others that may have it; no other has it. They are told by their
	// numbers in rolls, in ascending order, many at a time, never two at once; a roll may be asked until tell returns.
	// If but is true, those told as sure are the ones that have it not, and all others have it. It is not ok where
	// that is not known, whatever was told.
	Holding(ctx context.Context, t *entity.Type, s *field.Spec, line string, begins bool, tell func(of entity.Roll, nums []uint32, sure bool)) (upTo uint64, but, ok bool)
	// Rolls tells all rolls of records of a type that Holding may tell of now.
	Rolls(ctx context.Context, t *entity.Type, tell func(entity.Roll))
}

// Hint sets who knows where words may be in long texts. It is called while the program is put together.
func (c *Columns) Hint(hints Hints) { c.hints.Store(&hints) }
