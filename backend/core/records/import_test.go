package records_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/who"
	"xingke/backend/core/records"
	"xingke/backend/core/sheet"
	"xingke/backend/core/store"
)

const customers = "客户名称,客户编号,电话,级别,年收入\n华东科技,C1,13800000000,A 级,\"1,234.565\"\n单县食品,C2,13900000000,重要,3万\n,C3,13700000000,B 级,\n西南药业,C4,电话,B 级,5\n北方重工,C1,13600000000,B 级,5\n"

func TestImportCountsReconcileAndReasonsAreGrouped(t *testing.T) {
	b := openBook(t)
	in := records.ImportInput{Entity: "customer", File: b.upload("客户.csv", customers), Match: "none"}
	in.DryRun = true
	trial := b.run(in)
	if b.count(buyers.Type) != 0 {
		t.Fatal("a trial wrote something")
	}
	in.DryRun = false
	out := b.run(in)
	if out.Read != 5 || out.Created != 2 || out.Rejected != 3 || out.Rounded != 1 || len(out.Reasons) != 3 {
		t.Fatalf("%+v", out)
	}
	if trial.Created != out.Created || trial.Rejected != out.Rejected || fmt.Sprint(trial.Reasons) != fmt.Sprint(out.Reasons) || trial.Change != "" {
		t.Errorf("the trial said %+v, it became %+v", trial, out)
	}
	got := all(b, buyers)
	if got["华东科技"].Revenue != 123457 || got["单县食品"].Revenue != 3000000 || got["单县食品"].Level != "A" {
		t.Errorf("%+v %+v", got["华东科技"], got["单县食品"])
	}
	if out.Errors == "" {
		t.Fatal("no workbook of rejected rows")
	}
	// the workbook of rejected rows can be corrected and imported: here it is imported as it is
	again := b.run(records.ImportInput{Entity: "customer", File: records.FileRef{Hash: out.Errors}, Match: "none", DryRun: true})
	if again.Read != 3 || again.Rejected != 3 {
		t.Errorf("%+v", again)
	}
}

func TestImportAgainUpdatesAndSkips(t *testing.T) {
	b := openBook(t)
	b.run(records.ImportInput{Entity: "customer", File: b.upload("a.csv", "客户名称,电话,级别\n华东科技,13800000000,A 级\n单县食品,13900000000,B 级\n")})
	out := b.run(records.ImportInput{Entity: "customer", File: b.upload("b.csv", "公司名称,电话\n华东 科技,13811111111\n单县食品,\n新来的,13700000000\n新来的,13755555555\n")})
	if out.Updated != 1 || out.Skipped != 1 || out.Created != 2 || out.Records.Created != 1 || b.count(buyers.Type) != 3 {
		t.Fatalf("%+v, %d customers", out, b.count(buyers.Type))
	}
	got := all(b, buyers)
	if got["新来的"].Phone != "13755555555" || got["单县食品"].Phone != "13900000000" || got["华东 科技"].Level != "A" {
		t.Errorf("%+v", got)
	}
	if len(out.Preview) == 0 || out.Preview[0].Verb != "updated" || out.Preview[0].Row != 2 {
		t.Errorf("%+v", out.Preview)
	}
}

const orderLines = "Order ID,Order Date,Customer ID,Customer Name,Product ID,Category,Product Name,Sales,数量,折扣\n" +
	"CA-1,10/20/2016,C1,Ann,P1,Office,Pen,957.5775,2,0.2\nCA-2,3/1/2017,C2,Ben,P2,Tech,Phone,10,1,0\nCA-1,10/20/2016,C1,Ann,P2,Tech,Phone,0.005,1,0.45\n"

func TestRowsOfOneOrderBecomeOneRecord(t *testing.T) {
	b := openBook(t)
	in := records.ImportInput{Entity: "order", File: b.upload("orders.csv", orderLines), Missing: map[string]string{"*": "create"}, DryRun: true}
	trial := b.run(in)
	in.DryRun = false
	out := b.run(in)
	if out.Read != 3 || out.Created != 3 || out.Records.Created != 2 || out.Rounded != 2 || out.Linked["customer"] != 2 || out.Linked["product"] != 2 {
		t.Fatalf("%+v", out)
	}
	if trial.Created != 3 || trial.Records.Created != 2 || fmt.Sprint(trial.Linked) != fmt.Sprint(out.Linked) {
		t.Errorf("the trial said %+v", trial)
	}
	got := all(b, sales)["CA-1"]
	if len(got.Lines) != 2 || got.Lines[0].Amount != 95758 || got.Lines[1].Amount != 1 || got.Lines[0].Discount != 20 || got.OrderedOn.String() != "2016-10-20" {
		t.Errorf("%+v", got)
	}
	if pen := all(b, items)["Pen"]; pen.Category != "Office" || pen.Code != "P1" {
		t.Errorf("%+v", pen)
	}
	undo, err := b.db.Undo(b.ctx, out.Change, nil)
	if err != nil || len(undo.Conflicts) > 0 || b.count(sales.Type)+b.count(buyers.Type)+b.count(items.Type) != 0 {
		t.Fatalf("undo left %d orders, %d customers: %v %+v", b.count(sales.Type), b.count(buyers.Type), err, undo)
	}
}

