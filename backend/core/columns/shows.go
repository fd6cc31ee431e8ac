package columns

import "time"

// shownField is a field that a list shows.
type shownField struct{ entity, field string }

// mostShown is how many fields may wait for their orders.
const mostShown = 64

// shows notes fields that a long list shows: whoever looks at it may want it in the order of one of them next, and the
// order of texts takes its time to make.
func (c *Columns) shows(entity string, names []string) {
	for _, name := range names {
		one := shownField{entity, name}
		if _, known := c.shown.Load(one); known {
			continue
		}
		select {
		case c.toOrder <- one:
			c.shown.Store(one, true)
		default: // it is shown again some time
		}
	}
}

// warmShown makes the orders of what lists show, each when what was asked can be seen and nothing is being answered.
func (c *Columns) warmShown() {
	for {
		select {
		case one := <-c.toOrder:
			select {
			case <-time.After(painted):
			case <-c.end:
				return
			}
			if !c.orderShown(one) {
				return
			}
		case <-c.end:
			return
		}
	}
}

// orderShown makes the order of a field where that takes long enough to be noticed; false means that the columns were
// closed.
func (c *Columns) orderShown(one shownField) bool {
	t := c.view().tables[one.entity]
	if t == nil || t.n < warmFrom || t.n > warmTo {
		return true
	}
	if col := t.column(one.field); col != nil && col.form == strung && c.rest() {
		c.makeOrder(t, col)
	}
	return c.rest()
}
