package records

import (
	"strings"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/money"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
)

// refusal is why a row is not imported: the reason by which rows are counted, and the
// sentence about this very row.
type refusal struct {
	key    string // rows of one key are counted together
	group  lang.Text
	detail lang.Text
	path   string     // of the field it is about, if it is about one
	column int        // in the table, -1 if it is about none
	row    int        // of the table, where it is one of others
	others []*refusal // what else is wrong: all of it is told at once
}

// special says what becomes of a row that is not wrong.
func (no *refusal) special() bool { return no == postponed || no == leftAsItIs || no == saidBefore }

// with puts another refusal to the first one, which counts.
func (no *refusal) with(more *refusal, row int) *refusal {
	if no == nil || more.special() {
		return more
	}
	if !no.special() {
		more.row = row
		no.others = append(no.others, more)
	}
	return no
}

func refuse(group, detail lang.Text) *refusal {
	return &refusal{key: group.ZH, group: group, detail: detail, column: -1}
}

// in says which column of the table the refusal is about.
func (no *refusal) in(path string, column int) *refusal {
	if no != nil && no.column < 0 && column >= 0 && !no.special() {
		no.path, no.column = path, column
	}
	return no
}

// reader turns cells into values.
type cellReader struct {
	plan    *importPlan
	zone    *time.Location
	rounded int // amounts that had more than two decimals, in the rows read so far
	options map[*field.Spec]*sheet.Names
	chosen  map[*field.Spec]map[string]string // the options that texts were read as before
	blank   []lang.Text                       // of the rows read so far: what was taken as saying nothing
	meant   []meaning                         // and the texts that were taken for an option
	worded  []ImportReading
}

func newCellReader(p *importPlan, zone *time.Location) *cellReader {
	return &cellReader{plan: p, zone: zone, options: map[*field.Spec]*sheet.Names{}, chosen: map[*field.Spec]map[string]string{}}
}

// value reads the cell of a column. A blank cell is empty and no refusal.
func (r *cellReader) value(c *importColumn, cell sheet.Cell) (field.Value, *refusal) {
	spec := c.target.Spec
	if cell.Empty() {
		return field.None, nil
	}
	if cell.Form == sheet.Broken {
		return field.None, refuse(
			lang.Sayf("%s：单元格是错误值或没有计算结果的公式，请在 Excel 中改正并保存", "%s: the cell holds an error, or a formula that was never calculated; correct it in Excel and save the file", spec.Label),
			lang.Sayf("“%s”列是错误值 %s", "Column “%s” holds the error %s", lang.S(c.heading), lang.S(cell.Text))).in(c.target.Path, c.at)
	}
	if c.profile.Comma && cell.Form == sheet.Text && numeric(spec) {
		cell.Text = sheet.PointForComma(cell.Text)
	}
	v, err := r.read(c, cell)
	if err != nil && r.saysNothing(c, cell) {
		return field.None, nil
	}
	if err == nil {
		if v, err = cleanValue(spec, v); err == nil {
			return v, nil
		}
		if r.saysNothing(c, cell) {
			return field.None, nil
		}
	}
	return field.None, refuse(reasonOf(spec, err),
		lang.Sayf("“%s”列“%s”——%s", "Column “%s”, “%s”: %s", lang.S(c.heading), lang.S(brief(cell.Text)), fault.From(err).Text)).in(c.target.Path, c.at)
}

func numeric(spec *field.Spec) bool {
	switch spec.Kind.Name() {
	case "number", "decimal", "money", "percent":
		return true
	}
	return false
}

// reasonOf is what rows refused for the same mistake have in common: the fault's own sentence, unless it
// quotes what stood in the cell.
func reasonOf(spec *field.Spec, err error) lang.Text {
	switch spec.Kind.Name() {
	case "choice", "choices", "region":
		return lang.Sayf("%s：不在可选的内容里；请在导入时对应到某一项，或改正后再导入",
			"%s: not one of the options; say what it stands for when importing, or correct it", spec.Label)
	}
	return fault.From(err).Text
}

