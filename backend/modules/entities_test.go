package modules_test

import (
	"testing"

	"xingke/backend/core/entity"
	"xingke/backend/modules/customers"
	"xingke/backend/modules/reports"
	"xingke/backend/modules/sales"
	"xingke/backend/modules/team"
)

// street is every entity of the product.
func street() *entity.Set {
	return entity.NewSet(team.Entities(), customers.Entities(), sales.Entities(), reports.Entities())
}

func TestEveryEntityHasItsWords(t *testing.T) {
	for _, typ := range street().All() {
		if typ.Icon == "" || typ.Label.ZH == "" || typ.Label.EN == "" || typ.TitleSpec() == nil {
			t.Errorf("%s lacks icon, label or title", typ.Name)
		}
		for _, s := range typ.Specs {
			if s.Label.ZH == "" || s.Label.EN == "" {
				t.Errorf("%s.%s lacks a label", typ.Name, s.Name)
			}
			for _, c := range s.Columns {
				if c.Label.ZH == "" || c.Label.EN == "" {
					t.Errorf("%s.%s.%s lacks a label", typ.Name, s.Name, c.Name)
				}
			}
		}
	}
}
