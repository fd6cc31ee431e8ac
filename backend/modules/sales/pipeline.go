package sales

import (
	"fmt"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// StageKind says whether a stage leaves an opportunity open.
type StageKind string

// The kinds of stages.
const (
	Open     StageKind = "open"
	WonKind  StageKind = "won"
	LostKind StageKind = "lost"
)

// PipelineStage is one step of a pipeline: what the chance of winning is there, how many days without
// a follow-up are too many, and what a deal must say of itself to be moved there.
type PipelineStage struct {
	Name       string    `json:"name"`
	Key        Stage     `json:"key"`
	Chance     int       `json:"chance"`
	Kind       StageKind `json:"kind"`
	RotDays    int       `json:"rotDays"` // 0: a deal may rest as long as it likes
	AsksAmount bool      `json:"asksAmount"`
	AsksClose  bool      `json:"asksClose"`
}

// mostRotDays is the longest rest that is still worth a warning.
const mostRotDays = 3650

// Pipeline 销售流程 is a way of selling with its own stages.
type Pipeline struct {
	entity.Base
	Name     string          `json:"name"`
	Standard bool            `json:"standard"`
	Active   bool            `json:"active"`
	Stages   []PipelineStage `json:"stages"`
	Note     string          `json:"note"`
}

// Pipelines declares the entity.
var Pipelines = entity.Define("pipeline", "销售流程", func(p *Pipeline) []field.Field {
	return []field.Field{
		field.Text(&p.Name, "流程名称").Required().Max(60).Unique().Search(2).Title().EN("Name").Alias("销售流程", "名称", "pipeline"),
		field.Flag(&p.Standard, "默认流程").Alias("默认", "default"),
		field.Flag(&p.Active, "在用").Alias("启用"),
		field.Lines(&p.Stages, "阶段", func(s *PipelineStage) []field.Field {
			return []field.Field{
				field.Text(&s.Name, "阶段名称").Required().Max(40).EN("Stage"),
				field.Text(&s.Key, "代号").Max(40).Hint("留空则自动编号；赢单和输单固定为 won 和 lost", "Left empty it is numbered; winning and losing are always won and lost"),
				field.Percent(&s.Chance, "赢率"),
				field.Choice(&s.Kind, "性质", field.Is(Open, "进行中"), field.Is(WonKind, "赢单").As("good"), field.Is(LostKind, "输单").As("bad")).Required(),
				field.Number(&s.RotDays, "停滞天数").AtLeast(0).AtMost(mostRotDays).EN("Days until it rots").
					Hint("这么多天没有跟进，看板上标红；0 表示不提醒", "So many days without a follow-up mark it on the board; 0 never does"),
				field.Flag(&s.AsksAmount, "进入时要有金额").EN("Asks for the amount"),
				field.Flag(&s.AsksClose, "进入时要有预计成交日").EN("Asks for the expected close"),
			}
		}),
		field.LongText(&p.Note, "备注").Alias("说明", "remark", "notes"),
	}
}).As("git-branch")

// Defaults makes a new pipeline one in use, with the standard stages to start from.
func (p *Pipeline) Defaults() { p.Active, p.Stages = true, StandardStages() }

// Prepare gives every stage its key: winning and losing have fixed ones, others are numbered.
func (p *Pipeline) Prepare(*Pipeline) {
	stages := make([]PipelineStage, len(p.Stages))
	for i, s := range p.Stages {
		if s.Kind == "" {
			s.Kind = Open
		}
		switch {
		case s.Kind == WonKind:
			s.Key, s.Chance = Won, 100
		case s.Kind == LostKind:
			s.Key, s.Chance = Lost, 0
		case s.Key == "":
			s.Key = Stage(fmt.Sprintf("s%d", i+1))
		}
		stages[i] = s
	}
	p.Stages = stages
	if len(stages) == 0 {
		p.Stages = nil
	}
}

// Check refuses two stages of one key, and an open stage that calls itself won or lost.
func (p *Pipeline) Check(*Pipeline) error {
	var faults fault.Faults
	seen := map[Stage]bool{}
	for i, s := range p.Stages {
		path := fmt.Sprintf("stages.%d.key", i)
		if seen[s.Key] {
			faults.Add(path, lang.Sayf("阶段代号“%s”重复了；一个流程只有一个赢单和一个输单阶段", "Two stages have the key %s; a pipeline has one winning and one losing stage", lang.S(s.Key)))
		}
		if s.Kind == Open && s.Key.Closed() {
			faults.Add(path, lang.Of("进行中的阶段不能用 won 或 lost 作代号", "An open stage cannot have the key won or lost"))
		}
		seen[s.Key] = true
	}
	return faults.Err()
}

// Stage returns the stage with a key.
func (p *Pipeline) Stage(key Stage) (PipelineStage, bool) {
	for _, s := range p.Stages {
		if s.Key == key {
			return s, true
		}
	}
	return PipelineStage{}, false
}
