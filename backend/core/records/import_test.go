package records_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/money"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/files"
	"xingke/backend/core/records"
	"xingke/backend/core/seal"
	"xingke/backend/core/sheet"
	"xingke/backend/core/store"
)

type seller struct {
	entity.Base
	Name      string        `json:"name"`
	ManagerID id.Of[seller] `json:"managerId"`
}

type unit struct {
	entity.Base
	Name string `json:"name"`
}

type buyer struct {
	entity.Base
	Name    string       `json:"name"`
	Code    string       `json:"code"`
	Phone   string       `json:"phone"`
	Level   string       `json:"level"`
	Revenue money.Amount `json:"revenue"`
	Secret  string       `json:"secret"`
}

type item struct {
	entity.Base
	Name     string `json:"name"`
	Code     string `json:"code"`
	Category string `json:"category"`
}

type saleLine struct {
	ItemID   id.Of[item]    `json:"itemId"`
	Quantity money.Quantity `json:"quantity"`
	Discount int            `json:"discount"`
	Amount   money.Amount   `json:"amount"`
}

type sale struct {
	entity.Base
	Number    string       `json:"number"`
	BuyerID   id.Of[buyer] `json:"buyerId"`
	OrderedOn day.Day      `json:"orderedOn"`
	Lines     []saleLine   `json:"lines"`
}

// Check refuses an order without a line.
func (s *sale) Check(*sale) error {
	if len(s.Lines) == 0 {
		return fault.New(fault.Invalid, "订单至少要有一行明细", "An order has at least one line.")
	}
	return nil
}

var (
	sellers = entity.Define("user", "用户", func(u *seller) []field.Field {
		return []field.Field{field.Text(&u.Name, "姓名").Required().Title().Index().Alias("sales_agent"), field.Ref(&u.ManagerID, "上级").Alias("manager")}
	})
	units = entity.Define("department", "部门", func(d *unit) []field.Field {
		return []field.Field{field.Text(&d.Name, "部门名称").Required().Title().Index()}
	})
	buyers = entity.Define("customer", "客户", func(b *buyer) []field.Field {
		return []field.Field{
			field.Text(&b.Name, "客户名称").Required().Max(60).Title().Index().Alias("公司名称", "account", "customer name"),
			field.Text(&b.Code, "客户编号").Unique().EN("Code").Alias("customer id"), field.Phone(&b.Phone, "电话"),
			field.Choice(&b.Level, "级别", field.Is("A", "A 级").Or("重要"), field.Is("B", "B 级")),
			field.Money(&b.Revenue, "年收入").ZeroEmpty(), field.Text(&b.Secret, "内部评价").Private("finance"),
		}
	})
	items = entity.Define("product", "产品", func(i *item) []field.Field {
		return []field.Field{
			field.Text(&i.Name, "产品名称").Required().Title().Index().Alias("product name"),
			field.Text(&i.Code, "产品编号").Unique().EN("Code").Alias("product id"), field.Text(&i.Category, "类别").Alias("category"),
		}
	})
	sales = entity.Define("order", "订单", func(s *sale) []field.Field {
		return []field.Field{
			field.Text(&s.Number, "订单编号").Required().Unique().Title().Alias("order id"),
			field.Ref(&s.BuyerID, "客户").Alias("customer name"), field.Day(&s.OrderedOn, "下单日期").Alias("order date"),
			field.Lines(&s.Lines, "明细", func(l *saleLine) []field.Field {
				return []field.Field{
					field.Ref(&l.ItemID, "产品").Alias("product name"), field.Decimal(&l.Quantity, "数量"),
					field.Percent(&l.Discount, "折扣"), field.Money(&l.Amount, "金额").Alias("sales"),
				}
			}),
		}
	})
)

type book struct {
	*testing.T
	ctx context.Context
	db  *store.DB
	s   *records.Service
	f   *files.Store
	j   *records.Jobs
}

