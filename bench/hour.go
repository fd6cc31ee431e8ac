package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"xingke/app"
	"xingke/backend/core/records"
)

const (
	restMemory = 150 // MB, of up to 200,000 records
	hourMemory = 250
	hourCalls  = 2000
)

// hour is where the book lies, and how many operations stand for an hour.
type hour struct {
	Dir   string
	Calls int
}

// spent is what the process of the hour found, in bytes.
type spent struct {
	Open, Rest, Worked, Peak, Resident uint64
	Calls                              int
	Took                               time.Duration
}

// hour opens the book in a process of its own, as the program is one, and tells its memory at rest and
// after a script of two thousand operations, which stands for an hour's work.
func (b *bench) hour() ([]figure, error) {
	calls := hourCalls
	if b.how == hasty {
		calls = 20
	}
	var s spent
	if err := inProcess("hour", hour{b.bookDir(), calls}, &s); err != nil {
		return nil, err
	}
	mb := func(n uint64) float64 { return float64(n) / (1 << 20) }
	rest := weighed("memory of the Go side, at rest", amount{Got: mb(s.Rest), Unit: "MB"})
	rest.Extra = fmt.Sprintf("a process of its own with %s records; %.0f MB before the collector was asked", grouped(b.report.Records), mb(s.Open))
	worked := weighed("memory of the Go side, after an hour's script", amount{Got: mb(s.Worked), Unit: "MB"})
	worked.Extra = fmt.Sprintf("%s operations in %s stand for the hour; %.0f MB at most, %.0f MB resident with mapped files", grouped(s.Calls), short(s.Took), mb(s.Peak), mb(s.Resident))
	if b.report.Records <= smallBook {
		rest.Amount.Most, worked.Amount.Most = restMemory, hourMemory
	}
	return []figure{rest, worked}, nil
}

func liveAnHour(of hour) (s spent, err error) {
	a, err := app.Open(app.Config{Dir: of.Dir})
	if err != nil {
		return s, err
	}
	if _, err := a.Call(context.Background(), "records.list", []byte(byName)); err != nil {
		return s, err
	}
	if err := settled(a); err != nil {
		return s, err
	}
	s.Open = taken()
	debug.FreeOSMemory()
	s.Rest = taken()
	if err := heapProfile(filepath.Base(filepath.Dir(of.Dir)) + "-rest"); err != nil {
		return s, err
	}
	grew, begun := watch(), time.Now()
	if s.Calls, err = script(a, of.Calls); err != nil {
		return s, err
	}
	if err := settled(a); err != nil {
		return s, err
	}
	s.Took, s.Peak = time.Since(begun), s.Rest+grew()
	debug.FreeOSMemory()
	s.Worked, s.Resident = taken(), resident()
	return s, a.Close()
}

// script is what somebody does in an hour, the same in every run: mostly looking, sometimes writing.
func script(a *app.App, calls int) (done int, err error) {
	out, err := ask[struct{ Rows []struct{ ID string } }](a, "records.list", records.ListInput{Entity: "customer", Sort: []records.Sort{{Field: "createdAt"}}, Columns: []string{"name"}, Limit: 500})
	if err != nil {
		return 0, err
	}
	words := strings.Fields("客户 演示 报价 合同 shdz 上海 设备 warranty 备件 电磁兼容")
	for done = range calls {
		of, word := out.Rows[done*37%len(out.Rows)].ID, words[done%len(words)]
		name, input := "", ""
		switch done % 10 {
		case 0, 1:
			name, input = "records.list", fmt.Sprintf(`{"entity":"customer","sort":[{"field":"name"}],"skip":%d,"limit":100}`, done%40*10)
		case 2:
			name, input = "records.list", `{"entity":"followUp","where":{"field":"customerId","op":"eq","value":"`+of+`"},"sort":[{"field":"at","desc":true}],"limit":20}`
		case 3:
			name, input = "search.query", fmt.Sprintf(`{"text":%q,"limit":8}`, word)
		case 4:
			name, input = "search.suggest", fmt.Sprintf(`{"text":%q}`, word)
		case 5:
			name, input = "records.aggregate", `{"entity":"followUp","groups":[{"field":"at","by":"month"},{"field":"ownerId"}],"measures":[{"op":"count"}]}`
		case 6:
			name, input = "records.create", fmt.Sprintf(`{"entity":"followUp","record":{"customerId":%q,"way":"call","content":"第 %d 次电话，确认%s的时间","at":"2026-03-02T08:00:00Z"}}`, of, done, word)
		default:
			name, input = "records.get", `{"entity":"customer","id":"`+of+`"}`
		}
		if done%400 == 399 {
			var result records.ExportResult
			if err := job(a, "export.run", map[string]any{"entity": "customer", "columns": []string{"name", "phone", "level"}}, &result); err != nil {
				return done, err
			}
		}
		if _, err := a.Call(context.Background(), name, []byte(input)); err != nil {
			return done, fmt.Errorf("%s: %w", name, err)
		}
	}
	return done + 1, nil
}

// resident is the memory of this process that the system counts, where it tells.
func resident() uint64 {
	raw, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if kb, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, _ := strconv.ParseUint(strings.Fields(kb)[0], 10, 64)
			return n << 10
		}
	}
	return 0
}
