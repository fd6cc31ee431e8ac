package customers

import (
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// Tag 标签 is a word that any record may carry, with a colour.
type Tag struct {
	entity.Base
	Name string `json:"name"`
	Tone string `json:"tone"`
	Note string `json:"note"`
}

// Tags declares the entity.
var Tags = entity.Define("tag", "标签", func(t *Tag) []field.Field {
	return []field.Field{
		field.Text(&t.Name, "标签名称").Required().Max(40).Unique().Search(1).Title().EN("Name").Alias("标签", "名称", "tag"),
		field.Choice(&t.Tone, "颜色",
			field.Is("accent", "强调").As("accent").Or("蓝", "蓝色", "blue"), field.Is("good", "好").As("good").Or("绿", "绿色", "green"),
			field.Is("attention", "注意").As("attention").Or("黄", "黄色", "橙色", "yellow", "orange"), field.Is("bad", "不好").As("bad").Or("红", "红色", "red"),
		).EN("Colour").Alias("color"),
		field.Text(&t.Note, "说明").Max(200).Alias("备注", "remark", "notes"),
	}
}).As("tag")
