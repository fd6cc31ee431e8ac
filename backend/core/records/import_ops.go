package records

import (
	"bytes"
	"encoding/json"
	"time"

	"xingke/backend/base/lang"
	"xingke/backend/core/rpc"
)

// FileRef names a file to read: the hash of an upload, or a path on this machine where the door allows
// paths (the window and the command line). In JSON it is the hash as a string, or {"path": …}.
type FileRef struct {
	Hash string
	Path string
}

type fileByPath struct {
	Path string `json:"path"`
}

// JSONShape says which names the form with a path has.
func (FileRef) JSONShape() any { return fileByPath{} }

// UnmarshalJSON reads either form.
func (f *FileRef) UnmarshalJSON(raw []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(raw), []byte(`"`)) {
		return json.Unmarshal(raw, &f.Hash)
	}
	var named fileByPath
	if err := json.Unmarshal(raw, &named); err != nil {
		return err
	}
	f.Path = named.Path
	return nil
}

// MarshalJSON writes the form it was read in.
func (f FileRef) MarshalJSON() ([]byte, error) {
	if f.Path != "" {
		return json.Marshal(map[string]string{"path": f.Path})
	}
	return json.Marshal(f.Hash)
}

// ImportOpenInput names a file; encoding and delimiter correct what was detected.
type ImportOpenInput struct {
	File      FileRef `json:"file"`
	Encoding  string  `json:"encoding,omitempty"`
	Delimiter string  `json:"delimiter,omitempty"`
}

// ImportFile is what a file holds.
type ImportFile struct {
	File     FileRef       `json:"file"`
	Name     string        `json:"name"`
	Kind     string        `json:"kind"` // xlsx, csv or vcf
	Encoding string        `json:"encoding,omitempty"`
	Sheets   []ImportSheet `json:"sheets"`
}

// ImportSheet is one sheet of a file and the table found in it.
type ImportSheet struct {
	Name       string         `json:"name"`
	Rows       int            `json:"rows"`
	HeadingRow int            `json:"headingRow"` // 0: none was found
	Hidden     bool           `json:"hidden,omitempty"`
	Problem    string         `json:"problem,omitempty"` // why it cannot be imported as it is
	Columns    []ImportSample `json:"columns"`
	Head       []ImportRow    `json:"head"` // the first rows as they stand in the file
}

// ImportRow is a row as it stands in a file.
type ImportRow struct {
	Row   int      `json:"row"`
	Cells []string `json:"cells"`
}

// ImportSample is a column of a file with its first values.
type ImportSample struct {
	Index   int      `json:"index"`
	Heading string   `json:"heading"`
	Samples []string `json:"samples"`
}

// ImportGuessInput asks where the columns of a sheet go.
type ImportGuessInput struct {
	Entity     string            `json:"entity"`
	File       FileRef           `json:"file"`
	Sheet      string            `json:"sheet,omitempty"`
	HeadingRow int               `json:"headingRow,omitempty"`
	Encoding   string            `json:"encoding,omitempty"`
	Columns    map[string]string `json:"columns,omitempty"` // what has been settled: fields by heading
}

// ImportGuess is a proposal for an import.
type ImportGuess struct {
	Sheet      string                   `json:"sheet"`
	HeadingRow int                      `json:"headingRow"`
	Rows       int                      `json:"rows"`
	LeftOut    []int                    `json:"leftOut,omitempty"` // rows below the heading that are no records
	Hidden     int                      `json:"hidden,omitempty"`  // rows that the workbook does not show: filtered away, or hidden by hand
	Columns    []ImportColumn           `json:"columns"`
	Fields     []ImportField            `json:"fields"` // all places a column may go to
	Values     map[string][]ImportValue `json:"values"`
	Dates      string                   `json:"dates,omitempty"`
	DatesSure  bool                     `json:"datesSure"` // false: every date fits more than one order
	Match      string                   `json:"match"`     // field by which records are known again, "none" for none
	Matches    []string                 `json:"matches"`   // fields that would do
	Known      map[string]int           `json:"known"`     // rows whose record is in the book already, by such a field, where it was counted
	Missing    map[string]string        `json:"missing"`   // for references: create, reject or empty
}

