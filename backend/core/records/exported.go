package records

import (
	"context"

	"xingke/backend/base/lang"
	"xingke/backend/core/audit"
	"xingke/backend/core/rpc"
)

// Exported notes that a file of data was made. It comes before the file is handed over: a file of
// which no note could be taken is not.
func (s *Service) Exported(ctx context.Context, entity, group, file string, rows int) error {
	what := lang.Sayf("导出文件 %s", "Exported the file %s", lang.S(file))
	if rows > 0 {
		what = lang.Sayf("导出 %s 行到文件 %s", "Exported %s rows to the file %s", lang.N(rows), lang.S(file))
	}
	return audit.Note(ctx, s.db, audit.Event{Kind: audit.Export, Entity: entity, Group: group, Count: rows}.Say(what))
}

// PrintedInput tells what was put on paper: one record, or so many rows of a list, or a page as it stands.
type PrintedInput struct {
	Entity string `json:"entity,omitempty"`
	ID     string `json:"id,omitempty"`
	Title  string `json:"title"` // of the sheet
	Rows   int    `json:"rows,omitempty"`
}

// Printed notes that something was printed; the pages call it when the printer's dialog opens.
func (s *Service) Printed(ctx context.Context, in PrintedInput) (rpc.Nothing, error) {
	e := audit.Event{Kind: audit.Print, Entity: in.Entity, Count: max(in.Rows, 0)}
	if t := s.types.Type(in.Entity); t != nil && in.ID != "" {
		rec, err := s.db.Find(ctx, t, in.ID)
		if err != nil {
			return rpc.Nothing{}, err
		}
		e = e.About(t, rec)
	}
	return rpc.Nothing{}, audit.Note(ctx, s.db, e.Say(lang.Sayf("打印“%s”", "Printed %s", lang.S(in.Title))))
}

func (s *Service) exposePrinted(t *rpc.Table) {
	rpc.Handle(t, "audit.printed", rpc.SignedIn, s.Printed).Says("记下一次打印", "Notes that something was printed.")
}