func TestAnOrderWithOneWrongRowIsRejectedWhole(t *testing.T) {
	b := openBook(t)
	out := b.run(records.ImportInput{Entity: "order", File: b.upload("orders.csv", strings.Replace(orderLines, "0.005", "很多", 1)), Missing: map[string]string{"*": "create"}})
	if out.Created != 1 || out.Rejected != 2 || b.count(sales.Type) != 1 || out.Linked["customer"] != 1 || b.count(buyers.Type) != 1 {
		t.Fatalf("%+v, %d customers", out, b.count(buyers.Type))
	}
}

func TestNamesAlmostRightAreTakenAndListed(t *testing.T) {
	b := openBook(t)
	b.run(records.ImportInput{Entity: "product", File: b.upload("p.csv", "product name,product id\nGTX Pro,P1\nMG Special,P2\n")})
	file := b.upload("o.csv", "Order ID,Product Name,Sales\n1,GTXPro,5\n2,MG Speciall,6\n3,Nothing like it,7\n")
	guess, err := b.s.ImportGuess(b.ctx, records.ImportGuessInput{Entity: "order", File: file})
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]records.ImportValue{}
	for _, v := range guess.Values["lines.itemId"] {
		said[v.Text] = v
	}
	if v := said["GTXPro"]; v.Title != "GTX Pro" || v.Confidence < sheet.Sure {
		t.Errorf("%+v", v)
	}
	if v := said["MG Speciall"]; v.Title != "MG Special" || v.Confidence >= sheet.Sure {
		t.Errorf("%+v", v)
	}
	if v := said["Nothing like it"]; v.Value != "" {
		t.Errorf("%+v", v)
	}
	out := b.run(records.ImportInput{Entity: "order", File: file, Remember: true,
		Columns: map[string]string{"Product Name": "lines.itemId"}, Values: map[string]map[string]string{"lines.itemId": {"MG Speciall": "MG Special"}}})
	if out.Created != 2 || out.Rejected != 1 || len(out.Matched) != 1 || out.Matched[0].Title != "GTX Pro" || out.Matched[0].Rows != 1 {
		t.Fatalf("%+v", out)
	}
	if next := b.run(records.ImportInput{Entity: "order", File: b.upload("n.csv", "Order ID,Product Name,Sales\n9,MG Speciall,6\n")}); next.Created != 1 {
		t.Errorf("the choice was not remembered: %+v", next)
	}
}

func TestReferencesToNothing(t *testing.T) {
	file := "Order ID,Customer Name,Product Name,Sales\n1,Nobody,Pen,5\n"
	for how, want := range map[string][3]int{"reject": {0, 1, 0}, "empty": {1, 0, 0}, "create": {1, 0, 1}} {
		b := openBook(t)
		out := b.run(records.ImportInput{Entity: "order", File: b.upload("o.csv", file), Missing: map[string]string{"buyerId": how, "*": "create"}})
		if got := [3]int{out.Created, out.Rejected, b.count(buyers.Type)}; got != want {
			t.Errorf("%s: %v, want %v: %+v", how, got, want, out)
		}
	}
}