func cleanValue(spec *field.Spec, v field.Value) (field.Value, error) {
	if v.Empty() {
		return v, nil
	}
	if v = spec.Kind.Clean(spec, v); v.Empty() {
		return v, nil
	}
	return v, spec.Kind.Check(spec, v)
}

func brief(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}

func (r *cellReader) read(c *importColumn, cell sheet.Cell) (field.Value, error) {
	spec := c.target.Spec
	switch spec.Kind.Name() {
	case "money":
		return r.money(spec, cell)
	case "percent":
		return r.percent(c, cell)
	case "number", "decimal":
		if decimal, ok := sheet.ParseNumber(cell.Text); ok {
			if cell.Form == sheet.Text && sheet.Worded(cell.Text) {
				r.worded = append(r.worded, ImportReading{strings.TrimSpace(cell.Text), decimal})
			}
			cell.Text = decimal
		}
		return spec.Kind.FromCell(spec, field.Cell{Form: field.TextCell, Text: cell.Text})
	case "day", "instant":
		return r.date(spec, cell)
	case "flag":
		if yes, ok := sheet.ParseFlag(cell.Text); ok {
			return field.OfFlag(yes), nil
		}
	case "choice":
		return r.choice(c, cell)
	case "choices":
		return r.choices(c, cell)
	case "phone", "text":
		if c.profile.Lost > 0 && sheet.DigitsLost(cell) {
			if _, number := sheet.ParseNumber(cell.Text); number {
				return field.None, fault.New(fault.Invalid, "Excel 按数字保存，末尾的数字已经丢失（只保留 15 位）；请从原始文件重新导出，把这一列设为文本",
					"Excel has kept it as a number and its last digits are lost (it keeps 15); export it again with this column as text")
			}
		}
	}
	return spec.Kind.FromCell(spec, field.Cell{Form: field.TextCell, Text: plainText(cell)})
}

// plainText is a cell as people write it.
func plainText(cell sheet.Cell) string {
	switch cell.Form {
	case sheet.Instant:
		return strings.Replace(cell.Text, "T", " ", 1)
	case sheet.Percent:
		return cell.Text + "%"
	case sheet.Flag:
		if cell.Text == "true" {
			return "是"
		}
		return "否"
	}
	return strings.TrimSpace(cell.Text)
}

func (r *cellReader) money(spec *field.Spec, cell sheet.Cell) (field.Value, error) {
	cents, rounded, ok := cell.Cents()
	if !ok {
		return spec.Kind.FromCell(spec, field.Cell{Form: field.TextCell, Text: cell.Text})
	}
	if rounded {
		r.rounded++
	}
	if cell.Form == sheet.Text && sheet.WordedMoney(cell.Text) {
		r.worded = append(r.worded, ImportReading{strings.TrimSpace(cell.Text), money.Amount(cents).String()})
	}
	return field.OfInt(cents), nil
}

// percent reads 15, 15% and, in a column of fractions, 0.15 as 15; parts of a percent are rounded, and counted.
func (r *cellReader) percent(c *importColumn, cell sheet.Cell) (field.Value, error) {
	spec := c.target.Spec
	decimal, ok := sheet.ParseNumber(cell.Text)
	if !ok {
		return spec.Kind.FromCell(spec, field.Cell{Form: field.TextCell, Text: cell.Text})
	}
	amount, rounded, err := money.Parse(decimal)
	if err != nil {
		return field.None, err
	}
	fraction := c.profile.Fraction && cell.Form != sheet.Percent && !strings.ContainsAny(cell.Text, "%％‰")
	if rounded || !fraction && amount%100 != 0 {
		r.rounded++
	}
	if fraction {
		return field.OfInt(int64(amount)), nil // hundredths of one are percents
	}
	half := money.Amount(50)
	if amount < 0 {
		half = -half
	}
	return field.OfInt(int64((amount + half) / 100)), nil
}

