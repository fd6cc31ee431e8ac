package reports

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/records"
	"xingke/backend/core/sheet"
)

// ChartInput is a chart, or a table alone, as it stands on the screen.
type ChartInput struct {
	Entity string        `json:"entity"` // whose figures these are: exporting it must be allowed
	Title  string        `json:"title"`
	About  string        `json:"about,omitempty"` // of which time, of whom
	Kind   string        `json:"kind"`            // columns, bars, lines, stacked, funnel; table: no chart
	Labels []string      `json:"labels"`          // headings of the first columns
	Series []ChartSeries `json:"series"`          // the columns of figures
	Rows   []ChartRow    `json:"rows"`
	Total  []string      `json:"total,omitempty"` // a last row of figures; "" where there is none
	Drawn  int           `json:"drawn,omitempty"` // only so many series are drawn; 0 draws all
}

// ChartSeries is one column of figures.
type ChartSeries struct {
	Name   string `json:"name"`
	Format string `json:"format"` // money, whole, share or plain
}

// ChartRow is one row: what it is about, and its figures as plain decimals, "" where there is none.
type ChartRow struct {
	Labels []string `json:"labels"`
	Values []string `json:"values"`
}

const (
	mostChartRows   = 10_000
	mostChartSeries = 200
	chartTop        = 4 // row at which the chart begins, if there is one
	chartTall       = 18
)

var chartKinds = map[string]sheet.ChartKind{
	"columns": sheet.ColumnChart, "bars": sheet.BarChart, "lines": sheet.LineChart, "stacked": sheet.StackedChart, "funnel": sheet.FunnelChart,
}

var chartFormats = map[string]string{"money": "money", "whole": "whole", "share": "share", "plain": "quantity"}

var plainDecimal = regexp.MustCompile(`^-?\d{1,17}(\.\d{1,8})?$`)

// Chart writes figures into a workbook with a native chart of them.
func (s *Service) Chart(ctx context.Context, in ChartInput) (records.Started[RunResult], error) {
	if err := in.check(); err != nil {
		return records.Started[RunResult]{}, err
	}
	return records.StartJob(ctx, s.Jobs, "reports.chart", func(ctx context.Context, _ *records.Progress) (RunResult, error) {
		w := sheet.NewWorkbook()
		w.Describe(in.Title, s.Records.BookName(ctx))
		in.write(w, who.Lang(ctx))
		name := sheet.SheetName(in.Title) + " " + s.Clock.Now().In(s.Zone).Format("20060102") + ".xlsx"
		out, err := s.Files.Create(ctx, name)
		if err != nil {
			return RunResult{}, err
		}
		if err := w.Save(out); err != nil {
			out.Abort()
			return RunResult{}, err
		}
		if err := s.Records.Exported(ctx, "", "", name, len(in.Rows)); err != nil {
			out.Abort()
			return RunResult{}, err
		}
		info, err := out.Commit()
		return RunResult{File: info.Hash, Name: info.Name}, err
	})
}

func (in *ChartInput) check() error {
	_, drawn := chartKinds[in.Kind]
	switch {
	case !drawn && in.Kind != "table":
		return fault.Field("kind", lang.Of("没有这种图表", "There is no such kind of chart"))
	case in.Title == "" || len(in.Series) == 0 || len(in.Labels) == 0:
		return fault.New(fault.Invalid, "图表缺少标题或数据", "The chart has no title or no figures.")
	case len(in.Rows) > mostChartRows || len(in.Series) > mostChartSeries:
		return fault.New(fault.Invalid, "数据太多：最多 %s 行、%s 列，请先缩小范围", "That is too much: at most %s rows and %s columns. Narrow it down first.", lang.N(mostChartRows), lang.N(mostChartSeries))
	}
	for _, one := range in.Series {
		if chartFormats[one.Format] == "" {
			return fault.Field("series", lang.Sayf("没有“%s”这种数字格式", "There is no number format %s", lang.S(one.Format)))
		}
	}
	if in.Total != nil && len(in.Total) != len(in.Series) {
		return uneven()
	}
	values := slices.Clone(in.Total)
	for _, row := range in.Rows {
		if len(row.Labels) != len(in.Labels) || len(row.Values) != len(in.Series) {
			return uneven()
		}
		values = append(values, row.Values...)
	}
	for _, value := range values {
		if value != "" && !plainDecimal.MatchString(value) {
			return fault.New(fault.Invalid, "“%s”不是数字", "%s is not a number.", lang.S(value))
		}
	}
	return nil
}

