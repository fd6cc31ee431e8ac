package sales

import "xingke/backend/core/field"

// Stage is how far an opportunity is: one of the standard stages or one of a pipeline's own.
type Stage string

// The standard stages.
const (
	Qualify   Stage = "qualify"
	Discover  Stage = "discover"
	Propose   Stage = "propose"
	Negotiate Stage = "negotiate"
	Won       Stage = "won"
	Lost      Stage = "lost"
)

// Closed tells that nothing more is expected in this stage.
func (s Stage) Closed() bool { return s == Won || s == Lost }

// Chance is the usual chance of winning in a standard stage, in percent; ok is false for a pipeline's own stage.
func (s Stage) Chance() (chance int, ok bool) {
	for _, one := range StandardStages() {
		if one.Key == s {
			return one.Chance, true
		}
	}
	return 0, false
}

// UsualChances are the chances of winning in the standard stages, in percent.
func UsualChances() map[string]int {
	usual := map[string]int{}
	for _, one := range StandardStages() {
		usual[string(one.Key)] = one.Chance
	}
	return usual
}

// StandardStages are the stages every book starts with.
func StandardStages() []PipelineStage {
	return []PipelineStage{
		{Name: "初步接洽", Key: Qualify, Chance: 10, Kind: Open, RotDays: 14},
		{Name: "需求确认", Key: Discover, Chance: 30, Kind: Open, RotDays: 21},
		{Name: "方案报价", Key: Propose, Chance: 50, Kind: Open, RotDays: 21, AsksAmount: true},
		{Name: "商务谈判", Key: Negotiate, Chance: 70, Kind: Open, RotDays: 14, AsksAmount: true, AsksClose: true},
		{Name: "赢单", Key: Won, Chance: 100, Kind: WonKind, AsksAmount: true},
		{Name: "输单", Key: Lost, Kind: LostKind},
	}
}

func stageOptions() []field.Option {
	return []field.Option{
		field.Is(Qualify, "初步接洽").Or("接洽", "初步接触", "线索", "初访", "prospecting", "prospect", "new", "qualification", "initial contact"),
		field.Is(Discover, "需求确认").Or("需求分析", "需求调研", "跟进中", "engaging", "engage", "discovery", "needs analysis", "demo", "demo/making"),
		field.Is(Propose, "方案报价").As("accent").Or("报价", "方案", "提案", "报价中", "proposal", "quote", "quotation", "proposal/quotation", "proposal/price quote"),
		field.Is(Negotiate, "商务谈判").As("attention").Or("谈判", "合同", "合同谈判", "议价", "negotiation", "negotiation/review", "contract", "ready to close"),
		field.Is(Won, "赢单").As("good").Or("成交", "已成交", "成功", "已签约", "签单", "win", "closed won", "closed-won", "won deal"),
		field.Is(Lost, "输单").As("bad").Or("丢单", "失败", "已流失", "未成交", "lose", "closed lost", "closed-lost", "无效"),
	}
}
