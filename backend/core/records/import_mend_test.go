package records_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
)

const wrong = "客户名称,客户编号,电话,手机,级别,年收入\n华东科技,C1,13800000000,1,特级,5\n单县食品,C2,13900000000,2,特级,6\n西南药业,C3,电话,3,B 级,7\n北方重工,C4,13600000000,4,B 级,很多\n,C5,13600000001,5,B 级,8\n"

func TestCausesAreToldWithTheirCellsAndPutRight(t *testing.T) {
	b := openBook(t)
	in := records.ImportInput{Entity: "customer", File: b.upload("客户.csv", wrong), DryRun: true, Columns: map[string]string{"手机": ""}}
	out := b.run(in)
	if out.Rejected != 5 || len(out.Reasons) != 4 || len(out.LeftOut) != 0 {
		t.Fatalf("%+v", out)
	}
	byHeading := map[string]records.ImportReason{}
	for _, reason := range out.Reasons {
		byHeading[reason.Heading] = reason
	}
	level := byHeading["级别"]
	if level.Field != "level" || level.Rows != 2 || len(level.Values) != 1 || level.Values[0] != (records.ImportWrong{Text: "特级", Rows: 2}) {
		t.Errorf("%+v", level)
	}
	if cells := byHeading["客户名称"].Cells; len(cells) != 1 || cells[0].Row != 6 || cells[0].Text != "" {
		t.Errorf("%+v", cells)
	}
	if cells := byHeading["年收入"].Cells; len(cells) != 1 || cells[0].Title != "北方重工" || cells[0].Text != "很多" {
		t.Errorf("%+v", cells)
	}
	in.Values = map[string]map[string]string{"level": {"特级": "A"}}
	in.Texts = map[string]map[string]string{"年收入": {"很多": "3万"}}
	in.Cells = []records.ImportCell{{Row: 4, Heading: "电话", Text: "13700000000"}, {Row: 6, Heading: "客户名称", Text: "无名"}, {Row: 99, Heading: "电话", Text: "x"}}
	in.DryRun = false
	if out = b.run(in); out.Created != 5 || out.Rejected != 0 {
		t.Fatalf("%+v", out.Reasons)
	}
	got := all(b, buyers)
	if got["华东科技"].Level != "A" || got["西南药业"].Phone != "13700000000" || got["北方重工"].Revenue != 3000000 || got["无名"] == nil {
		t.Errorf("%+v", got)
	}
}

func TestASecondColumnForAFieldIsNotDroppedUnsaid(t *testing.T) {
	b := openBook(t)
	file := b.upload("客户.csv", "客户名称,电话,联系电话\n华东科技,13800000000,13900000000\n")
	out := b.run(records.ImportInput{Entity: "customer", File: file})
	if len(out.LeftOut) != 1 || out.LeftOut[0].Heading != "联系电话" || out.LeftOut[0].Field != "phone" || out.LeftOut[0].Rival != "电话" {
		t.Fatalf("%+v", out.LeftOut)
	}
	guess, err := b.s.ImportGuess(b.ctx, records.ImportGuessInput{Entity: "customer", File: file})
	if err != nil || guess.Columns[2].Rival != "电话" || guess.Columns[2].Field != "" {
		t.Fatalf("%+v %v", guess.Columns, err)
	}
	out = b.run(records.ImportInput{Entity: "customer", File: file, Columns: map[string]string{"联系电话": ""}})
	if len(out.LeftOut) != 0 {
		t.Errorf("left out on purpose: %+v", out.LeftOut)
	}
}

func TestKnownRecordsMayBeLeftAsTheyAre(t *testing.T) {
	b := openBook(t)
	b.run(records.ImportInput{Entity: "customer", File: b.upload("a.csv", "客户名称,电话\n华东科技,13800000000\n单县食品,13900000000\n")})
	file := b.upload("b.csv", "客户名称,电话\n华东 科技,13811111111\n新来的,13700000000\n")
	guess, err := b.s.ImportGuess(b.ctx, records.ImportGuessInput{Entity: "customer", File: file})
	if err != nil || guess.Match != "name" || guess.Known["name"] != 1 {
		t.Fatalf("%+v %v", guess, err)
	}
	out := b.run(records.ImportInput{Entity: "customer", File: file, Policy: "skip"})
	if out.Created != 1 || out.Skipped != 1 || out.Updated != 0 || all(b, buyers)["华东科技"].Phone != "13800000000" {
		t.Fatalf("%+v", out)
	}
	if _, err := b.tryRun(b.ctx, records.ImportInput{Entity: "customer", File: file, Policy: "merge"}); err == nil {
		t.Error("an unknown policy is taken")
	}
}

func TestATrialLeavesNoFileBehind(t *testing.T) {
	b := openBook(t)
	file := b.upload("客户.csv", wrong)
	before, _ := b.f.Used()
	out := b.run(records.ImportInput{Entity: "customer", File: file, DryRun: true})
	if after, _ := b.f.Used(); after != before || out.Errors == "" {
		t.Errorf("%d files, were %d", after, before)
	}
	if kept, err := b.f.Open(out.Errors); err != nil {
		t.Errorf("it can be downloaded for a while: %v", err)
	} else {
		_ = kept.Close()
	}
	out = b.run(records.ImportInput{Entity: "customer", File: file})
	if after, _ := b.f.Used(); after != before+1 || out.Errors == "" {
		t.Errorf("that of an import stays: %d files, were %d", after, before)
	}
}

