package records_test

import (
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/core/records"
)

func TestWordsForNothingAreTakenAsEmptyAndTold(t *testing.T) {
	b := openBook(t)
	out := b.run(records.ImportInput{Entity: "customer", File: b.upload("客户.csv", "客户名称,电话,年收入,级别\n甲,-,无,A 级\n乙,/,N/A,B 级\n丙,—,很多,A 级\n丁,,5万,B 级\n")})
	if out.Created != 3 || out.Rejected != 1 || len(out.Reasons) != 1 || out.Reasons[0].Values[0].Text != "很多" {
		t.Fatalf("%+v", out)
	}
	if len(out.Warnings) != 4 || out.Warnings[0].Rows != 1 {
		t.Errorf("%+v", out.Warnings)
	}
	if got := all(b, buyers)["甲"]; got.Phone != "" || got.Revenue != 0 {
		t.Errorf("%+v", got)
	}
	out = b.run(records.ImportInput{Entity: "contact", File: b.upload("联系人.csv", "姓名,客户,常购\n王一,-,无\n"), Missing: map[string]string{"*": "create"}})
	if len(out.Linked) != 0 {
		t.Errorf("a record was made of a word for nothing: %+v", out)
	}
}

func TestAmountsWithACommaBeforeTheDecimals(t *testing.T) {
	b := openBook(t)
	b.run(records.ImportInput{Entity: "customer", File: b.upload("a.csv", "客户名称;年收入\n甲;1.234,50\n乙;1.234\n丙;99,9\n")})
	got := all(b, buyers)
	if got["甲"].Revenue != 123450 || got["乙"].Revenue != 123400 || got["丙"].Revenue != 9990 {
		t.Errorf("%v %v %v", got["甲"].Revenue, got["乙"].Revenue, got["丙"].Revenue)
	}
	out := b.run(records.ImportInput{Entity: "customer", File: b.upload("b.csv", "客户名称;年收入\n丁;1.234,50\n戊;1,234.50\n己;1,5\n")})
	if out.Created != 1 || out.Rejected != 2 || all(b, buyers)["戊"].Revenue != 123450 {
		t.Errorf("a column of both writings: %+v", out)
	}
}

func TestASlipOfThePenIsTakenForTheOptionAndTold(t *testing.T) {
	b := openBook(t)
	file := "客户名称,级别\n甲,Standrad\n乙,standards\n丙,bstandard\n丁,B级别\n"
	out := b.run(records.ImportInput{Entity: "customer", File: b.upload("a.csv", file)})
	if out.Created != 2 || out.Rejected != 2 || len(out.Matched) != 2 {
		t.Fatalf("%+v", out)
	}
	if m := out.Matched[0]; m.Text != "Standrad" || m.Value != "B" || m.Rows != 1 || m.Title == "" {
		t.Errorf("%+v", m)
	}
	if got := all(b, buyers); got["甲"].Level != "B" || got["乙"].Level != "B" {
		t.Errorf("%+v", got)
	}
	own := "客户名称,级别\n戊,Standrad\n"
	out = b.run(records.ImportInput{Entity: "customer", File: b.upload("b.csv", own), Values: map[string]map[string]string{"level": {"Standrad": "A"}}})
	if out.Created != 1 || len(out.Matched) != 0 || all(b, buyers)["戊"].Level != "A" {
		t.Errorf("what a person chose counts: %+v", out)
	}
}

func TestRecordsAreKnownAgainByNameThoughNoIndexIsKept(t *testing.T) {
	b := openBook(t)
	file := b.upload("a.csv", "产品名称,类别\n笔,文具\n尺,文具\n")
	for turn, want := range []int{2, 0} {
		guess, err := b.s.ImportGuess(b.ctx, records.ImportGuessInput{Entity: "product", File: file})
		if err != nil || guess.Match != "name" || guess.Known["name"] != 2-want {
			t.Fatalf("turn %d: %+v %v", turn, guess, err)
		}
		if out := b.run(records.ImportInput{Entity: "product", File: file}); out.Created != want || out.Skipped != 2-want {
			t.Errorf("turn %d: %+v", turn, out)
		}
	}
}

func TestWhatTextsAreToStandForIsCheckedFirst(t *testing.T) {
	b := openBook(t)
	file := b.upload("a.csv", "客户名称,级别\n甲,A 级\n")
	for path, texts := range map[string]map[string]string{"level": {"A 级": "Z"}, "nofield": {"A 级": "A"}} {
		_, err := b.tryRun(b.ctx, records.ImportInput{Entity: "customer", File: file, Remember: true, Values: map[string]map[string]string{path: texts}})
		if f := fault.From(err); f.Kind != fault.Invalid || f.Fields["values."+path].Empty() {
			t.Errorf("%s: %v", path, err)
		}
	}
	if out := b.run(records.ImportInput{Entity: "customer", File: file}); out.Created != 1 { // nothing of it was remembered
		t.Errorf("%+v", out)
	}
	out := b.run(records.ImportInput{Entity: "contact", File: b.upload("b.csv", "姓名,客户\n王一,华东\n李二,华东\n"), Missing: map[string]string{"*": "create"},
		Columns: map[string]string{" 姓 名": "name"}, Values: map[string]map[string]string{"buyerId": {"华东": "华东科技有限公司"}}})
	if out.Created != 2 || out.Linked["customer"] != 1 || all(b, buyers)["华东科技有限公司"] == nil || len(out.LeftOut) != 0 {
		t.Errorf("a name for one that is not there yet: %+v", out)
	}
}

func TestAFolderIsNoFile(t *testing.T) {
	b := openBook(t)
	_, err := b.tryRun(records.WithPaths(b.ctx), records.ImportInput{Entity: "customer", File: records.FileRef{Path: t.TempDir()}})
	if f := fault.From(err); f.Kind != fault.Invalid || !strings.Contains(f.Text.EN, "folder") {
		t.Error(err)
	}
}
