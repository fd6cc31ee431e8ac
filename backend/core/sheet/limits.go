package sheet

import "time"

// Limits bounds what a file may cost before it is refused.
type Limits struct {
	Bytes   int64         // of the file
	Entries int           // parts of a workbook
	Ratio   int64         // unpacked size to packed size
	Part    int64         // bytes of one unpacked part
	Sheets  int           // of a workbook
	Texts   int64         // bytes of all texts of a workbook that are kept in memory
	Cell    int           // bytes of the text of one cell; Excel holds 32,767 characters
	Spread  int64         // bytes of the texts of one sheet, each as often as it stands there
	Rows    int           // of a table
	Columns int           // that hold anything
	Cells   int           // of one sheet that hold anything
	Cards   int           // of a file of contacts
	Time    time.Duration // for one reading of the file
}

// DefaultLimits are the limits of the program.
var DefaultLimits = Limits{
	Bytes: 50 << 20, Entries: 2000, Ratio: 200, Part: 1 << 30, Sheets: 200, Texts: 128 << 20, Cell: 128 << 10, Spread: 512 << 20,
	Rows: 300_000, Columns: 200, Cells: 5_000_000, Cards: 100_000, Time: 60 * time.Second,
}

// smallPart is a part that may be packed as tightly as it likes.
const smallPart = 16 << 20

const (
	describing  = 64 << 20 // bytes that are read of a part which only describes the workbook
	cellSize    = 32       // bytes that a cell takes beside its text
	mostFormats = 1 << 16  // number formats, cell styles and relations that are kept of one
)
