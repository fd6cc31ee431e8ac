package records

import (
	"context"
	"slices"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/core/rpc"
)

// keyImports holds the imports of a person that are running, or that the program did not live to finish.
const keyImports = "imports"

// ImportNote is an import that was begun. It is kept from the first row to the last, so that after the program
// was closed, or the power failed, the person is told what had been written by then.
type ImportNote struct {
	Set    string    `json:"set"`
	Entity string    `json:"entity"`
	File   string    `json:"file"`
	At     time.Time `json:"at"`
	Rows   int       `json:"rows"`           // of the file
	Anew   bool      `json:"anew,omitempty"` // no record is known again: importing the file once more doubles what was written
}

// UnfinishedImport is an import that was cut short.
type UnfinishedImport struct {
	ImportNote
	Written int  `json:"written"` // records, those made on the way included
	Undone  bool `json:"undone"`
}

// UnfinishedImports lists imports that were cut short.
type UnfinishedImports struct {
	Imports []UnfinishedImport `json:"imports"`
}

// noteImport remembers an import that begins; done forgets it, unless the program is being closed.
func (s *Service) noteImport(ctx context.Context, note ImportNote) (done func(), err error) {
	ctx = context.WithoutCancel(ctx)
	s.going.Store(note.Set, true)
	if err := s.changeNotes(ctx, func(notes []ImportNote) []ImportNote { return append(notes, note) }); err != nil {
		s.going.Delete(note.Set)
		return nil, err
	}
	return func() {
		defer s.going.Delete(note.Set)
		if !s.jobs.closing() {
			_ = s.changeNotes(ctx, without(note.Set)) // left behind, it only tells once more what was written
		}
	}, nil
}

func without(set string) func([]ImportNote) []ImportNote {
	return func(notes []ImportNote) []ImportNote {
		return slices.DeleteFunc(notes, func(one ImportNote) bool { return one.Set == set })
	}
}

func (s *Service) changeNotes(ctx context.Context, change func([]ImportNote) []ImportNote) error {
	s.notes.Lock()
	defer s.notes.Unlock()
	var notes []ImportNote
	if err := s.RecallOwn(ctx, keyImports, &notes); err != nil {
		return err
	}
	return s.RememberOwn(ctx, keyImports, change(notes))
}

// ImportUnfinished lists the caller's imports that ended before their last row, and what they wrote.
func (s *Service) ImportUnfinished(ctx context.Context, _ rpc.Nothing) (UnfinishedImports, error) {
	out := UnfinishedImports{Imports: []UnfinishedImport{}}
	var notes []ImportNote
	if err := s.RecallOwn(ctx, keyImports, &notes); err != nil {
		return out, err
	}
	for _, note := range notes {
		if _, going := s.going.Load(note.Set); going {
			continue
		}
		one := UnfinishedImport{ImportNote: note}
		info, known, err := s.db.SetInfo(ctx, note.Set)
		if err != nil {
			return out, err
		}
		if known {
			one.Written, one.Undone = info.Count, info.UndoneBy != ""
		}
		out.Imports = append(out.Imports, one)
	}
	slices.Reverse(out.Imports)
	return out, nil
}

// ImportDismiss takes an import off the list of those that were cut short.
func (s *Service) ImportDismiss(ctx context.Context, in ChangeRef) (rpc.Nothing, error) {
	if in.Change == "" {
		return rpc.Nothing{}, notAsked("change")
	}
	if _, going := s.going.Load(in.Change); going {
		return rpc.Nothing{}, fault.New(fault.Conflict, "这次导入还在进行", "This import is still running.")
	}
	return rpc.Nothing{}, s.changeNotes(ctx, without(in.Change))
}