// ImportColumn is a column and where it probably goes.
type ImportColumn struct {
	Index      int           `json:"index"`
	Heading    string        `json:"heading"`
	Field      string        `json:"field,omitempty"`
	Confidence float64       `json:"confidence"`
	Offers     []ImportOffer `json:"offers,omitempty"`
	Samples    []string      `json:"samples"`
	Filled     int           `json:"filled"`
	Remembered bool          `json:"remembered,omitempty"` // chosen at an earlier import
	Rival      string        `json:"rival,omitempty"`      // the column that has the field this one fits best
}

// ImportOffer is one of several places for a column.
type ImportOffer struct {
	Field      string  `json:"field"`
	Confidence float64 `json:"confidence"`
}

// ImportField is a place a column may go to.
type ImportField struct {
	Field    string    `json:"field"`
	Label    lang.Text `json:"label"`
	Kind     string    `json:"kind"`
	Required bool      `json:"required,omitempty"`
}

// ImportValue is a text of the file and what it stands for: an option, or a record.
type ImportValue struct {
	Text       string  `json:"text"`
	Value      string  `json:"value,omitempty"`
	Title      string  `json:"title,omitempty"`
	Confidence float64 `json:"confidence"` // without a value: several records bear this name
	Rows       int     `json:"rows"`
	Remembered bool    `json:"remembered,omitempty"` // chosen at an earlier import
}

// ImportInput runs an import. What is left out is guessed; a column set to "" is not imported.
type ImportInput struct {
	Entity     string                       `json:"entity"`
	File       FileRef                      `json:"file"`
	Sheet      string                       `json:"sheet,omitempty"`
	HeadingRow int                          `json:"headingRow,omitempty"`
	Encoding   string                       `json:"encoding,omitempty"`
	Columns    map[string]string            `json:"columns,omitempty"`
	Values     map[string]map[string]string `json:"values,omitempty"`
	Dates      string                       `json:"dates,omitempty"`
	Match      string                       `json:"match,omitempty"`   // "none" creates every record anew
	Policy     string                       `json:"policy,omitempty"`  // of records that are there already: "update", which is usual, or "skip"
	Missing    map[string]string            `json:"missing,omitempty"` // the field "*" stands for all others
	Repeats    string                       `json:"repeats,omitempty"` // of rows of the file that speak of one record: the "last" counts, which is usual, or the "first"
	Texts      map[string]map[string]string `json:"texts,omitempty"`   // corrections of the file: by heading, what a text is to be read as
	Cells      []ImportCell                 `json:"cells,omitempty"`   // corrections of single cells
	DryRun     bool                         `json:"dryRun,omitempty"`
	Remember   bool                         `json:"remember,omitempty"`
	OnlyShown  bool                         `json:"onlyShown,omitempty"` // leaves out the rows that the workbook does not show
}

// ImportCell is one cell of a file, by its row in the file and the heading of its column.
type ImportCell struct {
	Row     int    `json:"row"`
	Heading string `json:"heading"`
	Text    string `json:"text"`
	Title   string `json:"title,omitempty"` // of the record in that row
}

// ImportResult is what an import did, or would do. Rows are rows of the file: read is the sum of the four others.
type ImportResult struct {
	Entity    string          `json:"entity"`
	File      string          `json:"file"` // its name
	Read      int             `json:"read"`
	Created   int             `json:"created"`
	Updated   int             `json:"updated"`
	Skipped   int             `json:"skipped"` // nothing new in them, or known and to be left as they are
	Rejected  int             `json:"rejected"`
	Records   ImportCounts    `json:"records"` // the same in records, where several rows are one
	Reasons   []ImportReason  `json:"reasons"`
	Warnings  []ImportReason  `json:"warnings,omitempty"` // of rows that were taken all the same
	Repeated  *ImportRepeats  `json:"repeated,omitempty"` // records of which several rows of the file speak
	Worded    *ImportWorded   `json:"worded,omitempty"`   // figures that were read from words: 3千5
	Rounded   int             `json:"rounded"`            // amounts with more than two decimals
	Linked    map[string]int  `json:"linked"`             // records made on the way, by entity
	Matched   []ImportValue   `json:"matched,omitempty"`  // names taken for others that are written a little differently
	Change    string          `json:"change,omitempty"`   // to undo it
	From      time.Time       `json:"from,omitzero"`      // what it wrote was written between these moments
	To        time.Time       `json:"to,omitzero"`
	Errors    string          `json:"errors,omitempty"` // hash of the workbook of rejected rows
	ErrorName string          `json:"errorName,omitempty"`
	Preview   []ImportPreview `json:"preview"`
	DryRun    bool            `json:"dryRun,omitempty"`
	Cancelled bool            `json:"cancelled,omitempty"` // rows that were not reached are not counted as read
	LeftOut   []ImportLeftOut `json:"leftOut,omitempty"`   // columns that hold something and that nobody said where to put
}

