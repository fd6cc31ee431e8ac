package sheet

import "github.com/xuri/excelize/v2"

// ChartKind is a kind of chart.
type ChartKind uint8

// The kinds of charts.
const (
	ColumnChart ChartKind = iota // upright bars
	BarChart                     // bars to the right, the first on top
	LineChart
	PieChart
	FunnelChart // bars to the right with hardly a gap, the first on top
	StackedChart
)

// Series is one row of figures in a chart.
type Series struct {
	Name   Place // where its name stands
	Labels Area
	Values Area
}

// Chart is a native chart: it follows the cells it was made from.
type Chart struct {
	Kind          ChartKind
	Title         string
	Series        []Series
	At            Place
	Width, Height int    // in pixels; 0 is 480 by 290
	Format        string // of the values, as in Style
	Labels        bool   // write the values at the bars
	Signed        bool   // values may be below zero; without it bars begin at zero
}

// seriesColors tell series apart, also for people who see colours differently.
var seriesColors = []string{"14709F", "C97A1E", "1B8A5F", "7A4E8A", "4A5A6A", "B5446E", "A39218", "3FA7A0"}

var chartTypes = map[ChartKind]excelize.ChartType{
	ColumnChart: excelize.Col, BarChart: excelize.Bar, LineChart: excelize.Line,
	PieChart: excelize.Pie, FunnelChart: excelize.Bar, StackedChart: excelize.ColStacked,
}

// Chart puts a chart on the page.
func (p *Page) Chart(c Chart) {
	if c.Width == 0 {
		c.Width, c.Height = 480, 290
	}
	font := excelize.Font{Size: 9, Color: "5B6169", Family: "Microsoft YaHei"}
	sideways := c.Kind == BarChart || c.Kind == FunnelChart
	gap := uint(60)
	if c.Kind == FunnelChart {
		gap = 12
	}
	code := formats[c.Format]
	chart := &excelize.Chart{
		Type:      chartTypes[c.Kind],
		Dimension: excelize.ChartDimension{Width: uint(c.Width), Height: uint(c.Height)},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.Title, Font: &excelize.Font{Bold: true, Size: 12, Color: "1F2329", Family: "Microsoft YaHei"}}}},
		Legend:    excelize.ChartLegend{Position: "bottom"},
		XAxis:     excelize.ChartAxis{Font: font, ReverseOrder: sideways},
		YAxis:     excelize.ChartAxis{Font: font, MajorGridLines: c.Kind != FunnelChart, NumFmt: excelize.ChartNumFmt{CustomNumFmt: code}},
		PlotArea:  excelize.ChartPlotArea{ShowVal: c.Labels || c.Kind == FunnelChart, NumFmt: excelize.ChartNumFmt{CustomNumFmt: code}},
		GapWidth:  &gap,
	}
	if len(c.Series) == 1 && c.Kind != PieChart {
		chart.Legend.Position = "none"
	}
	if c.Kind == PieChart {
		chart.Legend.Position = "right"
		chart.PlotArea = excelize.ChartPlotArea{ShowPercent: true}
	}
	if sideways {
		chart.YAxis.TickLabelPosition = excelize.ChartTickLabelHigh
	}
	if c.Kind == FunnelChart {
		chart.YAxis.None = true
	}
	if zero := 0.0; c.Kind != LineChart && c.Kind != PieChart && !c.Signed {
		chart.YAxis.Minimum = &zero
	}
	for i, s := range c.Series {
		color := seriesColors[i%len(seriesColors)]
		one := excelize.ChartSeries{Name: s.Name.full(), Categories: s.Labels.full(), Values: s.Values.full()}
		switch c.Kind {
		case LineChart:
			one.Line = excelize.LineOptions{Width: 2, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}}
			one.Marker = excelize.ChartMarker{Symbol: "circle", Size: 5, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}}
		case PieChart:
			for k := range s.Values.Rows() {
				one.DataPoint = append(one.DataPoint, excelize.ChartDataPoint{Index: k,
					Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{seriesColors[k%len(seriesColors)]}}})
			}
		default:
			one.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
		}
		chart.Series = append(chart.Series, one)
	}
	p.book.note(p.book.file.AddChart(p.name, c.At.ref(), chart))
}
