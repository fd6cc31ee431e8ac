package records

import (
	"testing"

	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
)

func TestAVerbIsNamedWithItsRecordInTheReadersLanguage(t *testing.T) {
	var y sayings
	types := entity.NewSet()
	for kept, want := range map[string]string{
		"商机赢单“包装线（二期）”":                   "Won an opportunity: 包装线（二期）",
		"Completed a plan: Call: Tuesday": "完成跟进计划“Call: Tuesday”",
		"撤销：写跟进记录“恒达”":                    "Undo: Recorded a follow-up: 恒达",
		"商机赢单":                            "Win an opportunity", // as it was called before records were named
	} {
		tag := lang.EN
		if kept[0] < 0x80 {
			tag = lang.ZH
		}
		if got, kind := y.say(types, kept, tag); got != want || kind == kindOther {
			t.Errorf("%s: %s, %s; want %s", kept, got, kind, want)
		}
	}
}
