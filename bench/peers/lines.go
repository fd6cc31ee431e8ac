package peers

import (
	"context"
	"database/sql"
)

// Lines are order lines as somebody keeps them who wants sums from SQLite: what they are grouped by
// stands in each line, and an index covers each question.
const Lines = `
CREATE TABLE line(id INTEGER PRIMARY KEY, month TEXT, region TEXT, product TEXT, customer TEXT, quantity INTEGER, amount INTEGER);
`

// LinesIndexes are made when the lines are there.
const LinesIndexes = `
CREATE INDEX line_pivot ON line(month, region, product, amount);
CREATE INDEX line_distinct ON line(region, customer);
CREATE INDEX line_top ON line(customer, amount);
ANALYZE;
`

// Texts are records of which only the texts are kept, row by row, to be indexed.
const Texts = `
CREATE TABLE texts(row INTEGER PRIMARY KEY, body TEXT);
CREATE VIRTUAL TABLE pairs USING fts5(terms, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '#^'");
CREATE VIRTUAL TABLE trigram USING fts5(terms, content='', tokenize='trigram');
`

// Slips are the smallest records that have three indexes.
const Slips = `
CREATE TABLE slip(id TEXT PRIMARY KEY, code TEXT, phone TEXT, day INTEGER, doc BLOB) WITHOUT ROWID;
CREATE UNIQUE INDEX slip_code ON slip(code);
CREATE INDEX slip_phone ON slip(phone);
CREATE INDEX slip_day ON slip(day);
`

// Insert runs fn in one transaction with a statement that puts rows of so many values into a table.
func (s *SQLite) Insert(table string, values int, fn func(put *sql.Stmt) error) error {
	tx, err := s.Begin()
	if err != nil {
		return err
	}
	put, err := tx.Prepare(insert(table, values))
	if err == nil {
		err = fn(put)
	}
	if err != nil {
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}

// IndexTexts fills a full text table from the rows of texts, some thousands in a transaction; made
// says what of a text is given to it.
func (s *SQLite) IndexTexts(into string, made func(string) string) error {
	const group = 5000
	type text struct {
		row  int64
		body string
	}
	for after, more := int64(-1), true; more; {
		rows, err := s.QueryContext(context.Background(), "SELECT row, body FROM texts WHERE row > ? ORDER BY row LIMIT ?", after, group)
		if err != nil {
			return err
		}
		var list []text
		for rows.Next() {
			var one text
			if err := rows.Scan(&one.row, &one.body); err != nil {
				_ = rows.Close()
				return err
			}
			list = append(list, one)
		}
		if err := rows.Close(); err != nil {
			return err
		}
		err = s.Insert(into+"(rowid, terms)", 2, func(put *sql.Stmt) error {
			for _, one := range list {
				if _, err := put.Exec(one.row, made(one.body)); err != nil {
					return err
				}
				after = one.row
			}
			return nil
		})
		if err != nil {
			return err
		}
		more = len(list) == group
	}
	return nil
}
