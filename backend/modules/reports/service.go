package reports

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/files"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
	"xingke/backend/core/store"
)

// Deps is what reports are made from.
type Deps struct {
	DB      *store.DB
	Types   *entity.Set
	Columns *columns.Columns
	Policy  *access.Policy
	Records *records.Service
	Files   *files.Store
	Jobs    *records.Jobs
	Clock   clock.Clock
	Zone    *time.Location // of the days people speak of; nil is the machine's
	Chances map[string]int // of winning in each standard stage, in percent
}

// Service makes figures and workbooks. It is safe for concurrent use.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service {
	if d.Zone == nil {
		d.Zone = time.Local
	}
	if d.Clock == nil {
		d.Clock = clock.System{}
	}
	return &Service{d}
}

// SalesMonthly is the name of the sales report of a month.
const SalesMonthly = "salesMonthly"

var salesMonthly = lang.Of("销售月报", "Monthly sales report")

// Expose puts the operations of this house into the table.
func (s *Service) Expose(t *rpc.Table) {
	rpc.Handle(t, "reports.list", rpc.SignedIn, s.List).
		Says("列出可以生成的报表：内置的和自己保存的", "The reports that can be made: built in and saved.")
	rpc.Handle(t, "reports.figures", rpc.Needs("read", opportunity), s.Figures).
		Says("报表里的数字，与工作簿一致", "The figures of a report, the same as in its workbook.")
	rpc.Handle(t, "reports.run", rpc.Needs("export", opportunity), s.Run).
		Says("生成报表工作簿，结果是文件", "Makes a report's workbook; the result is a file.")
	rpc.Handle(t, "reports.answers", rpc.SignedIn, s.Answers).
		Says("一次回答多个统计问题", "Answers several questions for figures at once, each as records.aggregate does.")
	rpc.Handle(t, "reports.funnel", rpc.Needs("read", opportunity), s.Funnel).
		Says("销售漏斗：各阶段到达的商机、金额、停留天数", "How far opportunities came, and how long they stayed in each stage.")
	rpc.Handle(t, "reports.cycle", rpc.Needs("read", opportunity), s.Cycle).
		Says("成交周期：从开始到结束的天数", "How many days opportunities took from opening to closing.")
	rpc.Handle(t, "reports.pipeline", rpc.Needs("read", opportunity), s.Pipeline).
		Says("某一天结束时在谈的商机：按当时所在的阶段，金额和加权金额", "What was open at the end of a day, by the stage it was in then: amounts, whole and weighted.")
	rpc.Handle(t, "reports.chart", rpc.EntityVerb("export"), s.Chart).
		Says("把图表写成带原生图表的 Excel 文件", "Writes figures into an Excel file with a native chart; the result is a file.")
}

// Listed is one report that can be made.
type Listed struct {
	Name   string    `json:"name"`
	Label  lang.Text `json:"label"`
	Kind   string    `json:"kind"` // workbook, or list for a saved one
	Entity string    `json:"entity,omitempty"`
	ID     string    `json:"id,omitempty"`
}

// ListOutput is the reports that can be made.
type ListOutput struct {
	Reports []Listed `json:"reports"`
}

// List lists the reports that the caller can make.
func (s *Service) List(ctx context.Context, _ rpc.Nothing) (ListOutput, error) {
	out := ListOutput{Reports: []Listed{}}
	if s.Policy.Allow(ctx, "read", opportunity) == nil {
		out.Reports = append(out.Reports, Listed{Name: SalesMonthly, Label: salesMonthly, Kind: "workbook"})
	}
	saved, err := s.saved(ctx)
	for _, r := range saved {
		out.Reports = append(out.Reports, Listed{Name: r.Name, Label: lang.Of(r.Name, r.Name), Kind: "list", Entity: r.Entity, ID: r.ID})
	}
	return out, err
}

// saved are the reports the caller may read.
func (s *Service) saved(ctx context.Context) ([]*Report, error) {
	var list []*Report
	err := s.Columns.IDs(ctx, columns.Query{Entity: Reports.Name, Sort: []columns.Sort{{Field: "name"}}, Scope: s.scope(ctx, Reports.Name)}, func(id string) bool {
		if r, err := store.Get(ctx, s.DB, Reports, id); err == nil {
			list = append(list, r)
		}
		return true
	})
	return list, err
}

// RunInput asks for a report.
type RunInput struct {
	Name   string `json:"name"` // salesMonthly, 销售月报, or the name of a saved report
	Params Params `json:"params,omitzero"`
}

