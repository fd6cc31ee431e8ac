package reports

import (
	"context"
	"strings"

	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/columns"
	"xingke/backend/core/field"
)

var (
	stateWon  = lang.Of("赢单", "Won")
	stateLost = lang.Of("输单", "Lost")
	stateOpen = lang.Of("在谈", "Open")

	states = []lang.Text{stateWon, stateLost, stateOpen}
)

const (
	asWon = iota
	asLost
	asOpen
)

// Places of the columns of opportunities on a sheet, counted from 0.
const (
	atState = iota
	atOwner
	atDepartment
	atNumber
	atName
	atCustomer
	atRegion
	atProduct
	atStage
	atAmount
	atChance
	atWeighted
	atOpened
	atClosed
	dealWidth

	atExpected = dealWidth // a field besides: stands in the place of atClosed where that is to come
)

var dealLook = [dealWidth]look{
	atState:      {lang.Of("状态", "State"), 9, ""},
	atOwner:      {lang.Of("负责人", "Owner"), 13, ""},
	atDepartment: {lang.Of("部门", "Department"), 12, ""},
	atNumber:     {lang.Of("编号", "Number"), 16, ""},
	atName:       {lang.Of("商机", "Opportunity"), 26, ""},
	atCustomer:   {lang.Of("客户", "Customer"), 31, ""},
	atRegion:     {lang.Of("地区", "Region"), 17, ""},
	atProduct:    {lang.Of("产品", "Product"), 22, ""},
	atStage:      {lang.Of("阶段", "Stage"), 11, ""},
	atAmount:     {lang.Of("金额", "Amount"), 15, "right"},
	atChance:     {lang.Of("赢率", "Chance"), 8, "right"},
	atWeighted:   {lang.Of("加权金额", "Weighted"), 15, "right"},
	atOpened:     {lang.Of("开始", "Opened"), 13, "center"},
	atClosed:     {lang.Of("结束或预计", "Closed or expected"), 17, "center"},
}

// listing is records that a sheet lists, in its order. They are not read: what is shown of them comes from the columns,
// cell by cell, when the sheet is written.
type listing struct {
	s     *Service
	ctx   context.Context
	tag   lang.Tag
	found *columns.Found
	words []map[int64]string // what is shown for what comes again and again, by field
	open  []bool             // every record that the field refers to may be read
}

// list finds records and fields of theirs.
func (s *Service) list(ctx context.Context, entityName string, where columns.Filter, sort []columns.Sort, fields []string) (*listing, error) {
	found, err := s.Columns.Find(ctx, columns.Query{Entity: entityName, Where: &where, Sort: sort, Scope: s.scope(ctx, entityName)}, fields...)
	if err != nil {
		return nil, err
	}
	l := &listing{s: s, ctx: ctx, tag: who.Lang(ctx), found: found, words: make([]map[int64]string, len(fields)), open: make([]bool, len(fields))}
	for k := range fields {
		l.words[k] = map[int64]string{}
		if target := found.Spec(k).Target; target != "" {
			l.open[k] = s.Policy.Scope(ctx, target).All
		}
	}
	return l, nil
}

// count is how many there are.
func (l *listing) count() int {
	if l == nil {
		return 0
	}
	return l.found.Len()
}

// word is what is shown for a choice or a reference, found out once for each.
func (l *listing) word(i, k int, of func(v field.Value) string) string {
	code := l.found.Code(i, k)
	word, known := l.words[k][code]
	if !known {
		word = of(l.found.Value(i, k))
		l.words[k][code] = word
	}
	return word
}

// cell is a field as a sheet shows it; a reference shows the title of its record.
func (l *listing) cell(i, k int) field.Cell {
	spec := l.found.Spec(k)
	switch {
	case l.open[k]:
		return field.OfCellText(l.found.Title(i, k))
	case spec.Target != "":
		return field.OfCellText(l.word(i, k, func(v field.Value) string { return l.s.title(l.ctx, spec.Target, v.Text) }))
	case spec.Kind.Column() == field.DictColumn:
		return field.OfCellText(l.word(i, k, func(v field.Value) string { return spec.Kind.Cell(spec, v, l.tag).String() }))
	}
	switch v := l.found.Value(i, k); v.Form {
	case field.Empty:
		return field.Cell{}
	case field.Int:
		return spec.Kind.Cell(spec, v, l.tag)
	default:
		return field.OfCellText(spec.Kind.Cell(spec, v, l.tag).String())
	}
}

