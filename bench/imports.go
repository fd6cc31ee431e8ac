package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"xingke/app"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/records"
	"xingke/backend/core/seal"
	"xingke/backend/core/sheet"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"

	"xingke/bench/peers"
)

const (
	importBar   = 60 * time.Second
	importNeed  = 2.0
	importOwner = "王小明"
)

// importFile imports a workbook with codes to match and owners to refer to into a new book, until all
// of it is saved, and until it can be found. The floor is excelize reading the file and the store
// writing the same customers in bulk; the peer is SQLite with an index of pairs.
func (b *bench) importFile() ([]figure, error) {
	rows := min(50_000, b.report.Customers/2)
	dir := filepath.Join(b.dir, "import")
	defer os.RemoveAll(dir)
	file := filepath.Join(b.dir, "customers.xlsx")
	if err := b.writeFirms(file, rows); err != nil {
		return nil, err
	}
	var took imported
	if err := inProcess("import", importing{dir, file, rows}, &took); err != nil {
		return nil, err
	}
	first := once("import customers from xlsx, until they are saved", importBar, took.Saved, took.Floor)
	first.Need, first.Grows, first.N, first.Note = importNeed, builds, rows, "peer: excelize reads the file, our store writes it in groups of 500, sealed; nothing checked, mapped or matched"
	first.Extra = grouped(rows) + " rows of 12 columns, matched by code, an owner each"
	whole := once("import customers from xlsx, until they can be searched", importBar, took.Found, took.Peer)
	whole.Grows, whole.N, whole.Note = builds, rows, "peer: excelize rows, SQLite inserts by 500, FTS5 pairs; nothing checked, mapped or matched"
	whole.Extra = fmt.Sprintf("a process of its own; %d MB more at most", took.Most>>20)
	return []figure{first, whole}, nil
}

// importing is a file to import, and the folder for the books it goes to.
type importing struct {
	Dir, File string
	Rows      int
}

// imported is how long it took, and how much memory in bytes.
type imported struct {
	Saved, Found, Floor, Peer time.Duration
	Most                      uint64
}

// importApart does it, in a process of its own.
func importApart(of importing) (took imported, err error) {
	a, err := app.Open(app.Config{Dir: filepath.Join(of.Dir, "book"), Owner: importOwner})
	if err != nil {
		return took, err
	}
	defer a.Close()
	grew, begun := watch(), time.Now()
	err = profiled(fmt.Sprint(of.Rows, "-rows-imported"), func() error {
		var result records.ImportResult
		input := map[string]any{"entity": "customer", "file": map[string]string{"path": of.File}, "match": "code"}
		if err := job(a, "import.run", input, &result); err != nil {
			return err
		}
		if result.Created != of.Rows {
			return fmt.Errorf("import: %d of %d created: %+v", result.Created, of.Rows, result.Reasons)
		}
		took.Saved = time.Since(begun)
		err := settled(a)
		took.Found = time.Since(begun)
		return err
	})
	took.Most = grew()
	if err != nil {
		return took, err
	}
	if took.Floor, err = clocked(func() error { return writeRaw(of.File, filepath.Join(of.Dir, "raw")) }); err != nil {
		return took, err
	}
	peer, err := peers.Open(filepath.Join(of.Dir, "peer"))
	if err != nil {
		return took, err
	}
	defer peer.Close()
	took.Peer, err = clocked(func() error {
		return readFirms(of.File, func(group []*customers.Customer) error { return importIntoPeer(peer, group) })
	})
	return took, err
}

// writeRaw reads the file with excelize and writes its rows into a new store without columns or search.
func writeRaw(file, dir string) error {
	ctx := who.With(context.Background(), who.System)
	db, err := store.Open(store.Config{Dir: dir, Keys: seal.New(), Types: entity.NewSet(groups()...)})
	if err != nil {
		return err
	}
	defer db.Close()
	return readFirms(file, func(group []*customers.Customer) error {
		return db.Write(ctx, func(ctx context.Context) error {
			for _, c := range group {
				c.ID = ""
				if err := db.Put(ctx, c); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func (b *bench) writeFirms(path string, rows int) error {
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	defer out.Close()
	headings := []sheet.Heading{}
	for _, h := range strings.Fields("客户名称 客户编号 电话 邮箱 客户状态 客户级别 行业 客户来源 地区 详细地址 备注 负责人") {
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
			label("industry", c.Industry), label("source", c.Source), c.Region, c.Address, c.Note, importOwner} {
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

func importIntoPeer(peer *peers.SQLite, group []*customers.Customer) error {
	return peer.Write(true, func(w *peers.Writer) error {
		for _, c := range group {
			if err := w.Customer(c); err != nil {
				return err
			}
		}
		return nil
	})
}

// readFirms reads the file with excelize, five hundred customers at a time.
func readFirms(file string, put func([]*customers.Customer) error) error {
	values := map[string]map[string]string{}
	for _, name := range []string{"status", "level", "industry", "source"} {
		values[name] = map[string]string{}
		for _, o := range customers.Customers.Type.Spec(name).Options {
			values[name][o.Label.ZH] = o.Value
		}
	}
	var group []*customers.Customer
	first := true
	err := peers.ReadWorkbook(file, func(cells []string) error {
		if first {
			first = false
			return nil
		}
		cells = append(cells, make([]string, 12)...)
		c := customers.Customers.New().(*customers.Customer)
		c.ID, c.Name, c.Code, c.Phone, c.Email = cells[1], cells[0], cells[1], cells[2], cells[3]
		c.Status, c.Level = customers.Status(values["status"][cells[4]]), customers.Level(values["level"][cells[5]])
		c.Industry, c.Source = values["industry"][cells[6]], values["source"][cells[7]]
		c.Region, c.Address, c.Note = cells[8], cells[9], cells[10]
		if group = append(group, c); len(group) < 500 {
			return nil
		}
		err := put(group)
		group = group[:0]
		return err
	})
	if err != nil || len(group) == 0 {
		return err
	}
	return put(group)
}
