package sales

import (
	"context"
	"strings"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/money"
	"xingke/backend/base/who"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"
)

// MoveInput moves an opportunity to a stage.
type MoveInput struct {
	ID              string        `json:"id"`
	Rev             uint64        `json:"rev,omitempty"` // refuses to move what was changed meanwhile; 0 moves whatever it is now
	Stage           Stage         `json:"stage"`
	LostReason      string        `json:"lostReason,omitempty"`     // needed to move to lost
	Reason          string        `json:"reason,omitempty"`         // stands in the stage log
	Amount          *money.Amount `json:"amount,omitempty"`         // where the stage asks for it
	ExpectedCloseOn day.Day       `json:"expectedCloseOn,omitzero"` // where the stage asks for it
}

// WinInput wins an opportunity.
type WinInput struct {
	ID       string        `json:"id"`
	Rev      uint64        `json:"rev,omitempty"`
	Amount   *money.Amount `json:"amount,omitempty"` // what it was won for, if another amount than expected
	ClosedOn day.Day       `json:"closedOn,omitzero"`
}

// LoseInput loses an opportunity.
type LoseInput struct {
	ID         string  `json:"id"`
	Rev        uint64  `json:"rev,omitempty"`
	LostReason string  `json:"lostReason"`
	Competitor string  `json:"competitor,omitempty"`
	ClosedOn   day.Day `json:"closedOn,omitzero"`
}

// ReopenInput opens a closed opportunity again.
type ReopenInput struct {
	ID     string `json:"id"`
	Rev    uint64 `json:"rev,omitempty"`
	Reason string `json:"reason,omitempty"` // stands in the stage log
	Stage  Stage  `json:"stage,omitempty"`  // the last open stage it was in if not said
}

// Moved is how an opportunity stands afterwards. Change is the set to undo.
type Moved struct {
	ID       string  `json:"id"`
	Change   string  `json:"change"`
	Rev      uint64  `json:"rev"`
	Stage    Stage   `json:"stage"`
	Chance   int     `json:"chance"`
	ClosedOn day.Day `json:"closedOn,omitzero"`
}

// Move moves an opportunity to a stage. Losing asks for a lost reason, and a stage for what it says it asks.
func (s *Service) Move(ctx context.Context, in MoveInput) (Moved, error) {
	return s.change(ctx, in.ID, in.Rev, lang.Of("移动商机阶段", "Moved an opportunity"), func(ctx context.Context, o *Opportunity) error {
		if in.Amount != nil {
			o.Amount = *in.Amount
		}
		if in.ExpectedCloseOn != 0 {
			o.ExpectedCloseOn = in.ExpectedCloseOn
		}
		if err := s.asks(ctx, o, in.Stage); err != nil {
			return err
		}
		return s.move(ctx, o, in)
	})
}

// asks refuses a move forward to a stage that asks for what the opportunity does not say.
func (s *Service) asks(ctx context.Context, o *Opportunity, to Stage) error {
	if to == o.Stage || o.Stage.Closed() {
		return nil // what is opened again is taken as it was
	}
	stage, err := s.stageOf(ctx, o, to)
	if err != nil {
		return err
	}
	var faults fault.Faults
	if stage.AsksAmount && o.Amount == 0 {
		faults.Add("amount", lang.Sayf("进入“%s”前请填写金额", "Enter the amount before it moves to %s", sayStage(stage)))
	}
	if stage.AsksClose && o.ExpectedCloseOn == 0 {
		faults.Add("expectedCloseOn", lang.Sayf("进入“%s”前请填写预计成交日", "Enter the expected close before it moves to %s", sayStage(stage)))
	}
	return faults.Err()
}

func noLostReason() error {
	return fault.Field("lostReason", lang.Of("请填写输单原因", "Enter the reason it was lost"))
}

func (s *Service) move(ctx context.Context, o *Opportunity, in MoveInput) error {
	if in.Stage == o.Stage {
		return nil
	}
	if err := s.knows(ctx, o, in.Stage); err != nil {
		return err
	}
	reason := strings.TrimSpace(in.Reason)
	switch {
	case in.Stage == Lost:
		if o.LostReason = firstText(in.LostReason, reason); o.LostReason == "" {
			return noLostReason()
		}
		reason = o.LostReason
	case in.Stage == Won && o.Stage == Lost:
		return stillLost()
	}
	o.moveTo(ctx, in.Stage, s.clock.Now(), reason)
	return s.usualChance(ctx, o)
}

// moveTo sets the stage and logs why; day and chance follow in Prepare.
func (o *Opportunity) moveTo(ctx context.Context, to Stage, at time.Time, reason string) {
	if o.Stage.Closed() != to.Closed() {
		o.ClosedOn = 0
	}
	if to.Closed() && o.ClosedOn == 0 {
		o.ClosedOn = day.In(at, time.Local)
	}
	u, _ := who.From(ctx)
	o.Stage = to
	o.log(StageEntry{To: to, At: at, By: id.Of[who.User](u.ID), Reason: reason})
}