// cityOf leaves the district out of a place.
func cityOf(place string) string {
	parts := strings.SplitN(place, "/", 3)
	return strings.Join(parts[:min(len(parts), 2)], "/")
}

// deals are what was won or lost in the period and what is open, the latest first.
type deals struct {
	*listing
	states map[int64]int
}

func (s *Service) deals(ctx context.Context, when period) (*deals, error) {
	if s.Types.Type(opportunity) == nil {
		return &deals{}, nil
	}
	where := columns.Any(columns.All(columns.Any(isWon, isLost), when.in("closedOn")), isOpen)
	list, err := s.list(ctx, opportunity, where, []columns.Sort{{Field: "closedOn", Desc: true}, {Field: "amount", Desc: true}}, dealFields[:])
	return &deals{list, map[int64]int{}}, err
}

// dealColumns are all of them.
var dealColumns = []int{atState, atOwner, atDepartment, atNumber, atName, atCustomer, atRegion, atProduct, atStage, atAmount, atChance, atWeighted, atOpened, atClosed}

// dealFields are the fields that the columns of opportunities show.
var dealFields = [...]string{
	atState: "stage", atOwner: "ownerId", atDepartment: "ownerId", atNumber: "number", atName: "name", atCustomer: "customerId", atRegion: "customerId.region",
	atProduct: "productId", atStage: "stage", atAmount: "amount", atChance: "chance", atWeighted: "weighted", atOpened: "openedOn", atClosed: "closedOn",
	atExpected: "expectedCloseOn",
}

// state is the place of an opportunity in states.
func (d *deals) state(i int) int {
	code := d.found.Code(i, atState)
	state, known := d.states[code]
	if !known {
		switch state = asOpen; d.found.Value(i, atState).Text {
		case "won":
			state = asWon
		case "lost":
			state = asLost
		}
		d.states[code] = state
	}
	return state
}

// shown is a column of an opportunity.
func (d *deals) shown(i, column int) field.Cell {
	switch column {
	case atState:
		return field.OfCellText(states[d.state(i)].In(d.tag))
	case atOwner:
		return field.OfCellText(d.word(i, atOwner, func(v field.Value) string { return d.s.person(d.ctx, v.Text) }))
	case atDepartment:
		return field.OfCellText(d.word(i, atDepartment, func(v field.Value) string { return d.s.departmentOf(d.ctx, v.Text) }))
	case atRegion:
		return field.OfCellText(d.word(i, atRegion, func(v field.Value) string { return cityOf(v.Text) }))
	case atClosed:
		if d.state(i) == asOpen {
			column = atExpected
		}
	}
	return d.cell(i, column)
}

// Columns of orders on a sheet, and the fields they show.
var (
	orderLook = []look{
		{lang.Of("订单编号", "Number"), 20, ""}, {lang.Of("下单日期", "Ordered on"), 14, "center"}, {lang.Of("月份", "Month"), 11, "center"},
		{lang.Of("客户", "Customer"), 32, ""}, {lang.Of("负责人", "Owner"), 14, ""}, {lang.Of("销售区域", "Region"), 13, ""},
		{lang.Of("客户群", "Segment"), 14, ""}, {lang.Of("状态", "Status"), 12, ""}, {lang.Of("订单金额", "Total"), 17, "right"},
	}
	orderFields = []string{"number", "orderedOn", "orderedOn", "customerId", "ownerId", "region", "segment", "status", "total"}
)

const (
	atOrderMonth  = 2
	atOrderRegion = 5
	atOrderTotal  = 8
)

// orders are what was ordered in the period, the latest first.
func (s *Service) orders(ctx context.Context, when period) (*listing, error) {
	if !s.may(ctx, order) {
		return nil, nil
	}
	return s.list(ctx, order, columns.All(isBuy, when.in("orderedOn")), []columns.Sort{{Field: "orderedOn", Desc: true}, {Field: "number"}}, orderFields)
}

// orderCell is a column of an order.
func (l *listing) orderCell(i, column int) field.Cell {
	cell := l.cell(i, column)
	switch {
	case column == atOrderMonth && cell.Day != 0:
		return field.OfCellText(cell.Day.String()[:7])
	case column == atOrderRegion && cell.Text == "":
		return field.OfCellText(unnamed.In(l.tag))
	}
	return cell
}
