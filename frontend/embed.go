// Package frontend carries the built pages into the program, so that one file is the whole application.
package frontend

import (
	"embed"
	"io/fs"
)

// all: takes the .gitkeep along, so that the package compiles before the pages are built.
//
//go:embed all:dist
var built embed.FS

// Pages is the root of the built pages: index.html and assets/.
// Before the pages are built it is empty but for .gitkeep.
func Pages() fs.FS {
	pages, err := fs.Sub(built, "dist")
	if err != nil {
		panic("frontend: " + err.Error()) // dist is embedded at compile time: cannot fail
	}
	return Unpacked{pages}
}
