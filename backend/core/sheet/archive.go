package sheet

import (
	"archive/zip"
	"io"
)

// NewArchive begins an archive, packed as workbooks are.
func NewArchive(w io.Writer) *zip.Writer {
	archive := zip.NewWriter(w)
	archive.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return newPacker(out), nil })
	return archive
}