func TestWhatASheetHoldsIsRecognised(t *testing.T) {
	b := openBook(t)
	for want, data := range map[string]string{
		"customer": "客户名称,客户编号,电话,级别\n甲,C1,13800000000,A 级\n",
		"order":    orderLines,
		"product":  "产品编号,产品名称,类别\nP1,笔,文具\n",
		"contact":  "姓名,客户,见面时间\n王一,甲,2026-03-01 09:00\n",
	} {
		found, err := b.s.ImportRecognize(b.ctx, records.ImportRecognizeInput{File: b.upload(want+".csv", data)})
		if err != nil || len(found.Entities) == 0 || found.Entities[0].Entity != want {
			t.Errorf("%s: %+v %v", want, found, err)
		}
	}
}

func TestAnImportThatWasCutShortIsTold(t *testing.T) {
	b := openBook(t)
	rows := strings.Builder{}
	rows.WriteString("客户名称,电话\n")
	for range 3000 {
		rows.WriteString("客户,13800000000\n")
	}
	started, err := b.s.Import(b.ctx, records.ImportInput{Entity: "customer", File: b.upload("很多.csv", rows.String()), Match: "none"})
	if err != nil {
		t.Fatal(err)
	}
	if now, err := b.s.ImportUnfinished(b.ctx, rpc.Nothing{}); err != nil || len(now.Imports) != 0 {
		t.Errorf("while it runs: %+v %v", now, err)
	}
	for b.count(buyers.Type) == 0 {
		continue
	}
	if now, err := b.j.Get(b.ctx, records.JobRef{ID: started.Job.ID}); err != nil || now.Job.Label != "导入客户（很多.csv）" {
		t.Errorf("the job is called %q %v", now.Job.Label, err)
	}
	b.j.Close() // as when the program ends
	written := b.count(buyers.Type)
	if written == 0 || written == 3000 {
		t.Skipf("the machine was too quick or too slow: %d", written)
	}
	left, err := b.s.ImportUnfinished(b.ctx, rpc.Nothing{})
	if err != nil || len(left.Imports) != 1 || left.Imports[0].Written != written || left.Imports[0].File != "很多.csv" || left.Imports[0].Rows != 3000 {
		t.Fatalf("%d written: %+v %v", written, left, err)
	}
	if other, err := b.s.ImportUnfinished(as("rep", "sales"), rpc.Nothing{}); err != nil || len(other.Imports) != 0 {
		t.Errorf("it is told to others: %+v %v", other, err)
	}
	if _, err := b.db.Undo(b.ctx, left.Imports[0].Set, nil); err != nil || b.count(buyers.Type) != 0 {
		t.Errorf("%d left: %v", b.count(buyers.Type), err)
	}
	if _, err := b.s.ImportDismiss(b.ctx, records.ChangeRef{Change: left.Imports[0].Set}); err != nil {
		t.Fatal(err)
	}
	if left, err = b.s.ImportUnfinished(b.ctx, rpc.Nothing{}); err != nil || len(left.Imports) != 0 {
		t.Errorf("%+v %v", left, err)
	}
}

func TestWhatWasChosenBeforeIsMarked(t *testing.T) {
	b := openBook(t)
	file := b.upload("客户.csv", "客户名称,甲列,级别\n华东科技,13800000000,特级\n")
	b.run(records.ImportInput{Entity: "customer", File: file, Remember: true, Columns: map[string]string{"甲列": "phone"}, Values: map[string]map[string]string{"level": {"特级": "A"}}})
	guess, err := b.s.ImportGuess(b.ctx, records.ImportGuessInput{Entity: "customer", File: file})
	if err != nil {
		t.Fatal(err)
	}
	if c := guess.Columns; !c[1].Remembered || c[1].Field != "phone" || c[0].Remembered {
		t.Errorf("%+v", c)
	}
	if v := guess.Values["level"]; len(v) != 1 || !v[0].Remembered || v[0].Value != "A" {
		t.Errorf("%+v", v)
	}
}

