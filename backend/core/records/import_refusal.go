package records

import (
	"errors"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
	"xingke/backend/core/store"
)

// refusalOf turns a fault of saving into the reason for a row, nil if it is no fault of the row.
func refusalOf(p *importPlan, err error) *refusal {
	t := p.t
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind == fault.Unavailable || f.Kind == fault.Internal {
		return nil
	}
	if taken, ok := store.TakenBy(err); ok {
		label := lang.Of(taken.Field, taken.Field)
		if s := t.Spec(taken.Field); s != nil {
			label = s.Label
		}
		return refuse(lang.Sayf("%s：与已有记录重复；要更新已有记录，请把它选作匹配字段", "%s: another record has this value; to update that record, match by this field", label), f.Text).in(taken.Field, p.columnAt(taken.Field))
	}
	no := &refusal{group: f.Text, detail: f.Text, key: string(f.Kind), column: -1}
	for _, s := range t.Specs {
		text, faulty := f.Fields[s.Name]
		if !faulty {
			continue
		}
		if no.key += " " + s.Name; len(f.Fields) == 1 {
			no.group = text
			no.in(s.Name, p.columnAt(s.Name))
		}
	}
	if len(f.Fields) > 1 {
		no.detail = joinTexts(t, f.Fields)
	}
	return no
}

func joinTexts(t *entity.Type, fields map[string]lang.Text) lang.Text {
	var all lang.Text
	for _, s := range t.Specs {
		text, ok := fields[s.Name]
		if !ok {
			continue
		}
		if !all.Empty() {
			all.ZH, all.EN = all.ZH+"；", all.EN+"; "
		}
		all.ZH, all.EN = all.ZH+text.ZH, all.EN+text.EN
	}
	return all
}
