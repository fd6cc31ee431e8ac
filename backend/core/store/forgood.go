package store

import (
	"xingke/backend/base/fault"
	"xingke/backend/core/entity"
)

// kept refuses to change or delete a record that is written for good.
func kept(t *entity.Type, before bool) error {
	if !t.Lasting || !before {
		return nil
	}
	return fault.New(fault.Forbidden, "%s写下后不能修改或删除", "A record of this type (%s) is permanent: it cannot be changed or deleted.", t.Label)
}

// lasting tells that a change is not taken back by an undo, because its record is written for good.
func (db *DB) lasting(c *Change) bool {
	t := db.cfg.Types.Type(c.Entity)
	return t != nil && t.Lasting
}