// Partial tells that records were written, however the import ended.
func (r ImportResult) Partial() bool { return r.Change != "" }

// ImportLeftOut is a column that was not imported although nobody said so.
type ImportLeftOut struct {
	Heading string `json:"heading"`
	Filled  int    `json:"filled"`
	Field   string `json:"field,omitempty"` // it may have been meant for this field,
	Rival   string `json:"rival,omitempty"` // which this column has
}

// ImportCounts counts records.
type ImportCounts struct {
	Created  int `json:"created"`
	Updated  int `json:"updated"`
	Skipped  int `json:"skipped"`
	Rejected int `json:"rejected"`
}

// ImportReason is a reason and the rows it applies to.
type ImportReason struct {
	Reason   string `json:"reason"`
	Rows     int    `json:"rows"`
	Examples []int  `json:"examples"`

	Field   string        `json:"field,omitempty"`   // where it is about one column: its field,
	Heading string        `json:"heading,omitempty"` // its heading,
	Values  []ImportWrong `json:"values,omitempty"`  // what stands there, the most frequent first,
	Cells   []ImportCell  `json:"cells,omitempty"`   // and the first of the rows
}

// ImportRepeats tells that rows of one file speak of the same records.
type ImportRepeats struct {
	Rows     int            `json:"rows"`
	Records  int            `json:"records"`
	Differ   int            `json:"differ"`          // records of which the rows contradict one another
	Rule     string         `json:"rule"`            // which row counts: last, whose blank cells leave what the others said, or first; each where every row becomes a record
	Field    string         `json:"field,omitempty"` // by which they could be known again, where each becomes a record
	Examples []ImportRepeat `json:"examples"`
}

// ImportRepeat is a record of which several rows speak.
type ImportRepeat struct {
	Title  string   `json:"title"`
	Rows   []int    `json:"rows"`
	Differ []string `json:"differ"` // headings of the columns in which they contradict one another
}

// ImportWorded tells of figures that stand in the file in words.
type ImportWorded struct {
	Cells    int             `json:"cells"`
	Examples []ImportReading `json:"examples"`
}

// ImportReading is a text and the figure it was read as.
type ImportReading struct {
	Text  string `json:"text"`
	Value string `json:"value"`
}

// ImportWrong is a text that stands in rows which cannot be imported.
type ImportWrong struct {
	Text string `json:"text"`
	Rows int    `json:"rows"`
}

// ImportPreview is what becomes of one row.
type ImportPreview struct {
	Row    int                `json:"row"`
	Also   []int              `json:"also,omitempty"` // other rows of the same record
	Verb   string             `json:"verb"`           // created or updated
	Title  string             `json:"title"`
	Fields []ImportDifference `json:"fields"`
}

// ImportDifference is a field before and after, as people read it.
type ImportDifference struct {
	Field string `json:"field"`
	Old   string `json:"old,omitempty"`
	New   string `json:"new,omitempty"`
}

func (s *Service) exposeImport(t *rpc.Table) {
	s.exposeExport(t)
	rpc.Handle(t, "import.open", rpc.SignedIn, s.ImportOpen).Says("打开要导入的文件，列出工作表和列", "Opens a file and lists its sheets and columns.")
	rpc.Handle(t, "import.recognize", rpc.SignedIn, s.ImportRecognize).Says("推测文件里是哪一类记录", "Tells which entities a sheet may hold, the likeliest first.")
	rpc.Handle(t, "import.guess", rpc.EntityVerb("import"), s.ImportGuess).Says("推测各列对应的字段和各值的含义", "Proposes where columns go and what their values mean.")
	rpc.Handle(t, "import.run", rpc.EntityVerb("import"), s.Import).Says("导入；dryRun 只试算，不写入", "Imports a file; with dryRun nothing is written.")
	rpc.Handle(t, "import.unfinished", rpc.SignedIn, s.ImportUnfinished).Says("列出程序关闭时没有做完的导入", "The caller's imports that the program did not live to finish, with what they have written.")
	rpc.Handle(t, "import.dismiss", rpc.SignedIn, s.ImportDismiss).Says("不再提示一次没有做完的导入", "Takes an import off the list of unfinished ones.")
}
