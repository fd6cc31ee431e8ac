package keychain

// here is true of every Windows that is in use.
func here() error { return nil }
