// Package zap stands in go.mod for format 14 of Bleve's segments, which no index of ours was ever written in: Bleve
// links all its formats, and each takes 200 kB of the program.
package zap

import v17 "github.com/blevesearch/zapx/v17"

// ZapPlugin is that of the newest format, which is registered once more in place of this one.
type ZapPlugin = v17.ZapPlugin
