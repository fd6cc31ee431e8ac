package sheet

// Fix is a corrected cell: the number of its row, the heading of its column and what it is to say.
type Fix struct {
	Row     int
	Heading string
	Text    string
}

// Correct puts right what a person corrected before the import: texts holds, by heading, what a text of that
// column is to be read as wherever it stands; cells are single cells. What the table does not have is passed
// over. text writes a cell as people see it.
func (t *Table) Correct(texts map[string]map[string]string, cells []Fix, text func(Cell) string) {
	touched := map[int]bool{}
	for heading, instead := range texts {
		k, ok := t.Column(heading)
		if !ok || len(instead) == 0 {
			continue
		}
		touched[k] = true
		for i := range t.Rows {
			if now, wrong := instead[text(t.Rows[i].Cells[k])]; wrong {
				t.Rows[i].Cells[k] = TextCell(now)
			}
		}
	}
	if len(cells) > 0 {
		at := make(map[int]int, len(t.Rows))
		for i := range t.Rows {
			at[t.Rows[i].Number] = i
		}
		for _, fix := range cells {
			k, ok := t.Column(fix.Heading)
			i, there := at[fix.Row]
			if ok && there {
				t.Rows[i].Cells[k], touched[k] = TextCell(fix.Text), true
			}
		}
	}
	for k := range touched {
		t.Columns[k].Profile = t.profile(k, maxDistinct)
	}
}

// Head gives the first rows of a sheet as they are, for a person to see where the table begins.
func (s *Sheet) Head(most int) []Row { return s.preview[:min(most, len(s.preview))] }