func openBook(t *testing.T) *book {
	t.Helper()
	types := entity.NewSet(records.Entities(), entity.Group{Module: "test", Types: []*entity.Type{sellers.Type, units.Type, buyers.Type, items.Type, sales.Type}})
	policy := access.New(types, map[string]access.Rule{"user": {Shared: true}, "product": {Shared: true}}, nil)
	keys := seal.New()
	clk := clock.At(time.Date(2026, 3, 8, 9, 0, 0, 0, time.UTC))
	db, err := store.Open(store.Config{Types: types, Keys: keys, Clock: clk, Guard: policy})
	if err != nil {
		t.Fatal(err)
	}
	cols, err := columns.Open(db, types, keys, "", clk)
	if err != nil {
		t.Fatal(err)
	}
	f, err := files.Open("", keys)
	if err != nil {
		t.Fatal(err)
	}
	jobs := records.NewJobs(clk, nil)
	ctx := as("boss", "owner")
	s := records.New(records.Deps{DB: db, Types: types, Policy: policy, Columns: cols, Files: f, Jobs: jobs, Clock: clk, Zone: time.UTC})
	for _, name := range []string{"boss", "rep"} {
		if err := db.Put(who.With(ctx, who.System), &seller{Base: entity.Base{ID: name}, Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		jobs.Close()
		_ = db.Close()
		_ = f.Close()
	})
	return &book{t, ctx, db, s, f, jobs}
}

func as(name, role string) context.Context {
	return who.With(context.Background(), who.User{ID: name, Name: name, Roles: []string{role}})
}

func (b *book) upload(name, data string) records.FileRef {
	b.Helper()
	info, err := b.f.Put(b.ctx, name, strings.NewReader(data))
	if err != nil {
		b.Fatal(err)
	}
	return records.FileRef{Hash: info.Hash}
}

func (b *book) run(in records.ImportInput) records.ImportResult {
	b.Helper()
	out, err := b.tryRun(b.ctx, in)
	if err != nil {
		b.Fatal(err)
	}
	if out.Read != out.Created+out.Updated+out.Skipped+out.Rejected {
		b.Errorf("the counts do not add up: %+v", out)
	}
	return out
}

func (b *book) tryRun(ctx context.Context, in records.ImportInput) (records.ImportResult, error) {
	b.Helper()
	return b.s.ImportNow(ctx, in)
}

func (b *book) count(t *entity.Type) int {
	b.Helper()
	n := 0
	if err := b.db.Each(b.ctx, t, func(rec entity.Record) bool {
		if !rec.Meta().Deleted() {
			n++
		}
		return true
	}); err != nil {
		b.Fatal(err)
	}
	return n
}

func all[T any](b *book, of *entity.Of[T]) map[string]*T {
	b.Helper()
	out := map[string]*T{}
	if err := b.db.Each(b.ctx, of.Type, func(rec entity.Record) bool {
		if !rec.Meta().Deleted() {
			out[of.Title(rec)] = any(rec).(*T)
		}
		return true
	}); err != nil {
		b.Fatal(err)
	}
	return out
}

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
	if out.Updated != 2 || out.Skipped != 1 || out.Created != 1 || b.count(buyers.Type) != 3 {
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
	if out.Created != 2 || out.Rejected != 1 || len(out.Matched) != 1 || out.Matched[0].Title != "GTX Pro" {
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

// result waits for a job and reads its result.
func (b *book) result(job string, into interface{}) {
	b.Helper()
	answer, err := b.j.Wait(b.ctx, records.JobRef{ID: job})
	if err != nil || answer.Job.State != records.Done {
		b.Fatalf("%v %+v", err, answer.Job)
	}
	if err := json.Unmarshal(answer.Job.Result, into); err != nil {
		b.Fatal(err)
	}
}

// changed reads an exported file and writes it as CSV with one text replaced.
func (b *book) changed(hash, old, now string) string {
	b.Helper()
	f, err := b.f.Open(hash)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	info, err := b.f.Stat(hash)
	if err != nil {
		b.Fatal(err)
	}
	file, err := sheet.Read(b.ctx, f, info.Size, sheet.Options{Name: info.Name})
	if err != nil {
		b.Fatal(err)
	}
	table, err := file.Table(b.ctx, "", 0)
	if err != nil {
		b.Fatal(err)
	}
	var out strings.Builder
	var heads []string
	for _, c := range table.Columns {
		heads = append(heads, c.Heading)
	}
	out.WriteString(strings.Join(heads, ",") + "\n")
	for _, row := range table.Rows {
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, strings.ReplaceAll(c.Text, old, now))
		}
		out.WriteString(strings.Join(cells, ",") + "\n")
	}
	return out.String()
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