func TestAnExportChangedInTheFileComesBackAsAnUpdate(t *testing.T) {
	for _, format := range []string{"xlsx", "csv"} {
		b := openBook(t)
		b.run(records.ImportInput{Entity: "customer", File: b.upload("a.csv", "客户名称,客户编号,电话,级别,年收入\n华东科技,0012,13800000000,A 级,1234.5\n单县食品,0013,+86 13900000000,B 级,\n=危险,0014,,,\n")})
		started, err := b.s.Export(b.ctx, records.ExportInput{Entity: "customer", Format: format, Columns: []string{"name", "code", "phone", "level", "revenue", "ownerId"}})
		if err != nil {
			t.Fatal(err)
		}
		var exported records.ExportResult
		b.result(started.Job.ID, &exported)
		same := b.run(records.ImportInput{Entity: "customer", File: records.FileRef{Hash: exported.File}})
		if same.Skipped != 3 || same.Read != 3 || exported.Rows != 3 {
			t.Fatalf("%s: %+v", format, same)
		}
		changed := b.changed(exported.File, "华东科技", "华东科技集团")
		out := b.run(records.ImportInput{Entity: "customer", File: b.upload("changed.csv", changed)})
		if out.Updated != 1 || out.Skipped != 2 || b.count(buyers.Type) != 3 || all(b, buyers)["华东科技集团"] == nil {
			t.Fatalf("%s: %+v", format, out)
		}
	}
}

func TestMappingMistakesAreSaid(t *testing.T) {
	b := openBook(t)
	file := b.upload("a.csv", "客户名称,别名,电话\n华东科技,华东,13800000000\n")
	for name, in := range map[string]records.ImportInput{
		"two columns for one field": {Columns: map[string]string{"客户名称": "name", "别名": "name"}},
		"no such column":            {Columns: map[string]string{"公司": "name"}},
		"no such field":             {Columns: map[string]string{"别名": "nickname"}},
		"match without a column":    {Match: "code"},
		"dates":                     {Dates: "whatever"},
		"missing":                   {Columns: map[string]string{"别名": "ownerId"}, Missing: map[string]string{"ownerId": "maybe"}},
		"nothing fits":              {Columns: map[string]string{"客户名称": "", "别名": "", "电话": ""}},
	} {
		in.Entity, in.File = "customer", file
		if _, err := b.tryRun(b.ctx, in); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if b.count(buyers.Type) != 0 {
		t.Error("a refused import wrote something")
	}
}

func TestAuthorAndTimeOfCreationAreForManagers(t *testing.T) {
	b := openBook(t)
	b.run(records.ImportInput{Entity: "user", File: b.upload("u.csv", "姓名\n李雷\n")})
	in := records.ImportInput{Entity: "customer", File: b.upload("a.csv", "客户名称,创建时间,创建人,负责人\n华东科技,2020-05-06 07:08,李雷,李雷\n")}
	b.run(in)
	got := all(b, buyers)["华东科技"]
	lei := all(b, sellers)["李雷"].ID
	if got.CreatedAt.Format("2006-01-02 15:04") != "2020-05-06 07:08" || string(got.CreatedBy) != lei || string(got.OwnerID) != lei {
		t.Fatalf("%+v", got.Base)
	}
	in.Columns = map[string]string{"创建时间": "createdAt"}
	if _, err := b.tryRun(as("rep", "sales"), in); !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Forbidden) {
		t.Fatalf("anybody may say when a record was made: %v", err)
	}
}

func TestPrivateFieldsStayPrivateInFiles(t *testing.T) {
	b := openBook(t)
	if _, err := b.tryRun(as("rep", "sales"), records.ImportInput{Entity: "customer", File: b.upload("a.csv", "客户名称,内部评价\n华东科技,好\n"), Columns: map[string]string{"内部评价": "secret"}}); err == nil {
		t.Error("a private field was imported")
	}
	if _, err := b.s.Export(as("rep", "sales"), records.ExportInput{Entity: "customer", Columns: []string{"secret"}}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a private field was exported: %v", err)
	}
}

func TestCancelKeepsWhatIsWrittenAndSaysSo(t *testing.T) {
	b := openBook(t)
	var file strings.Builder
	file.WriteString("客户名称,客户编号\n")
	for i := range 3000 {
		fmt.Fprintf(&file, "客户%d,N%d\n", i, i)
	}
	ctx, cancel := context.WithCancel(b.ctx)
	stop := 0
	b.db.Observe(func(store.Commit) {
		if stop++; stop == 2 {
			cancel()
		}
	})
	out, err := b.tryRun(ctx, records.ImportInput{Entity: "customer", File: b.upload("a.csv", file.String())})
	if err == nil || !out.Cancelled || out.Created != b.count(buyers.Type) || out.Created == 0 || out.Created == 3000 || out.Change == "" {
		t.Fatalf("%v: %d created, %d there, cancelled %v", err, out.Created, b.count(buyers.Type), out.Cancelled)
	}
	if _, err := b.db.Undo(b.ctx, out.Change, nil); err != nil || b.count(buyers.Type) != 0 {
		t.Fatalf("undo left %d: %v", b.count(buyers.Type), err)
	}
}

