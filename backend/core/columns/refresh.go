package columns

import "xingke/backend/core/entity"

// Refresh makes the columns of an entity follow its fields after customers changed them. Queries
// go on meanwhile; writers wait. It must not be called inside a Write.
func (c *Columns) Refresh(entityName string) error {
	typ, err := c.types.Need(entityName)
	if err != nil {
		return err
	}
	c.saving.Lock() // the snapshot is of other columns
	c.saved = 0
	c.saving.Unlock()
	return c.db.Still(system(), func(uint64) error {
		c.mu.Lock()
		c.settle()
		t := c.need(entityName)
		t.typ = typ
		c.shape(t)
		c.current = nil
		c.mu.Unlock()
		return c.db.Each(system(), typ, func(rec entity.Record) bool {
			c.mu.Lock()
			c.apply(entityName, rec.Meta().ID, rec)
			c.mu.Unlock()
			return true
		})
	}, nil)
}
