package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/day"
	"xingke/backend/base/money"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
	"xingke/backend/modules/team"
)

// tally is a table of nine columns, as lines inside few records: what columns cost by themselves.
type tally struct {
	entity.Base
	Name string      `json:"name"`
	Rows []tallyLine `json:"rows"`
}

type tallyLine struct {
	Day      day.Day        `json:"day"`
	Region   string         `json:"region"`
	Product  string         `json:"product"`
	Kind     string         `json:"kind"`
	Quantity money.Quantity `json:"quantity"`
	Price    money.Amount   `json:"price"`
	Discount int            `json:"discount"`
	Amount   money.Amount   `json:"amount"`
	Profit   money.Amount   `json:"profit"`
}

const (
	tallyRows = 200 // of a record
	wareCount = 36
)

func wares() (list []field.Option) {
	for i := range wareCount {
		list = append(list, field.Is(fmt.Sprintf("P%03d", i), fmt.Sprintf("产品 %d", i)))
	}
	return list
}

// ledgerOf says how large a ledger is opened, and where.
type ledgerOf struct {
	Dir     string
	Records int
	Regions []string
}

type ledgerFound struct {
	Took        []time.Duration
	Live, Bytes int
}

// ledger opens the columns of a million rows of nine columns from their snapshot, and weighs them.
func (b *bench) ledger() ([]figure, error) {
	of := ledgerOf{Dir: filepath.Join(b.dir, "ledger"), Records: max(1, b.report.Customers*10/tallyRows)}
	for _, firm := range b.firms[:min(len(b.firms), 1500)] {
		of.Regions = append(of.Regions, firm.Region)
	}
	defer os.RemoveAll(of.Dir)
	var found ledgerFound
	if err := inProcess("ledger", of, &found); err != nil {
		return nil, err
	}
	load := figure{Work: "columns: load the snapshot of 9 columns, engine", Bar: 30 * time.Millisecond, Grows: builds, N: found.Live, Ours: sampleOf(found.Took), Extra: grouped(found.Live) + " rows; a process of its own, as at a start"}
	weight := weighed("columns: bytes a row of 9 columns", amount{Got: float64(found.Bytes) / float64(max(1, found.Live)), Most: 30, Unit: "bytes"})
	return []figure{load, weight}, nil
}

// ledgerApart does it, in a process of its own.
func ledgerApart(of ledgerOf) (found ledgerFound, err error) {
	keys, types := seal.New(), entity.NewSet(team.Entities(), entity.Group{Module: "bench", Types: []*entity.Type{tallies.Type}})
	db, err := store.Open(store.Config{Dir: of.Dir, Keys: keys, Types: types})
	if err != nil {
		return found, err
	}
	defer db.Close()
	if err := fillLedger(db, of); err != nil {
		return found, err
	}
	for i := range 11 {
		begun := time.Now()
		c, err := columns.Open(db, types, keys, of.Dir, clock.System{})
		if err != nil {
			return found, err
		}
		if i > 0 { // the first has no snapshot yet
			found.Took = append(found.Took, time.Since(begun))
		}
		if i > 0 && !c.Status().FromSnapshot {
			return found, errors.New("the columns are not from their snapshot")
		}
		for _, t := range c.Status().Tables {
			if t.Name == "tally.rows" {
				found.Live, found.Bytes = t.Live, int(t.Bytes)
			}
		}
		if err := c.Close(); err != nil {
			return found, err
		}
	}
	return found, nil
}

func fillLedger(db *store.DB, of ledgerOf) error {
	r := rand.New(rand.NewPCG(1, 5))
	for done := 0; done < of.Records; {
		err := db.Write(context.Background(), func(ctx context.Context) error {
			for k := 0; k < 10 && done < of.Records; k++ {
				t := &tally{Name: fmt.Sprint("第", done, "页")}
				for range tallyRows {
					price, n := money.Amount(100+r.IntN(500_000)), int64(1+r.IntN(60))
					t.Rows = append(t.Rows, tallyLine{
						Day: day.Of(2022, 1, 1) + day.Day(r.IntN(1461)), Region: of.Regions[r.IntN(len(of.Regions))], Product: fmt.Sprintf("P%03d", int(wareCount*r.Float64()*r.Float64())), Kind: []string{"goods", "service"}[r.IntN(2)],
						Quantity: money.Quantity(n) * money.One, Price: price, Discount: r.IntN(30), Amount: price * money.Amount(n), Profit: price * money.Amount(n) / 5,
					})
				}
				if err := db.Put(ctx, t); err != nil {
					return err
				}
				done++
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

var tallies = entity.Define("tally", "流水", func(t *tally) []field.Field {
	return []field.Field{
		field.Text(&t.Name, "名称").Title(),
		field.Lines(&t.Rows, "行", func(l *tallyLine) []field.Field {
			return []field.Field{
				field.Day(&l.Day, "日期"), field.Region(&l.Region, "地区"), field.Choice(&l.Product, "产品", wares()...),
				field.Choice(&l.Kind, "类别", field.Is("goods", "商品"), field.Is("service", "服务")), field.Decimal(&l.Quantity, "数量"),
				field.Money(&l.Price, "单价"), field.Percent(&l.Discount, "折扣"), field.Money(&l.Amount, "金额"), field.Money(&l.Profit, "利润"),
			}
		}),
	}
})