func TestOfSeveralReferencesMissingOnesAreMade(t *testing.T) {
	b := openBook(t)
	b.run(records.ImportInput{Entity: "product", File: b.upload("p.csv", "产品名称\n笔\n")})
	file := b.upload("c.csv", "姓名,常购\n王一,笔、本子\n李二,本子；尺\n")
	guess, err := b.s.ImportGuess(b.ctx, records.ImportGuessInput{Entity: "contact", File: file})
	if err != nil || guess.Missing["likes"] != "create" || len(guess.Values["likes"]) != 2 {
		t.Fatalf("%+v %+v %v", guess.Missing, guess.Values, err)
	}
	if out := b.run(records.ImportInput{Entity: "contact", File: file, DryRun: true}); out.Rejected != 2 || len(out.Reasons) != 1 || out.Reasons[0].Field != "likes" {
		t.Fatalf("%+v", out)
	}
	in := records.ImportInput{Entity: "contact", File: file, Missing: map[string]string{"likes": "create"}, DryRun: true}
	if trial := b.run(in); trial.Created != 2 || trial.Linked["product"] != 2 || b.count(items.Type) != 1 {
		t.Fatalf("%+v", trial)
	}
	in.DryRun = false
	if out := b.run(in); out.Created != 2 || out.Linked["product"] != 2 || b.count(items.Type) != 3 || len(all(b, persons)["王一"].Likes) != 2 {
		t.Fatalf("%+v", out)
	}
	in.Missing, in.Match = map[string]string{"likes": "empty"}, "none"
	in.File = b.upload("d.csv", "姓名,常购\n赵三,笔、没有的\n")
	if out := b.run(in); out.Created != 1 || len(all(b, persons)["赵三"].Likes) != 1 {
		t.Fatalf("%+v", out)
	}
}

func TestFractionsAmongPercentsArePercents(t *testing.T) {
	for file, want := range map[string]int{
		"姓名,赢率\n张伟,60%\n李娜,0.35\n":        35, // one typed the sign, another saw 35 % in Excel
		"姓名,赢率\n张伟,60%\n李娜,0.5%\n王芳,20\n": 1,
		"姓名,赢率\n张伟,20\n李娜,0.35\n":         0,
	} {
		b := openBook(t)
		b.run(records.ImportInput{Entity: "contact", File: b.upload("p.csv", file)})
		if p := all(b, persons)["李娜"]; p == nil || p.Chance != want {
			t.Errorf("%q: %+v, want %d", file, p, want)
		}
	}
}

func TestOfSeveralThatBearANameNoneIsProposed(t *testing.T) {
	b := openBook(t)
	b.run(records.ImportInput{Entity: "customer", Match: "none", File: b.upload("c.csv", "客户名称\n甲公司\n甲公司\n乙公司\n")})
	in := records.ImportGuessInput{Entity: "contact", File: b.upload("p.csv", "姓名,客户\n张伟,甲公司\n李娜,乙公司\n王芳,乙公\n")}
	guess, err := b.s.ImportGuess(b.ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range guess.Values["buyerId"] {
		if v.Text == "甲公司" && (v.Value != "" || v.Confidence == 0) {
			t.Errorf("one of two was taken: %+v", v)
		}
	}
	if len(guess.Values["buyerId"]) == 0 {
		t.Errorf("%+v", guess.Values)
	}
}

func TestAllThatIsWrongInARowIsToldAtOnce(t *testing.T) {
	b := openBook(t)
	out := b.run(records.ImportInput{Entity: "customer", DryRun: true, Columns: map[string]string{"电话": "phone", "级别": "level", "年收入": "revenue", "负责人": "ownerId"},
		File: b.upload("c.csv", "客户名称,电话,级别,年收入,负责人\n甲,abc,特级,很多,无此人\n乙,,A,1,无此人\n")})
	if out.Read != 2 || out.Rejected != 2 || out.Records.Rejected != 2 {
		t.Fatalf("%+v", out)
	}
	rows := map[string]int{}
	for _, reason := range out.Reasons {
		rows[reason.Heading] = reason.Rows
	}
	for heading, want := range map[string]int{"电话": 1, "级别": 1, "年收入": 1, "负责人": 2} {
		if rows[heading] != want {
			t.Errorf("%s: %d rows", heading, rows[heading])
		}
	}
	got := b.tableOf(out.Errors, "c")
	if len(got) != 2 || strings.Count(got[0], "；") < 3 || strings.Contains(got[1], "；") {
		t.Errorf("%q", got)
	}
}

func TestRowsThatAWorkbookHidesAreToldOfAndMayStayOut(t *testing.T) {
	b := openBook(t)
	book := excelize.NewFile()
	for row, name := range []string{"客户名称", "甲", "乙", "丙"} {
		if err := errors.Join(book.SetCellValue("Sheet1", fmt.Sprintf("A%d", row+1), name), book.SetCellValue("Sheet1", fmt.Sprintf("B%d", row+1), "备注")); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if err := errors.Join(book.SetRowVisible("Sheet1", 3, false), book.Write(&file)); err != nil {
		t.Fatal(err)
	}
	in := records.ImportInput{Entity: "customer", File: b.upload("c.xlsx", file.String()), Columns: map[string]string{"客户名称": "name"}}
	guess, err := b.s.ImportGuess(b.ctx, records.ImportGuessInput{Entity: "customer", File: in.File})
	if err != nil || guess.Hidden != 1 || guess.Rows != 3 {
		t.Fatalf("%+v %v", guess, err)
	}
	in.OnlyShown = true
	if out := b.run(in); out.Created != 2 || out.Read != 2 {
		t.Errorf("%+v", out)
	}
	in.OnlyShown = false
	if out := b.run(in); out.Created != 1 || out.Read != 3 {
		t.Errorf("%+v", out)
	}
}