// stillLost refuses to win what is lost: first it must be known that it goes on.
func stillLost() error {
	return fault.New(fault.Conflict, "这个商机已经输单；请先重新打开，再赢单", "This opportunity is lost. Reopen it first, then win it.")
}

// knows refuses a stage that neither the standard process nor the opportunity's pipeline has.
func (s *Service) knows(ctx context.Context, o *Opportunity, stage Stage) error {
	found, err := s.stageOf(ctx, o, stage)
	if err != nil || found.Key != "" || stage.Closed() {
		return err
	}
	return fault.Field("stage", lang.Sayf("销售流程里没有“%s”这个阶段", "The pipeline has no stage %s", lang.S(stage)))
}

// usualChance sets the chance of a pipeline's own stage, unless a person has set another.
func (s *Service) usualChance(ctx context.Context, o *Opportunity) error {
	if o.PipelineID == "" || o.ChanceByHand || o.Stage.Closed() {
		return nil
	}
	p, err := store.Get(ctx, s.db, Pipelines, o.PipelineID)
	if err != nil {
		return err
	}
	if stage, ok := p.Stage(o.Stage); ok {
		o.Chance = stage.Chance
	}
	return nil
}

// Win wins an opportunity.
func (s *Service) Win(ctx context.Context, in WinInput) (Moved, error) {
	return s.change(ctx, in.ID, in.Rev, lang.Of("商机赢单", "Won an opportunity"), func(ctx context.Context, o *Opportunity) error {
		if o.Stage == Won {
			return fault.New(fault.Conflict, "这个商机已经赢单", "This opportunity is already won.")
		}
		if o.Stage == Lost {
			return stillLost()
		}
		if in.Amount != nil {
			o.Amount = *in.Amount
		}
		o.moveTo(ctx, Won, s.clock.Now(), "")
		if in.ClosedOn != 0 {
			o.ClosedOn = in.ClosedOn
		}
		o.LostReason = ""
		return nil
	})
}

// Lose loses an opportunity.
func (s *Service) Lose(ctx context.Context, in LoseInput) (Moved, error) {
	return s.change(ctx, in.ID, in.Rev, lang.Of("商机输单", "Lost an opportunity"), func(ctx context.Context, o *Opportunity) error {
		if o.Stage == Lost {
			return fault.New(fault.Conflict, "这个商机已经输单", "This opportunity is already lost.")
		}
		if err := s.move(ctx, o, MoveInput{Stage: Lost, LostReason: in.LostReason}); err != nil {
			return err
		}
		o.Competitor = firstText(in.Competitor, o.Competitor)
		if in.ClosedOn != 0 {
			o.ClosedOn = in.ClosedOn
		}
		return nil
	})
}

// Reopen opens a closed opportunity again, in the last open stage it was in.
func (s *Service) Reopen(ctx context.Context, in ReopenInput) (Moved, error) {
	return s.change(ctx, in.ID, in.Rev, lang.Of("重新打开商机", "Reopened an opportunity"), func(ctx context.Context, o *Opportunity) error {
		if !o.Stage.Closed() {
			return fault.New(fault.Conflict, "这个商机还在进行中", "This opportunity is still open.")
		}
		to := in.Stage
		for i := len(o.StageLog) - 1; i >= 0 && to == ""; i-- {
			if stage := o.StageLog[i].To; !stage.Closed() {
				to = stage
			}
		}
		if to == "" {
			to = Qualify
		}
		return s.move(ctx, o, MoveInput{Stage: to, Reason: in.Reason})
	})
}

// change changes one opportunity in a change set of its own.
func (s *Service) change(ctx context.Context, oppID string, rev uint64, label lang.Text, change func(context.Context, *Opportunity) error) (out Moved, err error) {
	set, label := id.New(), customers.About(ctx, s.db, label, Opportunities.Type, oppID)
	err = s.db.Write(store.WithSet(ctx, set, label.In(who.Lang(ctx))), func(ctx context.Context) error {
		o, err := store.Get(ctx, s.db, Opportunities, id.Of[Opportunity](oppID))
		if err != nil {
			return err
		}
		if rev != 0 && rev != o.Rev {
			return fault.New(fault.Conflict, "这个商机刚刚被修改过，请刷新后再操作", "This opportunity has been changed in the meantime. Reload it, then try again.")
		}
		if err := change(ctx, o); err != nil {
			return err
		}
		if err := s.db.Put(ctx, o); err != nil {
			return err
		}
		out = Moved{ID: o.ID, Change: set, Rev: o.Rev, Stage: o.Stage, Chance: o.Chance, ClosedOn: o.ClosedOn}
		return nil
	})
	return out, err
}

func firstText(texts ...string) string {
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			return t
		}
	}
	return ""
}
