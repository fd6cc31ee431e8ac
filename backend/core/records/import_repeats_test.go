package records_test

import (
	"fmt"
	"testing"

	"xingke/backend/core/records"
)

// Rows of one file that speak of one record are told with their rows and with what they contradict one another in.
func TestRowsOfOneRecordAreToldOf(t *testing.T) {
	const file = "客户名称,电话,级别\n华东科技,13800000000,\n单县食品,13900000000,A 级\n华东 科技,13811111111,A 级\n华东科技,,B 级\n单县食品,13900000000,\n西南药业,13600000000,B 级\n"
	for _, one := range []struct {
		rule, policy, phone, level string
		created, skipped           int
	}{
		{"", "", "13811111111", "B", 5, 1},
		{"last", "skip", "13811111111", "B", 5, 1}, // what the file itself has made is not in the book already
		{"first", "", "13800000000", "", 3, 3},
	} {
		b := openBook(t)
		in := records.ImportInput{Entity: "customer", Match: "name", Repeats: one.rule, Policy: one.policy, File: b.upload("a.csv", file), DryRun: true}
		trial := b.run(in)
		in.DryRun = false
		out := b.run(in)
		if out.Created != one.created || out.Skipped != one.skipped || out.Updated != 0 || out.Records.Created != 3 || out.Records.Skipped != 0 || out.Read != 6 {
			t.Errorf("%s %s: %+v", one.rule, one.policy, out)
		}
		if got := all(b, buyers); len(got) != 3 || got["单县食品"].Level != "A" {
			t.Errorf("%s: %+v", one.rule, got)
		}
		for _, got := range all(b, buyers) {
			if (got.Name == "华东科技" || got.Name == "华东 科技") && (got.Phone != one.phone || got.Level != one.level) {
				t.Errorf("%s: %+v", one.rule, got)
			}
		}
		r := out.Repeated
		if r == nil || r.Rows != 5 || r.Records != 2 || r.Differ != 1 {
			t.Fatalf("%s: %+v", one.rule, r)
		}
		if got, want := fmt.Sprint(r.Examples), "[{华东科技 [2 4 5] [客户名称 电话 级别]} {单县食品 [3 6] []}]"; got != want {
			t.Errorf("%s", got)
		}
		if fmt.Sprint(*trial.Repeated) != fmt.Sprint(*r) || trial.Created != out.Created {
			t.Errorf("%s: the trial said %+v, it became %+v", one.rule, trial.Repeated, r)
		}
		if one.rule != "first" && fmt.Sprint(out.Preview[0].Also) != "[4 5]" {
			t.Errorf("%+v", out.Preview)
		}
	}
	b := openBook(t)
	if _, err := b.tryRun(b.ctx, records.ImportInput{Entity: "customer", Repeats: "middle", File: b.upload("a.csv", file)}); err == nil {
		t.Error("an unknown rule is taken")
	}
	out := b.run(records.ImportInput{Entity: "customer", Match: "none", File: b.upload("a.csv", file)})
	if r := out.Repeated; out.Created != 6 || r == nil || r.Rule != "each" || r.Field != "name" || r.Rows != 5 || r.Records != 2 {
		t.Errorf("rows of one name that become a record each are told of too: %+v %+v", out, r)
	}
}

// Nobody becomes a user by standing in a column: the name is left out, told, and put right by saying who is meant.
func TestNobodyBecomesAUserByAccident(t *testing.T) {
	b := openBook(t)
	file := b.upload("a.csv", "客户名称,负责人\n华东科技,李雷\n单县食品,李雷\n西南药业,韩梅梅\n北方重工,rep\n")
	guess, err := b.s.ImportGuess(b.ctx, records.ImportGuessInput{Entity: "customer", File: file})
	if err != nil || guess.Missing["ownerId"] != "empty" {
		t.Fatalf("%+v %v", guess.Missing, err)
	}
	in := records.ImportInput{Entity: "customer", Match: "none", File: file, Missing: map[string]string{"*": "create"}, DryRun: true}
	out := b.run(in)
	if out.Created != 4 || out.Linked["user"] != 0 || len(out.Warnings) != 1 {
		t.Fatalf("%+v", out)
	}
	if w := out.Warnings[0]; w.Field != "ownerId" || w.Heading != "负责人" || w.Rows != 3 || fmt.Sprint(w.Values) != "[{李雷 2} {韩梅梅 1}]" || w.Cells[2].Row != 4 {
		t.Errorf("%+v", w)
	}
	in.Values = map[string]map[string]string{"ownerId": {"韩梅梅": "rep"}}
	in.Missing["ownerId"], in.DryRun = "create", false
	out = b.run(in)
	got := all(b, buyers)
	if out.Linked["user"] != 1 || len(out.Warnings) != 0 || got["西南药业"].OwnerID != "rep" || got["华东科技"].OwnerID == "boss" || got["华东科技"].OwnerID != got["单县食品"].OwnerID {
		t.Errorf("%+v", out)
	}
	// a file of users makes the ones it refers to, as before
	if out := b.run(records.ImportInput{Entity: "user", File: b.upload("u.csv", "姓名,上级\n甲,王总\n"), Missing: map[string]string{"*": "create"}}); out.Linked["user"] != 1 {
		t.Errorf("%+v", out)
	}
}

// Figures in words are read as forms read them, and the result says as what.
func TestFiguresInWordsAreReadAndTold(t *testing.T) {
	b := openBook(t)
	out := b.run(records.ImportInput{Entity: "customer", File: b.upload("a.csv", "客户名称,年收入\n甲,3千5\n乙,1万5\n丙,2.5M\n丁,\"1,200\"\n戊,1万5\n己,1.5万5\n")})
	if out.Rejected != 1 || out.Worded == nil || out.Worded.Cells != 4 || fmt.Sprint(out.Worded.Examples) != "[{3千5 3500.00} {1万5 15000.00} {2.5M 2500000.00}]" {
		t.Fatalf("%+v %+v", out, out.Worded)
	}
	got := all(b, buyers)
	if got["甲"].Revenue != 350000 || got["乙"].Revenue != 1500000 || got["丙"].Revenue != 250000000 || got["丁"].Revenue != 120000 {
		t.Errorf("%+v", got)
	}
}
