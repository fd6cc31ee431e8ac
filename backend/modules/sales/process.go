package sales

import (
	"context"
	"encoding/json"
	"slices"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/core/columns"
	"xingke/backend/core/store"
)

// PipelinesInput asks for the pipelines in use.
type PipelinesInput struct{}

// PipelinesOutput is the pipelines in use, the standard process first.
type PipelinesOutput struct {
	Pipelines []PipelineOutput `json:"pipelines"`
}

// PipelineOutput is a pipeline with its stages. The standard process, for opportunities without a pipeline
// of their own, has neither id nor name.
type PipelineOutput struct {
	ID     string          `json:"id"`
	Name   string          `json:"name"`
	Stages []PipelineStage `json:"stages"`
}

// PipelinesInUse lists the pipelines in use with what each stage asks.
func (s *Service) PipelinesInUse(ctx context.Context, _ PipelinesInput) (PipelinesOutput, error) {
	out := PipelinesOutput{Pipelines: []PipelineOutput{{Stages: StandardStages()}}}
	where := columns.Filter{Field: "active", Op: "eq", Value: columns.Operand{Raw: json.RawMessage("true")}}
	page, err := s.cols.List(ctx, columns.Query{Entity: Pipelines.Name, Where: &where, Sort: []columns.Sort{{Field: "name"}}, Limit: mostPipelines})
	if err != nil {
		return out, err
	}
	for _, of := range page.IDs {
		p, err := store.Get(ctx, s.db, Pipelines, id.Of[Pipeline](of))
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
			continue
		}
		if err != nil {
			return out, err
		}
		out.Pipelines = append(out.Pipelines, PipelineOutput{ID: p.ID, Name: p.Name, Stages: p.Stages})
	}
	return out, nil
}

// mostPipelines is more than anybody can tell apart.
const mostPipelines = 50

// stageOf finds a stage in the opportunity's pipeline, or in the standard process; its key is empty if it is not there.
func (s *Service) stageOf(ctx context.Context, o *Opportunity, key Stage) (PipelineStage, error) {
	stages := StandardStages()
	if o.PipelineID != "" {
		p, err := store.Get(ctx, s.db, Pipelines, o.PipelineID)
		if err != nil {
			return PipelineStage{}, err
		}
		stages = p.Stages
	}
	if i := slices.IndexFunc(stages, func(one PipelineStage) bool { return one.Key == key }); i >= 0 {
		return stages[i], nil
	}
	return PipelineStage{}, nil
}

// sayStage names a stage: the standard ones in both languages, a pipeline's own by its name.
func sayStage(stage PipelineStage) lang.Text {
	for _, option := range Opportunities.Spec("stage").Options {
		if option.Value == string(stage.Key) && option.Label.ZH == stage.Name {
			return option.Label
		}
	}
	return lang.Of(stage.Name, stage.Name)
}
