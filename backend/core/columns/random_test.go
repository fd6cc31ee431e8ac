package columns

import (
	"encoding/json"
	"fmt"

	"pgregory.net/rapid"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

var ownerSpec = types().Type("firm").Spec("ownerId")

func textValue(s string) field.Value { return field.OfText(s) }

var fieldsOf = map[string][]string{
	"firm": {"id", "name", "code", "phone", "region", "level", "traits", "tags", "size", "chance", "revenue", "weight", "foundedOn", "seenAt", "active",
		"parentId", "partnerIds", "subject", "note", "ownerId", "createdAt", "parentId.name", "parentId.size", "parentId.region", "parentId.active", "ownerId.name",
		"parentId.parentId", "parentId.parentId.level", "parentId.tags", "parentId.id", "note", "parentId.note"},
	"order":       {"id", "number", "firmId", "orderedOn", "total", "lines", "firmId.region", "firmId.parentId.name", "firmId.level", "firmId.note"},
	"order.lines": {"what", "sort", "quantity", "amount", "orderId", "orderId.orderedOn", "orderId.firmId.region", "orderId.firmId.parentId.size", "orderId.number", "orderId.firmId.note"},
}

var sortsOf = map[string][]string{
	"firm":        {"id", "name", "code", "region", "level", "size", "revenue", "foundedOn", "seenAt", "active", "parentId", "parentId.name", "ownerId", "parentId.level", "parentId.parentId.size", "updatedAt"},
	"order":       {"number", "firmId", "orderedOn", "total", "firmId.region"},
	"order.lines": {"what", "sort", "quantity", "orderId", "orderId.orderedOn", "orderId.firmId.region"},
}

var groupsOf = map[string][]Group{
	"firm": {{"region", "province"}, {"region", "city"}, {"region", ""}, {"level", ""}, {"tags", ""}, {"traits", ""}, {"partnerIds", ""}, {"foundedOn", "month"}, {"foundedOn", "quarter"},
		{"foundedOn", "year"}, {"foundedOn", "week"}, {"foundedOn", "day"}, {"foundedOn", ""}, {"seenAt", "day"}, {"seenAt", "month"}, {"active", ""}, {"parentId", ""}, {"name", ""}, {"size", ""},
		{"parentId.name", ""}, {"parentId.seenAt", "week"}, {"parentId.tags", ""}, {"revenue", ""}, {"chance", ""}, {"seenAt", ""}, {"ownerId", ""}, {"subject", ""}},
	"order":       {{"orderedOn", "month"}, {"firmId", ""}, {"firmId.region", "province"}, {"firmId.parentId.level", ""}, {"total", ""}, {"number", ""}},
	"order.lines": {{"orderId.orderedOn", "month"}, {"orderId.firmId.region", "province"}, {"sort", ""}, {"what", ""}, {"orderId", ""}, {"quantity", ""}},
}

var measuresOf = map[string][]Measure{
	"firm": {{"count", ""}, {"count", "size"}, {"sum", "size"}, {"avg", "size"}, {"min", "size"}, {"max", "revenue"}, {"sum", "revenue"}, {"avg", "revenue"}, {"avg", "weight"}, {"min", "foundedOn"},
		{"max", "seenAt"}, {"distinct", "level"}, {"distinct", "name"}, {"distinct", "parentId"}, {"sum", "parentId.size"}, {"avg", "parentId.parentId.revenue"}, {"distinct", "parentId.name"}, {"count", "name"}, {"count", "note"}},
	"order":       {{"count", ""}, {"sum", "total"}, {"avg", "total"}, {"distinct", "firmId"}, {"max", "firmId.size"}},
	"order.lines": {{"count", ""}, {"sum", "amount"}, {"avg", "quantity"}, {"distinct", "orderId"}, {"min", "orderId.total"}, {"distinct", "orderId.firmId"}},
}

var periods = []string{`{"last":{"days":7}}`, `{"last":{"months":3}}`, `{"next":{"days":30}}`, `{"this":"month"}`, `{"this":"quarter"}`, `{"this":"year"}`, `{"this":"week"}`,
	`{"previous":"month"}`, `{"next":"month"}`, `{"today":true}`, `{"last":{"years":1}}`}

func (b *book) randomSorts(r *rapid.T, entityName string) []Sort {
	var sorts []Sort
	for range rapid.IntRange(0, 3).Draw(r, "sorts") {
		sorts = append(sorts, Sort{draw(r, sortsOf[entityName], "by"), rapid.Bool().Draw(r, "desc")})
	}
	return sorts
}

// randomFilter makes a filter that a query must accept.
func (b *book) randomFilter(r *rapid.T, entityName string, depth int) *Filter {
	if depth > 0 {
		switch rapid.IntRange(0, 5).Draw(r, "shape") {
		case 0:
			return &Filter{Not: b.randomFilter(r, entityName, depth-1)}
		case 1, 2:
			two := []Filter{*b.randomFilter(r, entityName, depth-1), *b.randomFilter(r, entityName, depth-1)}
			if rapid.Bool().Draw(r, "and") {
				return &Filter{And: two}
			}
			return &Filter{Or: two}
		case 3:
			return &Filter{}
		}
	}
	path := draw(r, fieldsOf[entityName], "field")
	s, err := b.cols.Field(entityName, path)
	must(b.t, err)
	f := &Filter{Field: path}
	f.Op = draw(r, opsOf(s), "op")
	switch f.Op {
	case "empty", "notEmpty":
	case "in", "notIn", "between":
		n := 2
		if f.Op != "between" {
			n = rapid.IntRange(0, 3).Draw(r, "several")
		}
		list := make([]Operand, n)
		for i := range list {
			list[i] = b.randomOperand(r, s)
		}
		f.Value.Raw, _ = json.Marshal(list)
	case "contains", "startsWith":
		words := someWords
		if s.Kind.Name() == "longtext" {
			words = noteWords
		}
		if s.Kind.Name() == "choices" {
			words = []string{"fast", "big"}
		}
		f.Value.Raw, _ = json.Marshal(draw(r, words, "word"))
	default:
		f.Value = b.randomOperand(r, s)
	}
	raw, err := json.Marshal(f) // what comes over the wire is what is asked
	must(b.t, err)
	again, err := ParseFilter(raw)
	if err != nil {
		b.t.Fatalf("%s: %v", raw, err)
	}
	return again
}

func opsOf(s *field.Spec) []string {
	always := []string{"empty", "notEmpty"}
	switch {
	case s.Name == "id":
		return []string{"eq", "ne", "in", "notIn", "empty", "notEmpty"}
	case s.Kind.Name() == "flag":
		return append(always, "eq", "ne")
	case s.Kind.Column() == field.IntColumn:
		return append(always, "eq", "ne", "in", "notIn", "lt", "le", "gt", "ge", "between")
	case s.Kind.Name() == "longtext":
		return append(always, "contains", "startsWith", "contains")
	case s.Kind.Column() == field.NoColumn:
		return always
	case s.Kind.Name() == "choice":
		return append(always, "eq", "ne", "in", "notIn")
	case s.Kind.Name() == "choices":
		return append(always, "eq", "ne", "in", "notIn", "contains")
	case s.Kind.Name() == "region":
		return append(always, "eq", "ne", "in", "notIn", "contains")
	}
	return append(always, "eq", "ne", "in", "notIn", "contains", "startsWith")
}

func (b *book) randomOperand(r *rapid.T, s *field.Spec) Operand {
	raw := func(v any) Operand {
		data, _ := json.Marshal(v)
		return Operand{Raw: data}
	}
	switch s.Kind.Name() {
	case "choice":
		return raw(draw(r, s.Options, "option").Value)
	case "choices":
		return raw(draw(r, []string{"fast", "big", "far"}, "option"))
	case "tags":
		return raw(draw(r, []string{"VIP", "老客户", "没有"}, "tag"))
	case "ref", "refs":
		if s.Target == "user" {
			return draw(r, []Operand{{Me: true}, raw(b.me), raw("nobody")}, "user")
		}
		return raw(draw(r, append(b.ids(s.Target), "nobody"), "id"))
	case "link":
		return raw(map[string]string{"entity": "firm", "id": draw(r, append(b.ids("firm"), "nobody"), "id")})
	case "region":
		return raw(draw(r, places[1:], "place"))
	case "day", "instant":
		if rapid.Bool().Draw(r, "relative") {
			p := &Period{}
			must(b.t, json.Unmarshal([]byte(draw(r, periods, "period")), p))
			return Operand{Period: p}
		}
		d := randomDay(r)
		if d == 0 {
			d = 739000
		}
		if s.Kind.Name() == "instant" {
			return raw(d.Time().Format("2006-01-02T15:04:05Z"))
		}
		return raw(d)
	case "flag":
		return raw(rapid.Bool().Draw(r, "flag"))
	case "money":
		return raw(fmt.Sprintf("%d.%02d", draw(r, someNumbers, "n")/100, draw(r, someNumbers, "n")%100))
	case "number", "percent", "decimal":
		return raw(draw(r, someNumbers, "n"))
	}
	return raw(draw(r, names, "text"))
}

var _ entity.Record = (*firm)(nil)
