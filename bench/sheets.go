package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"xingke/app"
	"xingke/backend/base/lang"
	"xingke/backend/core/field"
	"xingke/backend/core/records"
	"xingke/backend/core/sheet"
	"xingke/backend/modules/customers"

	"xingke/bench/peers"
)

const (
	importBar    = 60 * time.Second
	exportBar    = 15 * time.Second
	exportMemory = 300 << 20
)

// importFile imports a workbook into a new book, until all of it can be found.
func (b *bench) importFile(rows int) (figure, error) {
	dir := filepath.Join(b.dir, "import")
	defer os.RemoveAll(dir)
	file := filepath.Join(b.dir, "customers.xlsx")
	if err := b.writeFirms(file, rows); err != nil {
		return figure{}, err
	}
	a, err := app.Open(app.Config{Dir: filepath.Join(dir, "book")})
	if err != nil {
		return figure{}, err
	}
	defer a.Close()
	grew := watch()
	begun := time.Now()
	var result records.ImportResult
	input := map[string]any{"entity": "customer", "file": map[string]string{"path": file}, "match": "code"}
	if err := job(a, "import.run", input, &result); err != nil {
		return figure{}, err
	}
	if result.Created != rows {
		return figure{}, fmt.Errorf("import: %d of %d created: %+v", result.Created, rows, result.Reasons)
	}
	saved := time.Since(begun)
	if err := settled(a); err != nil {
		return figure{}, err
	}
	ours, most := time.Since(begun), grew()
	peer, err := peers.Open(filepath.Join(dir, "peer"))
	if err != nil {
		return figure{}, err
	}
	defer peer.Close()
	begun = time.Now()
	if err := importIntoPeer(peer, file); err != nil {
		return figure{}, err
	}
	f := once(fmt.Sprintf("import %s customers from xlsx, until they can be searched", grouped(rows)), importBar, ours, time.Since(begun))
	f.Note = "peer: excelize rows, inserts by 500, FTS5; nothing checked, mapped or matched"
	f.Extra = fmt.Sprintf("saved after %s, %d MB more at most", short(saved), most>>20)
	return f, nil
}

func (b *bench) writeFirms(path string, rows int) error {
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	defer out.Close()
	headings := []sheet.Heading{}
	for _, h := range strings.Fields("客户名称 客户编号 电话 邮箱 客户状态 客户级别 行业 客户来源 地区 详细地址 备注") {
		headings = append(headings, sheet.Heading{Text: h})
	}
	w, err := sheet.NewWriter(out, sheet.XLSX, "客户", headings, lang.ZH)
	if err != nil {
		return err
	}
	for i := range rows {
		c := b.firm(i)
		cells := []field.Cell{}
		for _, text := range []string{c.Name, fmt.Sprintf("IM%06d", i), c.Phone, c.Email, label("status", string(c.Status)), label("level", string(c.Level)),
			label("industry", c.Industry), label("source", c.Source), c.Region, c.Address, c.Note} {
			cells = append(cells, field.OfCellText(text))
		}
		if err := w.Row(cells); err != nil {
			return err
		}
	}
	return w.Close()
}

// label is a choice as a person writes it.
func label(name, value string) string {
	for _, o := range customers.Customers.Type.Spec(name).Options {
		if o.Value == value {
			return o.Label.ZH
		}
	}
	return value
}

func importIntoPeer(peer *peers.SQLite, file string) error {
	var group []*customers.Customer
	flush := func() error {
		err := peer.Write(true, func(w *peers.Writer) error {
			for _, c := range group {
				if err := w.Customer(c); err != nil {
					return err
				}
			}
			return nil
		})
		group = group[:0]
		return err
	}
	first := true
	err := peers.ReadWorkbook(file, func(cells []string) error {
		if first {
			first = false
			return nil
		}
		cells = append(cells, make([]string, 11)...)
		c := customers.Customers.New().(*customers.Customer)
		c.ID, c.Name, c.Code, c.Phone, c.Email = cells[1], cells[0], cells[1], cells[2], cells[3]
		c.Status, c.Level, c.Industry, c.Source = customers.Status(cells[4]), customers.Level(cells[5]), cells[6], cells[7]
		c.Region, c.Address, c.Note = cells[8], cells[9], cells[10]
		if group = append(group, c); len(group) < 500 {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

// exportList exports the customers with twenty columns.
func (b *bench) exportList() (figure, error) {
	names := strings.Fields("name shortName code kind status level industry source lastFollowUpOn nextFollowUpOn phone email website region address size annualRevenue ownerId createdAt note")
	rows := min(100_000, b.report.Customers)
	grew := watch()
	begun := time.Now()
	var result records.ExportResult
	if err := job(b.app, "export.run", map[string]any{"entity": "customer", "columns": names, "sort": []map[string]string{{"field": "name"}}}, &result); err != nil {
		return figure{}, err
	}
	ours, most := time.Since(begun), grew()
	path := filepath.Join(b.dir, "peer.xlsx")
	defer os.Remove(path)
	begun = time.Now()
	err := peers.WriteWorkbook(path, func(yield func([]any) error) error {
		rows, err := b.peer.Query("SELECT name, pinyin, code, id, status, level, industry, source, last, next, phone, email, status, region, address, created, updated, owner, created, initials FROM customer ORDER BY pinyin")
		if err != nil {
			return err
		}
		defer rows.Close()
		cells, places := make([]any, 20), make([]any, 20)
		for i := range cells {
			places[i] = &cells[i]
		}
		for rows.Next() {
			if err := rows.Scan(places...); err != nil {
				return err
			}
			cells[1] = "简称"
			if err := yield(cells); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	f := once(fmt.Sprintf("export %s customers × 20 to xlsx", grouped(result.Rows)), exportBar, ours, time.Since(begun))
	f.Note = "peer: SQLite into excelize's stream writer; nothing labelled or formatted"
	f.Extra, f.Over = fmt.Sprintf("%d MB more at most", most>>20), rows >= 100_000 && most > exportMemory
	return f, err
}

// job runs an operation that answers with a job, and waits for its result.
func job(a *app.App, name string, input, result any) error {
	type answer struct {
		Job records.Job `json:"job"`
	}
	got, err := ask[answer](a, name, input)
	for err == nil && got.Job.State == records.Running {
		got, err = ask[answer](a, "jobs.wait", records.JobRef{ID: got.Job.ID})
	}
	if err != nil {
		return err
	}
	if got.Job.State != records.Done {
		return fmt.Errorf("%s: %s: %+v", name, got.Job.State, got.Job.Error)
	}
	return json.Unmarshal(got.Job.Result, result)
}

// sizeOf is how many bytes a folder takes.
func sizeOf(dir string) (total int64) {
	_ = filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			if info, err := e.Info(); err == nil {
				total += info.Size()
			}
		}
		return nil
	})
	return total
}