func TestPathsAreOnlyForDoorsThatAllowThem(t *testing.T) {
	b := openBook(t)
	if _, err := b.s.ImportOpen(b.ctx, records.ImportOpenInput{File: records.FileRef{Path: "/etc/passwd"}}); !fault.Is(err, fault.Forbidden) {
		t.Fatalf("%v", err)
	}
	if _, err := b.s.ImportOpen(records.WithPaths(b.ctx), records.ImportOpenInput{File: records.FileRef{Path: b.TempDir() + "/none.csv"}}); !fault.Is(err, fault.NotFound) {
		t.Fatalf("%v", err)
	}
}

func TestRowsMayReferToRowsFurtherDown(t *testing.T) {
	for _, dry := range []bool{true, false} {
		b := openBook(t)
		out := b.run(records.ImportInput{Entity: "user", DryRun: dry, File: b.upload("u.csv", "姓名,上级\n李雷,韩梅梅\n韩梅梅,王总\n王总,\n甲,乙\n乙,甲\n丙,没有这个人\n")})
		if out.Created != 3 || out.Rejected != 3 {
			t.Fatalf("%+v", out)
		}
		if dry {
			continue
		}
		got := all(b, sellers)
		if string(got["李雷"].ManagerID) != got["韩梅梅"].ID || string(got["韩梅梅"].ManagerID) != got["王总"].ID {
			t.Errorf("%+v", got)
		}
	}
}

// Lists say it so where the chain ends. It is said what to do, and nobody of that name is made besides.
func TestARowThatNamesItself(t *testing.T) {
	b := openBook(t)
	before := b.count(sellers.Type)
	out := b.run(records.ImportInput{Entity: "user", Missing: map[string]string{"*": "create"}, File: b.upload("u.csv", "姓名,上级\n王总,王总\n李雷,\n")})
	if out.Created != 1 || out.Rejected != 1 || b.count(sellers.Type) != before+1 {
		t.Fatalf("%+v, %d in the book", out, b.count(sellers.Type))
	}
	if len(out.Reasons) != 1 || !strings.Contains(out.Reasons[0].Reason, "写的是这一行自己") {
		t.Errorf("%+v", out.Reasons)
	}
}

func TestNamesAreKnownAgainWithinTheirCustomer(t *testing.T) {
	b := openBook(t)
	file := "姓名,客户,赢率\n张伟,甲公司,10%\n张伟,乙公司,20%\n"
	in := records.ImportInput{Entity: "contact", File: b.upload("c.csv", file), Missing: map[string]string{"*": "create"}}
	if out := b.run(in); out.Created != 2 {
		t.Fatalf("two people of one name became one: %+v", out)
	}
	if out := b.run(in); out.Skipped != 2 || b.count(persons.Type) != 2 {
		t.Fatalf("%+v", out)
	}
}

func TestWhatAnExportShowsDifferentlyIsNoChange(t *testing.T) {
	for _, format := range []string{"xlsx", "csv"} {
		b := openBook(t)
		b.run(records.ImportInput{Entity: "customer", File: b.upload("a.csv", "客户名称\n甲公司\n甲公司分部\n")})
		at := time.Date(2026, 3, 8, 9, 30, 15, 123_000_000, time.UTC)
		gone := all(b, buyers)["甲公司分部"].ID
		rec := &person{Name: "张伟", MetAt: at, BuyerID: id.Of[buyer](gone), About: id.Link{Entity: "customer", ID: all(b, buyers)["甲公司"].ID}, Chance: 15}
		rec.OwnerID = id.Of[who.User](who.System.ID)
		if err := b.db.Put(who.With(b.ctx, who.System), rec); err != nil {
			t.Fatal(err)
		}
		if err := b.db.Delete(b.ctx, buyers.Type, gone, 0); err != nil {
			t.Fatal(err)
		}
		started, err := b.s.Export(b.ctx, records.ExportInput{Entity: "contact", Format: format})
		if err != nil {
			t.Fatal(err)
		}
		var exported records.ExportResult
		b.result(started.Job.ID, &exported)
		if out := b.run(records.ImportInput{Entity: "contact", File: records.FileRef{Hash: exported.File}}); out.Skipped != 1 {
			t.Errorf("%s: %+v", format, out)
		}
	}
}