func uneven() error {
	return fault.New(fault.Invalid, "图表各行的列数不一致", "The rows of the chart have different numbers of columns.")
}

// write lays out the page: title, chart, and below it the table that the chart follows.
func (in *ChartInput) write(w *sheet.Workbook, tag lang.Tag) {
	p := w.Page(in.Title)
	p.Text(p.At(1, 1), in.Title, sheet.TitleStyle)
	p.Height(1, 30)
	if in.About != "" {
		p.Text(p.At(2, 1), in.About, sheet.NoteStyle)
	}
	head := chartTop
	kind, drawn := chartKinds[in.Kind]
	drawn = drawn && len(in.Rows) > 0
	if drawn {
		head += chartTall + 1
	}
	rows := in.table(p, head, tag)
	p.Freeze(p.At(head+1, len(in.Labels)+1))
	p.Print(sheet.Print{Landscape: true, TitleRows: 0, FooterLeft: in.Title})
	if drawn {
		in.draw(p, kind, rows)
	}
}

// table writes the figures and returns where they stand, labels first.
func (in *ChartInput) table(p *sheet.Page, head int, tag lang.Tag) sheet.Area {
	labels, width := len(in.Labels), len(in.Labels)+len(in.Series)
	for i, label := range in.Labels {
		p.Text(p.At(head, i+1), label, sheet.HeadStyle)
	}
	for i, one := range in.Series {
		p.Text(p.At(head, labels+i+1), one.Name, headOf(true))
	}
	figures := func(row int, values []string, style sheet.Style) {
		for i, value := range values {
			at, look := p.At(row, labels+i+1), style.As(in.format(i, value))
			if value == "" {
				p.Paint(p.Area(row, labels+i+1, row, labels+i+1), look)
				continue
			}
			p.Number(at, value, look)
		}
	}
	for r, row := range in.Rows {
		for i, label := range row.Labels {
			p.Text(p.At(head+1+r, i+1), label, lineText)
		}
		figures(head+1+r, row.Values, sheet.Style{Line: true})
	}
	area := p.Area(head+1, 1, head+max(len(in.Rows), 1), width)
	if in.Total != nil {
		last := area.Bottom + 1
		p.Paint(p.Area(last, 1, last, width), sheet.TotalStyle)
		p.Text(p.At(last, 1), lang.Of("合计", "Total").In(tag), sheet.TotalStyle)
		figures(last, in.Total, sheet.TotalStyle)
	}
	p.Width(1, labels, 22)
	p.Width(labels+1, width, 15)
	return area
}

// draw puts the chart above its table.
func (in *ChartInput) draw(p *sheet.Page, kind sheet.ChartKind, rows sheet.Area) {
	drawn := len(in.Series)
	if in.Drawn > 0 {
		drawn = min(drawn, in.Drawn)
	}
	c := sheet.Chart{Kind: kind, Title: in.Title, At: p.At(chartTop, 1), Width: 880, Height: 350, Format: "whole", Labels: drawn == 1 && len(in.Rows) <= 12}
	for i := range drawn {
		column := len(in.Labels) + i
		c.Series = append(c.Series, sheet.Series{Name: rows.WithHeading().Place(0, column), Labels: rows.Column(len(in.Labels) - 1), Values: rows.Column(column)})
		for _, row := range in.Rows {
			c.Signed = c.Signed || len(row.Values[i]) > 0 && row.Values[i][0] == '-'
		}
	}
	if format := in.Series[0].Format; format == "share" || format == "plain" {
		c.Format = "whole"
		for _, row := range in.Rows {
			if format := in.format(0, row.Values[0]); format != "whole" {
				c.Format = format
			}
		}
	}
	p.Chart(c)
}

// format is how a value of a series shows. Excel leaves a bare point behind a whole one that may have decimals.
func (in *ChartInput) format(series int, value string) string {
	format := chartFormats[in.Series[series].Format]
	if format == "quantity" && !strings.Contains(value, ".") {
		return "whole"
	}
	return format
}
