package sheet

import (
	"archive/zip"
	"io"

	"github.com/klauspost/compress/flate"
)

// packing is how hard a workbook is packed: a harder one takes longer than it saves.
const packing = 6

// NewArchive begins an archive, packed as workbooks are.
func NewArchive(w io.Writer) *zip.Writer {
	archive := zip.NewWriter(w)
	archive.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, packing) })
	return archive
}
