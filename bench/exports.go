package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"xingke/app"
	"xingke/backend/core/records"
	"xingke/backend/modules/reports"

	"xingke/bench/peers"
)

const (
	exportBar    = 15 * time.Second
	exportNeed   = 1.1
	exportMemory = 120 // MB
	monthBar     = 5 * time.Second
)

const exported = "name shortName code kind status level industry source lastFollowUpOn nextFollowUpOn phone email website region address size annualRevenue ownerId createdAt note"

// exportLists exports the customers with twenty columns, to a workbook and as CSV. The floor is the
// writer of the file by itself, given the same cells from memory.
func (b *bench) exportLists() (all []figure, err error) {
	for _, one := range []struct {
		format string
		bare   func(path string, rows int, row func(i int) []any) error
		need   float64
		note   string
	}{
		{"xlsx", peers.WriteRows, exportNeed, "peer: excelize's bare stream writer, the cells in memory"},
		{"csv", peers.WriteCSV, 0, "peer: encoding/csv, the cells in memory"},
	} {
		var result records.ExportResult
		var ours, floor []time.Duration
		var most uint64
		input := map[string]any{"entity": "customer", "format": one.format, "columns": strings.Fields(exported), "sort": []map[string]string{{"field": "name"}}}
		for range min(3, b.how.fewest) { // by turns: what a single one takes says little of growth
			grew := watch()
			took, err := clocked(func() error { return job(b.app, "export.run", input, &result) })
			if err != nil {
				return nil, err
			}
			ours, most = append(ours, took), max(most, grew())
			took, err = clocked(func() error { return one.bare(filepath.Join(b.dir, "peer."+one.format), result.Rows, b.cells) })
			if err != nil {
				return nil, err
			}
			floor = append(floor, took)
		}
		f := figure{Work: "export customers × 20 to " + one.format, Bar: exportBar, Ours: sampleOf(ours), Peer: sampleOf(floor)}
		f.Need, f.Grows, f.N, f.Note, f.Extra = one.need, builds, result.Rows, one.note, grouped(result.Rows)+" rows, labelled and formatted; the middle of three"
		weight := weighed("memory of the export to "+one.format+", more at most", amount{Got: float64(most) / (1 << 20), Unit: "MB"})
		if one.need > 0 {
			weight.Amount.Most = exportMemory
		}
		all = append(all, f, weight)
	}
	return all, nil
}

// cells are the twenty cells of a customer.
func (b *bench) cells(i int) []any {
	c := b.firms[i%len(b.firms)]
	return []any{
		c.Name, c.ShortName, c.Code, string(c.Kind), string(c.Status), string(c.Level), c.Industry, c.Source, c.LastFollowUpOn.String(), c.NextFollowUpOn.String(),
		c.Phone, c.Email, c.Website, c.Region, c.Address, c.Size, float64(c.AnnualRevenue) / 100, string(c.OwnerID), c.CreatedAt.String(), c.Note,
	}
}

// monthEnd makes the workbook of the month's meeting.
func (b *bench) monthEnd() ([]figure, error) {
	count, err := ask[struct{ Total int }](b.app, "records.list", map[string]any{"entity": "opportunity", "limit": 1, "columns": []string{"name"}})
	if err != nil {
		return nil, err
	}
	grew, begun := watch(), time.Now()
	var result reports.RunResult
	if err := job(b.app, "reports.run", map[string]any{"name": reports.SalesMonthly}, &result); err != nil {
		return nil, err
	}
	f := once("workbook of the month's meeting", monthBar, time.Since(begun), 0)
	f.Grows, f.N = builds, count.Total
	f.Extra = fmt.Sprintf("from %s opportunities; %d MB more at most", grouped(count.Total), grew()>>20)
	return []figure{f}, nil
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
