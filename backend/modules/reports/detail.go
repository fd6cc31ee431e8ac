package reports

import (
	"context"
	"maps"
	"slices"
	"strings"

	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// deal is one opportunity as a sheet shows it.
type deal struct {
	owner, customer string // ids
	state           int    // place in states
	cells           []kept // in the order of dealLook
}

// kept is a cell that takes little room: a text, or the number of a field.
type kept struct {
	text string
	n    int64
	of   *field.Spec // of a number
}

func (k *kept) cell(tag lang.Tag) field.Cell {
	if k.of == nil {
		return field.OfCellText(k.text)
	}
	return k.of.Kind.Cell(k.of, field.OfInt(k.n), tag)
}

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

// reader reads records into cells, remembering what it has looked up. What records lend it, it copies.
type reader struct {
	s           *Service
	ctx         context.Context
	tag         lang.Tag
	titles      map[string]string // of records, by their ids
	people      map[string]string // their names
	departments map[string]string // of users
	words       map[string]string // that come again and again
}

func (s *Service) reader(ctx context.Context) *reader {
	return &reader{s: s, ctx: ctx, tag: who.Lang(ctx), titles: map[string]string{}, people: map[string]string{}, departments: map[string]string{}, words: map[string]string{}}
}

// word is a copy of a text that comes again and again: the same one each time.
func (r *reader) word(text string) string {
	word, found := r.words[text]
	if !found {
		word = strings.Clone(text)
		r.words[word] = word
	}
	return word
}

// keep is a field of a record; a reference shows the title of its record.
func (r *reader) keep(spec *field.Spec, rec entity.Record) kept {
	if spec == nil {
		return kept{}
	}
	v := entity.Get(rec, spec)
	switch {
	case v.Empty():
		return kept{}
	case spec.Target != "" && v.Form == field.Str:
		return kept{text: r.title(spec.Target, v.Text)}
	case v.Form == field.Int:
		return kept{n: v.Int, of: spec}
	}
	text := spec.Kind.Cell(spec, v, r.tag).String()
	if spec.Kind.Column() == field.DictColumn {
		return kept{text: r.word(text)}
	}
	return kept{text: strings.Clone(text)}
}

// known is what was looked up for an id, or is now.
func known(of map[string]string, id string, look func() string) string {
	name, found := of[id]
	if !found {
		name = look()
		of[strings.Clone(id)] = name
	}
	return name
}

func (r *reader) title(target, of string) string {
	return known(r.titles, of, func() string { return r.s.title(r.ctx, target, of) })
}

func (r *reader) department(userID string) string {
	return known(r.departments, userID, func() string { return r.s.departmentOf(r.ctx, userID) })
}

// regions fills in where the customers are.
func (r *reader) regions(list []deal) error {
	t := r.s.Types.Type(customer)
	if t == nil {
		return nil
	}
	places := map[string]string{}
	for i := range list {
		places[list[i].customer] = ""
	}
	delete(places, "")
	spec := t.Spec("region")
	ids := slices.Sorted(maps.Keys(places))
	err := r.s.DB.Many(r.ctx, t, ids, func(at int, rec entity.Record) error {
		places[ids[at]] = r.word(cityOf(entity.Get(rec, spec).Text))
		return nil
	})
	for i := range list {
		list[i].cells[atRegion].text = places[list[i].customer]
	}
	return err
}

// cityOf leaves the district out of a place.
func cityOf(place string) string {
	parts := strings.SplitN(place, "/", 3)
	return strings.Join(parts[:min(len(parts), 2)], "/")
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
		list = append(list, r.deal(t, rec))
	})
	return list, firstError(err, r.regions(list))
}

// each reads records in an order, as far as the caller may see them. What they hold is lent.
func (s *Service) each(ctx context.Context, t *entity.Type, where columns.Filter, sort []columns.Sort, yield func(entity.Record)) error {
	var ids []string
	err := s.Columns.IDs(ctx, columns.Query{Entity: t.Name, Where: &where, Sort: sort, Scope: s.scope(ctx, t.Name)}, func(id string) bool {
		ids = append(ids, id)
		return true
	})
	if err != nil {
		return err
	}
	return s.DB.Many(ctx, t, ids, func(_ int, rec entity.Record) error {
		yield(rec)
		return nil
	})
}

// dealColumns are all of them.
var dealColumns = []int{atState, atOwner, atDepartment, atNumber, atName, atCustomer, atRegion, atProduct, atStage, atAmount, atChance, atWeighted, atOpened, atClosed}

// dealFields are the fields that the columns of opportunities show as they are.
var dealFields = [dealWidth]string{
	atNumber: "number", atName: "name", atCustomer: "customerId", atProduct: "productId", atStage: "stage", atAmount: "amount",
	atChance: "chance", atWeighted: "weighted", atOpened: "openedOn",
}

func (r *reader) deal(t *entity.Type, rec entity.Record) deal {
	d := deal{owner: r.word(string(rec.Meta().OwnerID)), state: asOpen, cells: make([]kept, dealWidth)}
	closed := "expectedCloseOn"
	switch entity.Get(rec, t.Spec("stage")).Text {
	case "won":
		d.state, closed = asWon, "closedOn"
	case "lost":
		d.state, closed = asLost, "closedOn"
	}
	d.customer = r.word(entity.Get(rec, t.Spec("customerId")).Text)
	for place, name := range dealFields {
		if name != "" {
			d.cells[place] = r.keep(t.Spec(name), rec)
		}
	}
	d.cells[atClosed] = r.keep(t.Spec(closed), rec)
	d.cells[atState].text = states[d.state].In(r.tag)
	d.cells[atOwner].text = r.person(d.owner)
	d.cells[atDepartment].text = r.department(d.owner)
	return d
}

// person is the name of a user.
func (r *reader) person(userID string) string {
	return known(r.people, userID, func() string { return r.s.person(r.ctx, userID) })
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
	atOrderDay    = 1
	atOrderMonth  = 2
	atOrderRegion = 5
	atOrderTotal  = 8
)

// orders reads what was ordered in the period, the latest first.
func (s *Service) orders(ctx context.Context, when period) ([][]kept, error) {
	t := s.Types.Type(order)
	if t == nil {
		return nil, nil
	}
	r, rows := s.reader(ctx), [][]kept{}
	err := s.each(ctx, t, columns.All(isBuy, when.in("orderedOn")), []columns.Sort{{Field: "orderedOn", Desc: true}, {Field: "number"}}, func(rec entity.Record) {
		row := make([]kept, len(orderFields))
		for i, name := range orderFields {
			if name != "" {
				row[i] = r.keep(t.Spec(name), rec)
			}
		}
		if on := row[atOrderDay].cell(r.tag).Day; on != 0 {
			row[atOrderMonth].text = r.word(on.String()[:7])
		}
		if row[atOrderRegion].text == "" {
			row[atOrderRegion].text = unnamed.In(r.tag)
		}
		rows = append(rows, row)
	})
	return rows, err
}
