package records

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
)

// phrase is how the name of a change set is made. The name is kept in the language of whoever made the change;
// by its phrase it is read back and said in the language of whoever reads. {e} is an entity, {s} entities, {x} what
// people wrote.
type phrase struct{ kind, zh, en string }

// The kinds of change sets, by which a history can be looked through.
const (
	kindCreated  = "created"
	kindUpdated  = "updated"
	kindDeleted  = "deleted"
	kindRestored = "restored"
	kindBulk     = "bulk"
	kindImport   = "import"
	kindUndo     = "undo"
	kindOther    = "other"
)

var phrases = []phrase{
	{kindCreated, "新建{e}“{x}”", "Created {e} {x}"},
	{kindCreated, "复制{e}“{x}”", "Duplicated {e} {x}"},
	{kindUpdated, "修改{e}“{x}”", "Changed {e} {x}"},
	{kindDeleted, "删除{e}“{x}”", "Deleted {e} {x}"},
	{kindRestored, "恢复{e}“{x}”", "Restored {e} {x}"},
	{kindRestored, "从回收站恢复（{x} 条）", "Restored from the recycle bin ({x})"},
	{kindRestored, "从回收站恢复（{x} 条）", "Restored from the bin ({x})"},
	{kindBulk, "批量修改{s}（{x} 条）", "Bulk change of {s} ({x})"},
	{kindDeleted, "批量删除{s}（{x} 条）", "Bulk deletion of {s} ({x})"},
	{kindBulk, "分配{s}（{x} 条）", "Assignment of {s} ({x})"},
	{kindBulk, "粘贴到{s}（{x} 条）", "Pasted into {s} ({x})"},
	{kindImport, "导入{s}（{x}）", "Import of {s} ({x})"},
	{kindUpdated, "添加附件“{x}”", "Attached {x}"},
	{kindUpdated, "设置{e}列表的默认视图“{x}”", "Set the default view of {e}: {x}"},
	{kindUpdated, "设置{e}列表的默认视图", "Set the default view of {e}"},
	// What the houses call their own verbs.
	{kindCreated, "写跟进记录“{x}”", "Recorded a follow-up: {x}"},
	{kindUpdated, "完成跟进计划“{x}”", "Completed a plan: {x}"},
	{kindUpdated, "取消跟进计划“{x}”", "Cancelled a plan: {x}"},
	{kindUpdated, "延期跟进计划“{x}”", "Postponed a plan: {x}"},
	{kindUpdated, "移动商机阶段“{x}”", "Moved an opportunity: {x}"},
	{kindUpdated, "商机赢单“{x}”", "Won an opportunity: {x}"},
	{kindUpdated, "商机输单“{x}”", "Lost an opportunity: {x}"},
	{kindUpdated, "重新打开商机“{x}”", "Reopened an opportunity: {x}"},
	{kindUpdated, "确认订单“{x}”", "Confirmed an order: {x}"},
	{kindUpdated, "取消订单“{x}”", "Cancelled an order: {x}"},
	{kindOther, "建立账套", "Begin the book"},
	{kindOther, "装入练习数据", "Load practice data"},
	{kindOther, "移除练习数据", "Remove practice data"},
	{kindUpdated, "共享{e}“{x}”", "Shared {e} {x}"},
	{kindUpdated, "取消共享{e}“{x}”", "Ended the share of {e} {x}"},
	{kindUpdated, "修改角色“{x}”的权限", "Changed the rights of the role {x}"},
	{kindBulk, "离职交接：{x}", "Handover: {x}"},
	{kindOther, "彻底删除{e}", "Erased {e} for good"},
	// As they were called once.
	{kindCreated, "写跟进记录", "Record a follow-up"},
	{kindUpdated, "完成跟进计划", "Complete a plan"},
	{kindUpdated, "取消跟进计划", "Cancel a plan"},
	{kindUpdated, "延期跟进计划", "Postpone a plan"},
	{kindUpdated, "移动商机阶段", "Move an opportunity"},
	{kindUpdated, "商机赢单", "Win an opportunity"},
	{kindUpdated, "商机输单", "Lose an opportunity"},
	{kindUpdated, "重新打开商机", "Reopen an opportunity"},
	{kindUpdated, "确认订单", "Confirm an order"},
	{kindUpdated, "取消订单", "Cancel an order"},
	{kindOther, "填入练习数据", "Fill in practice data"},
	{kindOther, "移除练习数据", "Take the practice data out"},
}

const undoMark = "撤销："

// reading is a phrase in one language, ready to read names of change sets.
type reading struct {
	phrase
	form *regexp.Regexp
	tag  lang.Tag
}

// sayings reads names of change sets and says them in either language.
type sayings struct {
	once     sync.Once
	readings []reading
	entities map[string]*entity.Type // by every word for them
}

func (y *sayings) learn(types *entity.Set) {
	y.entities = map[string]*entity.Type{}
	var words []string
	for _, t := range types.All() {
		for _, word := range []string{t.Label.ZH, t.Plural.ZH, t.Label.EN, t.Plural.EN} {
			if y.entities[word] == nil && word != "" {
				y.entities[word] = t
				words = append(words, regexp.QuoteMeta(word))
			}
		}
	}
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) }) // a follow-up plan is no follow-up
	any := "(?:" + strings.Join(words, "|") + ")"
	form := func(text string) *regexp.Regexp {
		text = regexp.QuoteMeta(text)
		for _, mark := range []string{`\{e\}`, `\{s\}`} {
			text = strings.ReplaceAll(text, mark, "(?P<e>"+any+")")
		}
		return regexp.MustCompile("(?s)^" + strings.ReplaceAll(text, `\{x\}`, "(?P<x>.*)") + "$")
	}
	for _, p := range phrases {
		y.readings = append(y.readings, reading{p, form(p.zh), lang.ZH}, reading{p, form(p.en), lang.EN})
	}
}

// many tells whether a change set was made on records that were chosen together, as its name says.
func (y *sayings) many(types *entity.Set, label string) bool {
	y.once.Do(func() { y.learn(types) })
	for i := range y.readings {
		r := &y.readings[i]
		if r.form.MatchString(label) {
			return strings.Contains(r.zh, "{s}") || strings.Contains(r.zh, "条")
		}
	}
	return strings.HasPrefix(label, undoMark)
}

// say gives the name of a change set in a language, and its kind. What was not made by a phrase stays as it is.
func (y *sayings) say(types *entity.Set, label string, tag lang.Tag) (text, kind string) {
	y.once.Do(func() { y.learn(types) })
	if undone, ok := strings.CutPrefix(label, undoMark); ok {
		if again, twice := strings.CutPrefix(undone, undoMark); twice {
			inner, _ := y.say(types, again, tag)
			return lang.Of("重做：", "Redo: ").In(tag) + inner, kindUndo
		}
		inner, _ := y.say(types, undone, tag)
		return lang.Of(undoMark, "Undo: ").In(tag) + inner, kindUndo
	}
	for i := range y.readings {
		r := &y.readings[i]
		found := r.form.FindStringSubmatch(label)
		if found == nil {
			continue
		}
		out := lang.Of(r.zh, r.en).In(tag)
		if at := r.form.SubexpIndex("e"); at >= 0 {
			t := y.entities[found[at]]
			out = strings.NewReplacer("{e}", t.Label.In(tag), "{s}", lang.Of(t.Label.ZH, t.Plural.EN).In(tag)).Replace(out)
		}
		if at := r.form.SubexpIndex("x"); at >= 0 {
			out = strings.Replace(out, "{x}", found[at], 1)
		}
		return out, r.kind
	}
	return label, kindOther
}
