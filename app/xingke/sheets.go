package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/records"
)

type importCommand struct {
	bookFlag
	Entity        string `required:"" placeholder:"E" help:"What the rows are: customer, product, order … 记录种类。"`
	File          string `required:"" placeholder:"F" type:"path" help:"Excel or CSV file. 表格文件。"`
	Sheet         string `placeholder:"S" help:"Sheet of a workbook. 工作表。"`
	Map           string `placeholder:"FILE" type:"path" help:"JSON: columns, values, dates; the rest is guessed. 对应关系。"`
	Match         string `placeholder:"FIELD" help:"Field by which records are known again; left out, as the import page would choose; none creates all anew. 匹配字段。"`
	Existing      string `placeholder:"HOW" enum:"update,skip" default:"update" help:"What becomes of records that are there already: update or skip. 已有的记录：更新或跳过。"`
	Repeats       string `placeholder:"WHICH" enum:"last,first" default:"last" help:"Which row counts where several speak of one record: last or first. 同一条记录有几行时以哪一行为准。"`
	CreateMissing bool   `help:"Create records that references name and that do not exist; users only from a file of users. 新建缺少的关联记录；用户只从用户名单新建。"`
	DryRun        bool   `help:"Only tell what would happen. 只试算，不写入。"`
	Errors        string `placeholder:"OUT.xlsx" type:"path" help:"Where to write the rejected rows. 被拒绝的行写到此文件。"`
}

// mapFile is what --map says; what it leaves out is guessed.
type mapFile struct {
	Columns    map[string]string            `json:"columns"`
	Values     map[string]map[string]string `json:"values"`
	Dates      string                       `json:"dates"`
	Missing    map[string]string            `json:"missing"`
	HeadingRow int                          `json:"headingRow"`
	Encoding   string                       `json:"encoding"`
}

func readMap(path string) (m mapFile, err error) {
	if path == "" {
		return m, nil
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return m, fault.Wrap(err, fault.NotFound, "对应关系文件 %s 打不开；请检查路径", "The map %s cannot be opened. Check the path.", lang.S(path))
	}
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return m, fault.Wrap(err, fault.Invalid, `对应关系文件写法不对（%s），应形如 {"columns":{"列名":"字段"},"values":{"字段":{"文件中的文字":"值"}},"dates":"M/D/YYYY"}`,
			`The map is wrong (%s); it looks like {"columns":{"heading":"field"},"values":{"field":{"text in the file":"value"}},"dates":"M/D/YYYY"}.`, lang.S(err.Error()))
	}
	return m, nil
}

// importSummary is what is printed: the result without the preview, which is for the eyes.
type importSummary struct {
	records.ImportResult
	Preview []records.ImportPreview `json:"preview,omitempty"`
}

// Run imports a file and prints what became of it. Rejected rows are no failure: the summary tells.
func (c importCommand) Run(s *session) (err error) {
	m, err := readMap(c.Map)
	if err != nil {
		return err
	}
	if err := placeFor(c.Errors); err != nil {
		return err
	}
	d, err := c.door(s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	in := records.ImportInput{
		Entity: c.Entity, File: records.FileRef{Path: c.File}, Sheet: c.Sheet, HeadingRow: m.HeadingRow, Encoding: m.Encoding,
		Columns: m.Columns, Values: m.Values, Dates: m.Dates, Match: c.Match, Policy: c.Existing, Repeats: c.Repeats, Missing: m.Missing, DryRun: c.DryRun, Remember: !c.DryRun,
	}
	if c.CreateMissing {
		if in.Missing == nil {
			in.Missing = map[string]string{}
		}
		in.Missing["*"] = "create"
	}
	var result records.ImportResult
	stopped := call(s, d, "import.run", in, &result)
	if stopped != nil && !result.Cancelled {
		return stopped
	}
	if c.Errors != "" && result.Errors != "" {
		stopped = errors.Join(saveTo(s, d, result.Errors, c.Errors), stopped) // the summary is told all the same
	}
	return errors.Join(s.print(importSummary{ImportResult: result}), stopped)
}

// placeFor tells before anything is imported that a file cannot be written where it is to go.
func placeFor(path string) error {
	if path == "" {
		return nil
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return fault.New(fault.NotFound, "没有文件夹 %s，没有导入；请先新建它，或换一个位置写没有导入的行", "There is no folder %s, so nothing was imported. Create it first, or write the rejected rows elsewhere.", lang.S(filepath.Dir(path)))
	}
	return nil
}

type exportCommand struct {
	bookFlag
	Entity  string   `required:"" placeholder:"E" help:"What to export. 记录种类。"`
	Out     string   `required:"" placeholder:"F" type:"path" help:"File to write: .xlsx or .csv. 输出文件。"`
	Where   string   `placeholder:"JSON" help:"Filter. 筛选条件。"`
	Columns []string `placeholder:"a,b" help:"Fields to write, in order. 列。"`
	Sort    string   `placeholder:"FIELD" help:"Field to order by; with - in front from the greatest. 排序字段。"`
}

// fileAnswer is what report prints.
type fileAnswer struct {
	File string `json:"file"`
}

// listAnswer is what export prints.
type listAnswer struct {
	File string `json:"file"`
	Rows int    `json:"rows"`
}

// Run writes a list to a file.
func (c exportCommand) Run(s *session) (err error) {
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(c.Out)), ".")
	if format != "xlsx" && format != "csv" {
		return fault.New(fault.Invalid, "输出文件应以 .xlsx 或 .csv 结尾", "The name of the file to write must end in .xlsx or .csv.")
	}
	in := map[string]interface{}{"entity": c.Entity, "format": format, "lang": s.tag}
	if len(c.Columns) > 0 {
		in["columns"] = c.Columns
	}
	if c.Sort != "" {
		in["sort"] = []records.Sort{{Field: strings.TrimPrefix(c.Sort, "-"), Desc: strings.HasPrefix(c.Sort, "-")}}
	}
	if c.Where != "" {
		if !json.Valid([]byte(c.Where)) {
			return fault.New(fault.Invalid, `--where 不是正确的 JSON，应形如 {"field":"stage","op":"eq","value":"won"}`, `--where is no proper JSON; it looks like {"field":"stage","op":"eq","value":"won"}.`)
		}
		in["where"] = json.RawMessage(c.Where)
	}
	d, err := c.door(s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	var result records.ExportResult
	if err := call(s, d, "export.run", in, &result); err != nil {
		return err
	}
	if err := saveTo(s, d, result.File, c.Out); err != nil {
		return err
	}
	return s.print(listAnswer{File: c.Out, Rows: result.Rows})
}

type reportCommand struct {
	bookFlag
	Name  string `required:"" placeholder:"NAME" help:"Report, as reports.list names it. 报表名称。"`
	Out   string `required:"" placeholder:"F.xlsx" type:"path" help:"Workbook to write. 输出文件。"`
	Month string `placeholder:"2026-03" help:"Month of the report. 月份。"`
	All   bool   `help:"Everything there is instead of one month. 全部期间。"`
}

// Run writes a report's workbook.
func (c reportCommand) Run(s *session) (err error) {
	params := map[string]interface{}{}
	if c.Month != "" {
		params["month"] = c.Month
	}
	if c.All {
		params["all"] = true
	}
	d, err := c.door(s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	var result struct {
		File string `json:"file"`
	}
	if err := call(s, d, "reports.run", map[string]interface{}{"name": c.Name, "params": params}, &result); err != nil {
		return err
	}
	if err := saveTo(s, d, result.File, c.Out); err != nil {
		return err
	}
	return s.print(fileAnswer{File: c.Out})
}
