package records_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/core/records"
)

// FuzzMapping tries any mapping of a file, as a door decodes it. What cannot be done is a fault for
// people, and nothing is written by a trial.
func FuzzMapping(f *testing.F) {
	b := openBook(f)
	file := b.upload("a.csv", "客户名称,电话,级别,年收入,客户编号\n华东科技,13800000000,A 级,\"1,234.5\",C1\n单县食品,139,重要,3万,C2\n,x,B,-,C1\n")
	order := b.upload("b.csv", orderLines)
	for _, seed := range []string{
		`{"entity":"customer","columns":{"客户名称":"name","电话":""},"match":"name","policy":"skip"}`,
		`{"entity":"customer","values":{"level":{"重要":"A","x":"nothing"}},"dates":"MDY","headingRow":2}`,
		`{"entity":"customer","texts":{"电话":{"139":"13900000000"}},"cells":[{"row":3,"heading":"客户名称","text":"新"},{"row":-1,"heading":"x","text":""}]}`,
		`{"entity":"order","missing":{"*":"create"},"columns":{"Customer Name":"buyerId","Sales":"lines.amount","Product Name":"lines.itemId"}}`,
		`{"entity":"order","columns":{"Sales":"lines","Order ID":"id","Product ID":"buyerId.id"},"missing":{"buyerId":"empty"},"match":"id"}`,
		`{"entity":"nothing","sheet":"x","encoding":"utf-7"}`, `{"entity":"customer","match":"none","columns":{"客户名称":"name","电话":"name"}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		b := &book{t, b.ctx, b.db, b.s, b.f, b.j} // which reports to this try
		var in records.ImportInput
		dec := json.NewDecoder(bytes.NewReader(raw))
		if dec.Decode(&in) != nil {
			return
		}
		in.File, in.DryRun, in.Remember = file, true, false
		if in.Entity == "order" {
			in.File = order
		}
		guess := records.ImportGuessInput{Entity: in.Entity, File: in.File, Sheet: in.Sheet, HeadingRow: in.HeadingRow, Encoding: in.Encoding, Columns: in.Columns}
		if _, err := b.s.ImportGuess(b.ctx, guess); err != nil && fault.From(err).Kind == fault.Internal {
			t.Fatalf("guess: %v", err)
		}
		out, err := b.s.ImportNow(b.ctx, in)
		if err != nil && fault.From(err).Kind == fault.Internal {
			t.Fatalf("run: %v", err)
		}
		if err == nil && out.Read != out.Created+out.Updated+out.Skipped+out.Rejected {
			t.Fatalf("the counts do not add up: %+v", out)
		}
		if b.count(buyers.Type)+b.count(sales.Type) != 0 {
			t.Fatal("a trial wrote something")
		}
	})
}