// date reads days and instants: cells that are dates, serial numbers, and texts in the order of the file.
func (r *cellReader) date(spec *field.Spec, cell sheet.Cell) (field.Value, error) {
	var at time.Time
	timed := false
	switch cell.Form {
	case sheet.Day:
		at, _ = time.Parse(time.DateOnly, cell.Text)
	case sheet.Instant:
		at, _ = time.Parse("2006-01-02T15:04:05", cell.Text)
		timed = true
	default:
		var ok bool
		if at, timed, ok = sheet.ParseDate(cell.Text, r.plan.order); !ok {
			if at, timed, ok = sheet.ParseSerial(cell.Text); !ok {
				return field.None, r.wrongDate(spec)
			}
		}
	}
	if spec.Kind.Name() == "day" {
		return field.OfDay(day.Of(at.Date())), nil
	}
	if !timed {
		return field.OfInstant(time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, r.zone)), nil
	}
	return field.OfInstant(time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, r.zone)), nil
}

func (r *cellReader) wrongDate(spec *field.Spec) error {
	return fault.Field(spec.Name, lang.Sayf("不是日期，应形如 2026-03-08 或按 %s 书写", "this is not a date; it should look like 2026-03-08 or be written as %s", lang.S(string(r.plan.order))))
}

// choice finds the option that a text means: as chosen by the person, or by value, label or alias.
func (r *cellReader) choice(c *importColumn, cell sheet.Cell) (field.Value, error) {
	spec, text := c.target.Spec, plainText(cell)
	if chosen, ok := r.plan.values[c.target.Path][text]; ok {
		if value, known := field.MatchOption(spec, chosen); known {
			return field.OfText(value), nil
		}
		if spec.Dictated || chosen == "" {
			return field.OfText(chosen), nil
		} // an option that was chosen before and is no more
	}
	if value, ok := r.option(spec, text); ok {
		return field.OfText(value), nil
	}
	if spec.Dictated && sheet.SaysNothing(text) && r.saysNothing(c, cell) {
		return field.None, nil
	}
	if m, ok := r.misspelt(c, text); ok {
		r.meant = append(r.meant, meaning{c.target.Path, text, m})
		return field.OfText(m.ID), nil
	}
	return spec.Kind.FromCell(spec, field.Cell{Form: field.TextCell, Text: text})
}

// mostChosen is how many texts of a choice are remembered.
const mostChosen = 1000

func (r *cellReader) option(spec *field.Spec, text string) (string, bool) {
	if value, ok := r.chosen[spec][text]; ok {
		return value, true
	}
	value, ok := field.MatchOption(spec, text)
	if !ok {
		m, found := r.names(spec).Exact(text)
		value, ok = m.ID, found && !m.Many && m.Confidence >= sheet.Sure
	}
	if known := r.chosen[spec]; ok && known == nil {
		r.chosen[spec] = map[string]string{text: value}
	} else if ok && len(known) < mostChosen {
		known[text] = value
	}
	return value, ok
}

// names holds the words for the options of a choice.
func (r *cellReader) names(spec *field.Spec) *sheet.Names {
	if r.options[spec] == nil {
		names := sheet.NewNames()
		for _, o := range spec.Options {
			seen := map[string]bool{}
			for _, word := range append([]string{o.Value, o.Label.ZH, o.Label.EN}, o.Aliases...) {
				if key := sheet.NormalHeading(word); key != "" && !seen[key] {
					seen[key] = true
					names.Add(o.Value, word)
				}
			}
		}
		r.options[spec] = names
	}
	return r.options[spec]
}

func (r *cellReader) choices(c *importColumn, cell sheet.Cell) (field.Value, error) {
	spec := c.target.Spec
	v, err := spec.Kind.FromCell(spec, field.Cell{Form: field.TextCell, Text: plainText(cell)})
	if err != nil {
		return v, err
	}
	for i, item := range v.List {
		if chosen, ok := r.plan.values[c.target.Path][item]; ok {
			v.List[i] = chosen
			if value, known := field.MatchOption(spec, chosen); known {
				v.List[i] = value
			}
		} else if value, ok := r.option(spec, item); ok {
			v.List[i] = value
		}
	}
	return v, nil
}
