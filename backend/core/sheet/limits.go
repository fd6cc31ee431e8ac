package sheet

import "time"

// Limits bounds what a file may cost before it is refused.
type Limits struct {
	Bytes   int64         // of the file
	Entries int           // parts of a workbook
	Ratio   int64         // unpacked size to packed size
	Part    int64         // bytes of one unpacked part
	Strings int64         // bytes of all different texts of a workbook
	Columns int           // that hold anything
	Cells   int           // of one sheet that hold anything
	Time    time.Duration // for one reading of the file
}

// DefaultLimits are the limits of the program.
var DefaultLimits = Limits{
	Bytes: 50 << 20, Entries: 2000, Ratio: 200, Part: 1 << 30, Strings: 256 << 20,
	Columns: 200, Cells: 5_000_000, Time: 60 * time.Second,
}

// smallPart is a part that may be packed as tightly as it likes.
const smallPart = 16 << 20