// Params says about when a report is.
type Params struct {
	Month string `json:"month,omitempty"` // 2026-10; the last month in which something was won or ordered if not said
	All   bool   `json:"all,omitempty"`   // everything there is, not one month
}

// RunResult is the file that was made; it is fetched from /files/{file}.
type RunResult struct {
	File string `json:"file"`
	Name string `json:"name"`
}

// isMonthly tells that a name means the sales report of a month.
func isMonthly(name string) bool {
	name = strings.TrimSpace(name)
	return name == "" || strings.EqualFold(name, SalesMonthly) || name == salesMonthly.ZH || strings.EqualFold(name, salesMonthly.EN)
}

// Run makes a report's workbook.
func (s *Service) Run(ctx context.Context, in RunInput) (records.Started[RunResult], error) {
	if isMonthly(in.Name) {
		when, err := s.period(ctx, in.Params)
		if err != nil {
			return records.Started[RunResult]{}, err
		}
		return records.StartJob(ctx, s.Jobs, "reports.run", func(ctx context.Context, p *records.Progress) (RunResult, error) {
			return s.monthly(ctx, when, p)
		})
	}
	list, err := s.saved(ctx)
	if err != nil {
		return records.Started[RunResult]{}, err
	}
	for _, r := range list {
		if r.Name == in.Name || r.ID == in.Name {
			return s.export(ctx, r)
		}
	}
	return records.Started[RunResult]{}, fault.New(fault.NotFound, "没有名为“%s”的报表；内置的有：销售月报", "There is no report named %s. Built in: salesMonthly.", lang.S(in.Name))
}

// export runs a saved report as the export of its list.
func (s *Service) export(ctx context.Context, r *Report) (records.Started[RunResult], error) {
	in := records.ExportInput{Entity: r.Entity}
	for _, part := range []struct {
		text string
		into interface{}
	}{{r.Where, &in.Where}, {r.Sort, &in.Sort}, {r.Columns, &in.Columns}} {
		if part.text == "" {
			continue
		}
		if err := json.Unmarshal([]byte(part.text), part.into); err != nil {
			return records.Started[RunResult]{}, fault.From(err)
		}
	}
	if err := s.together(r, &in); err != nil {
		return records.Started[RunResult]{}, err
	}
	job, err := s.Records.Export(ctx, in)
	return records.Started[RunResult](job), err
}

// together orders what is exported by what the list is put together by, as it stands on the screen, and shows that.
func (s *Service) together(r *Report, in *records.ExportInput) error {
	var groups []string
	if r.Groups != "" {
		if err := json.Unmarshal([]byte(r.Groups), &groups); err != nil {
			return fault.From(err)
		}
	}
	t := s.Types.Type(r.Entity)
	if len(groups) == 0 || t == nil {
		return nil
	}
	name, _, _ := strings.Cut(groups[0], ":") // closedOn:month
	spec := t.Spec(name)
	if spec == nil || spec.Kind.Name() == "tags" || spec.Kind.Name() == "choices" {
		return nil // of another entity, or a record stands in several groups
	}
	first := records.Sort{Field: name, Desc: len(in.Sort) > 0 && in.Sort[0].Field == name && in.Sort[0].Desc}
	in.Sort = append([]records.Sort{first}, slices.DeleteFunc(in.Sort, func(key records.Sort) bool { return key.Field == name })...)
	if len(in.Columns) > 0 && !slices.Contains(in.Columns, name) {
		in.Columns = append(in.Columns, name)
	}
	return nil
}

// scope is what the caller may see of an entity, as a filter; nil is all of it. The lines of a record
// go with their record.
func (s *Service) scope(ctx context.Context, name string) *columns.Filter {
	return records.Within(ctx, s.Policy, access.Read, name)
}

// title is the name of a record, "" for whom it is not.
func (s *Service) title(ctx context.Context, entityName, of string) string {
	t := s.Types.Type(entityName)
	if t == nil {
		return ""
	}
	if !s.Policy.Scope(ctx, entityName).All {
		if _, err := s.DB.Find(ctx, t, of); err != nil {
			return ""
		}
	}
	title, _ := s.Columns.Title(entityName, of)
	return title
}

// label is the word of an option of a field in the caller's language; a value without one is its own word.
func (s *Service) label(ctx context.Context, entityName, fieldName, value string) string {
	t := s.Types.Type(entityName)
	if t == nil || t.Spec(fieldName) == nil {
		return value
	}
	if o, ok := t.Spec(fieldName).Option(value); ok {
		return o.Label.In(who.Lang(ctx))
	}
	return value
}
