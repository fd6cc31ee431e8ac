package reports

import (
	"encoding/json"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// Report 报表 is a list saved under a name: which records, in which order, with which columns.
type Report struct {
	entity.Base
	Name    string `json:"name"`
	Entity  string `json:"entity"`
	Where   string `json:"where"`
	Sort    string `json:"sort"`
	Columns string `json:"columns"`
	Groups  string `json:"groups"`
	Shared  bool   `json:"shared"`
	Note    string `json:"note"`
}

// Reports declares the entity.
var Reports = entity.Define("report", "报表", func(r *Report) []field.Field {
	return []field.Field{
		field.Text(&r.Name, "报表名称").Required().Max(80).Search(2).Title().EN("Name").Alias("名称", "视图", "view"),
		field.Text(&r.Entity, "记录种类").Required().Max(60).EN("Record type"),
		field.LongText(&r.Where, "筛选条件").Unlisted().EN("Filter"),
		field.LongText(&r.Sort, "排序").Unlisted(),
		field.LongText(&r.Columns, "列").Unlisted(),
		field.LongText(&r.Groups, "分组").Unlisted(),
		field.Flag(&r.Shared, "大家可用").EN("For everyone"),
		field.LongText(&r.Note, "说明").Search(1).Alias("备注", "remark", "notes"),
	}
}).As("bar-chart-3").InBackground()

// Check refuses a filter, an order, columns or groups that are no JSON.
func (r *Report) Check(*Report) error {
	var faults fault.Faults
	for name, text := range map[string]string{"where": r.Where, "sort": r.Sort, "columns": r.Columns, "groups": r.Groups} {
		if text != "" && !json.Valid([]byte(text)) {
			faults.Add(name, lang.Of("内容不是有效的 JSON", "The content is not valid JSON"))
		}
	}
	return faults.Err()
}