func TestExportFollowsColumnsOrderFilterAndLines(t *testing.T) {
	b := openBook(t)
	b.run(records.ImportInput{Entity: "order", File: b.upload("orders.csv", orderLines), Missing: map[string]string{"*": "create"}})
	started, err := b.s.Export(b.ctx, records.ExportInput{Entity: "order", Format: "csv", Lang: "en",
		Columns: []string{"number", "buyerId.code", "lines.itemId", "lines.amount"}, Sort: []records.Sort{{Field: "number", Desc: true}}})
	if err != nil {
		t.Fatal(err)
	}
	var out records.ExportResult
	b.result(started.Job.ID, &out)
	got := b.changed(out.File, "", "")
	var lines []string
	for _, line := range strings.Split(strings.TrimSpace(got), "\n") {
		_, rest, _ := strings.Cut(line, ",")
		lines = append(lines, rest)
	}
	want := []string{"Number,Buyer: Code,Item,Amount", "CA-2,C2,Phone,10.00", "CA-1,C1,Pen,957.58", "CA-1,C1,Phone,0.01"}
	if out.Rows != 3 || !slices.Equal(lines, want) {
		t.Fatalf("%d rows %q", out.Rows, lines)
	}
	for _, wrong := range []records.ExportInput{{Entity: "order", Columns: []string{"nothing"}}, {Entity: "order", Format: "pdf"}, {Entity: "nothing"}} {
		if _, err := b.s.Export(b.ctx, wrong); err == nil {
			t.Errorf("%+v was exported", wrong)
		}
	}
}

func TestLinesKeepTheirProductWhereSeveralShareItsName(t *testing.T) {
	b := openBook(t)
	b.run(records.ImportInput{Entity: "order", Missing: map[string]string{"*": "create"},
		File: b.upload("o.csv", "Order ID,Product ID,Product Name,Sales\n1,P1,Pen,5\n2,P2,Pen,6\n2,P1,Pen,7\n")})
	started, err := b.s.Export(b.ctx, records.ExportInput{Entity: "order", Format: "csv", Lang: "en", Columns: []string{"number", "lines.itemId", "lines.amount"}})
	if err != nil {
		t.Fatal(err)
	}
	var exported records.ExportResult
	b.result(started.Job.ID, &exported)
	if out := b.run(records.ImportInput{Entity: "order", File: records.FileRef{Hash: exported.File}}); out.Skipped != 3 || out.Rejected != 0 {
		t.Errorf("%+v", out)
	}
}

func TestRowsThatDisagreeAboutWhomTheyAreForAreListed(t *testing.T) {
	b := openBook(t)
	b.run(records.ImportInput{Entity: "customer", File: b.upload("c.csv", "account\n甲\n乙\n")})
	out := b.run(records.ImportInput{Entity: "order", Missing: map[string]string{"*": "create"},
		File: b.upload("o.csv", "Order ID,Customer Name,Product Name,Sales\n1,甲,Pen,5\n1,乙,Ink,6\n2,乙,Pen,7\n2,乙,Ink,8\n")})
	if out.Records.Created != 2 || len(out.Warnings) != 1 || out.Warnings[0].Rows != 1 || out.Warnings[0].Examples[0] != 3 {
		t.Errorf("%+v", out)
	}
}

func TestColumnsOfLinesThatAFileLacksAreKept(t *testing.T) {
	b := openBook(t)
	b.run(records.ImportInput{Entity: "order", Missing: map[string]string{"*": "create"},
		File: b.upload("o.csv", "Order ID,Product Name,数量,Sales\n1,Pen,2,5\n1,Ink,3,6\n")})
	out := b.run(records.ImportInput{Entity: "order", Match: "number", File: b.upload("n.csv", "Order ID,Product Name,数量\n1,Ink,3\n1,Pen,4\n")})
	if out.Updated != 2 {
		t.Fatalf("%+v", out)
	}
	page, err := b.s.List(b.ctx, records.ListInput{Entity: "order"})
	if err != nil || len(page.Rows) != 1 {
		t.Fatal(err)
	}
	text := mustJSON(t, page.Rows[0])
	ink, pen := strings.Index(text, `"amount":"6.00"`), strings.Index(text, `"amount":"5.00"`)
	if ink < 0 || pen < ink {
		t.Errorf("%s", text)
	}
	if again := b.run(records.ImportInput{Entity: "order", Match: "number", File: b.upload("m.csv", "Order ID,Product Name\n1,Ink\n1,Pen\n")}); again.Skipped != 2 {
		t.Errorf("%+v", again)
	}
}
