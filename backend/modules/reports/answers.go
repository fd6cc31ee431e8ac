package reports

import (
	"context"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/records"
)

// AnswersInput asks for the figures of a whole page at once.
type AnswersInput struct {
	Questions []records.AggregateInput `json:"questions"`
}

// AnswersOutput is the answers, in the order of the questions.
type AnswersOutput struct {
	Answers []records.AggregateOutput `json:"answers"`
}

const mostQuestions = 100

// Answers answers several questions as records.aggregate would answer each.
func (s *Service) Answers(ctx context.Context, in AnswersInput) (AnswersOutput, error) {
	out := AnswersOutput{Answers: make([]records.AggregateOutput, 0, len(in.Questions))}
	if len(in.Questions) > mostQuestions {
		return out, fault.New(fault.Invalid, "一次最多问 %s 个问题", "At most %s questions can be asked at once.", lang.N(mostQuestions))
	}
	for _, q := range in.Questions {
		if err := s.Policy.Allow(ctx, "read", baseName(q.Entity)); err != nil {
			return out, err
		}
		one, err := s.Records.Aggregate(ctx, q)
		if err != nil {
			return out, err
		}
		out.Answers = append(out.Answers, one)
	}
	return out, nil
}
