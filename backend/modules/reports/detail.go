package reports

import (
	"context"
	"strings"

	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// deal is one opportunity as a sheet shows it.
type deal struct {
	owner string
	state lang.Text
	cells []field.Cell // in the order of dealColumns
}

var (
	stateWon  = lang.Of("赢单", "Won")
	stateLost = lang.Of("输单", "Lost")
	stateOpen = lang.Of("在谈", "Open")
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

// reader reads records into cells, remembering what it has looked up.
type reader struct {
	s           *Service
	ctx         context.Context
	tag         lang.Tag
	regions     map[string]string // of customers
	departments map[string]string // of users
}

func (s *Service) reader(ctx context.Context) *reader {
	return &reader{s: s, ctx: ctx, tag: who.Lang(ctx), regions: map[string]string{}, departments: map[string]string{}}
}

// cell is a field of a record; a reference shows the title of its record.
func (r *reader) cell(t *entity.Type, rec entity.Record, name string) field.Cell {
	spec := t.Spec(name)
	if spec == nil {
		return field.Cell{}
	}
	v := entity.Get(rec, spec)
	if v.Empty() {
		return field.Cell{}
	}
	if spec.Target != "" && spec.Kind.Form() == field.Str {
		title := r.s.title(r.ctx, spec.Target, v.Text)
		return field.OfCellText(title)
	}
	return spec.Kind.Cell(spec, v, r.tag)
}

func (r *reader) region(ctx context.Context, customerID string) field.Cell {
	if customerID == "" {
		return field.Cell{}
	}
	place, known := r.regions[customerID]
	if !known {
		if t := r.s.Types.Type(customer); t != nil {
			if rec, err := r.s.DB.Get(ctx, t, customerID); err == nil {
				place = cityOf(entity.Get(rec, t.Spec("region")).Text)
			}
		}
		r.regions[customerID] = place
	}
	return field.OfCellText(place)
}

// cityOf leaves the district out of a place.
func cityOf(place string) string {
	parts := strings.SplitN(place, "/", 3)
	return strings.Join(parts[:min(len(parts), 2)], "/")
}

func (r *reader) department(ctx context.Context, userID string) field.Cell {
	name, known := r.departments[userID]
	if !known {
		name = r.s.departmentOf(ctx, userID)
		r.departments[userID] = name
	}
	return field.OfCellText(name)
}

// deals reads what was won or lost in the period and what is open, the latest first.
func (s *Service) deals(ctx context.Context, when period) ([]deal, error) {
	t := s.Types.Type(opportunity)
	if t == nil {
		return nil, nil
	}
	where := columns.Any(columns.All(columns.Any(isWon, isLost), when.in("closedOn")), isOpen)
	r, list := s.reader(ctx), []deal{}
	err := s.each(ctx, t, where, []columns.Sort{{Field: "closedOn", Desc: true}, {Field: "amount", Desc: true}}, func(rec entity.Record) {
		list = append(list, r.deal(ctx, t, rec))
	})
	return list, err
}

// each reads records in an order, as far as the caller may see them.
func (s *Service) each(ctx context.Context, t *entity.Type, where columns.Filter, sort []columns.Sort, yield func(entity.Record)) error {
	var failed error
	err := s.Columns.IDs(ctx, columns.Query{Entity: t.Name, Where: &where, Sort: sort, Scope: s.scope(ctx, t.Name)}, func(id string) bool {
		rec, err := s.DB.Get(ctx, t, id)
		if err != nil {
			failed = gone(err)
			return failed == nil
		}
		yield(rec)
		return ctx.Err() == nil
	})
	return firstError(err, failed, ctx.Err())
}

func (r *reader) deal(ctx context.Context, t *entity.Type, rec entity.Record) deal {
	d := deal{owner: string(rec.Meta().OwnerID), state: stateOpen, cells: make([]field.Cell, dealWidth)}
	closed := "expectedCloseOn"
	switch entity.Get(rec, t.Spec("stage")).Text {
	case "won":
		d.state, closed = stateWon, "closedOn"
	case "lost":
		d.state, closed = stateLost, "closedOn"
	}
	d.cells[atState] = field.OfCellText(d.state.In(r.tag))
	d.cells[atOwner] = field.OfCellText(r.s.person(ctx, d.owner))
	d.cells[atDepartment] = r.department(ctx, d.owner)
	d.cells[atRegion] = r.region(ctx, entity.Get(rec, t.Spec("customerId")).Text)
	for place, name := range map[int]string{
		atNumber: "number", atName: "name", atCustomer: "customerId", atProduct: "productId", atStage: "stage", atAmount: "amount",
		atChance: "chance", atWeighted: "weighted", atOpened: "openedOn", atClosed: closed,
	} {
		d.cells[place] = r.cell(t, rec, name)
	}
	return d
}

// Columns of orders on a sheet, and the fields they show.
var (
	orderLook = []look{
		{lang.Of("订单编号", "Number"), 20, ""}, {lang.Of("下单日期", "Ordered on"), 14, "center"}, {lang.Of("月份", "Month"), 11, "center"},
		{lang.Of("客户", "Customer"), 32, ""}, {lang.Of("负责人", "Owner"), 14, ""}, {lang.Of("销售区域", "Region"), 13, ""},
		{lang.Of("客户群", "Segment"), 14, ""}, {lang.Of("状态", "Status"), 12, ""}, {lang.Of("订单金额", "Total"), 17, "right"},
	}
	orderFields = []string{"number", "orderedOn", "", "customerId", "ownerId", "region", "segment", "status", "total"}
)

const (
	atOrderMonth  = 2
	atOrderRegion = 5
	atOrderTotal  = 8
)

// orders reads what was ordered in the period, the latest first.
func (s *Service) orders(ctx context.Context, when period) ([][]field.Cell, error) {
	t := s.Types.Type(order)
	if t == nil {
		return nil, nil
	}
	r, rows := s.reader(ctx), [][]field.Cell{}
	err := s.each(ctx, t, columns.All(isBuy, when.in("orderedOn")), []columns.Sort{{Field: "orderedOn", Desc: true}, {Field: "number"}}, func(rec entity.Record) {
		row := make([]field.Cell, len(orderFields))
		for i, name := range orderFields {
			if name != "" {
				row[i] = r.cell(t, rec, name)
			}
		}
		if on := row[1].Day; on != 0 {
			row[atOrderMonth] = field.OfCellText(on.String()[:7])
		}
		if row[atOrderRegion].Blank() {
			row[atOrderRegion] = field.OfCellText(unnamed.In(r.tag))
		}
		rows = append(rows, row)
	})
	return rows, err
}
