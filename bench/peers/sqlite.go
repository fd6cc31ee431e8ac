package peers

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver named sqlite
)

// SQLite is a CRM's tables in SQLite, as a careful Go program keeps them: WAL, full sync, the
// indexes its lists need, pinyin made by the application.
type SQLite struct {
	*sql.DB
	path string
}

const schema = `
CREATE TABLE customer(
  id TEXT PRIMARY KEY, name TEXT NOT NULL, pinyin BLOB, initials TEXT, code TEXT, phone TEXT, email TEXT, status TEXT,
  level TEXT, industry TEXT, source TEXT, region TEXT, address TEXT, owner TEXT, last INTEGER, next INTEGER,
  created INTEGER, updated INTEGER, doc BLOB) WITHOUT ROWID;
CREATE INDEX customer_name ON customer(name);
CREATE INDEX customer_pinyin ON customer(pinyin);
CREATE INDEX customer_initials ON customer(initials);
CREATE UNIQUE INDEX customer_code ON customer(code) WHERE code <> '';
CREATE INDEX customer_phone ON customer(phone);
CREATE INDEX customer_status ON customer(status);
CREATE INDEX customer_level ON customer(level);
CREATE INDEX customer_industry ON customer(industry);
CREATE INDEX customer_region ON customer(region);
CREATE INDEX customer_last ON customer(last);
CREATE INDEX customer_next ON customer(next);
CREATE TABLE followup(
  id TEXT PRIMARY KEY, customer TEXT, contact TEXT, owner TEXT, way TEXT, at INTEGER, month TEXT, summary TEXT,
  content TEXT, result TEXT, next_step TEXT, next_on INTEGER, created INTEGER, customer_pinyin BLOB, summary_pinyin BLOB,
  result_pinyin BLOB) WITHOUT ROWID;
CREATE TABLE opportunity(id TEXT PRIMARY KEY, stage TEXT, amount INTEGER, customer TEXT, owner TEXT, closed INTEGER) WITHOUT ROWID;
CREATE TABLE docs(row INTEGER PRIMARY KEY, entity TEXT, id TEXT, at INTEGER, title TEXT, body TEXT);
CREATE INDEX docs_id ON docs(id);
CREATE VIRTUAL TABLE fts USING fts5(terms, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '#^'");
`

// later are the indexes of tables that are filled once, made when they are full.
const later = `
CREATE INDEX followup_at ON followup(at);
CREATE INDEX followup_customer ON followup(customer, at);
CREATE INDEX followup_pivot ON followup(month, owner);
CREATE INDEX followup_three ON followup(way, owner, at);
CREATE INDEX followup_owner ON followup(owner);
CREATE INDEX followup_way ON followup(way);
CREATE INDEX followup_next ON followup(next_on);
CREATE INDEX followup_created ON followup(created);
CREATE INDEX followup_customer_pinyin ON followup(customer_pinyin);
CREATE INDEX followup_summary_pinyin ON followup(summary_pinyin);
CREATE INDEX followup_result_pinyin ON followup(result_pinyin);
CREATE INDEX opportunity_stage ON opportunity(stage, amount);
ANALYZE;
`

// Index makes the indexes of the tables that were filled.
func (s *SQLite) Index() error {
	_, err := s.Exec(later)
	return err
}

// Find opens the database that an earlier run left in a folder; nil if there is none.
func Find(dir string) (*SQLite, error) {
	path := filepath.Join(dir, "peer.db")
	if _, err := os.Stat(path); err != nil {
		return nil, nil //nolint:nilerr,nilnil // there is none
	}
	return again(path)
}

// Open makes an empty database in a folder, with the tables of a CRM.
func Open(dir string) (*SQLite, error) { return Make(dir, schema) }

// Make makes an empty database in a folder, with these tables.
func Make(dir, tables string) (*SQLite, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	s, err := again(filepath.Join(dir, "peer.db"))
	if err != nil {
		return nil, err
	}
	if _, err := s.Exec(tables); err != nil {
		return nil, fmt.Errorf("make the tables: %w", err)
	}
	return s, nil
}

func again(path string) (*SQLite, error) {
	pragmas := "?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=cache_size(-65536)&_pragma=busy_timeout(10000)&_txlock=immediate"
	db, err := sql.Open("sqlite", "file:"+path+pragmas)
	if err != nil {
		return nil, err
	}
	return &SQLite{db, path}, nil
}

// Reopen closes the database and opens it again.
func (s *SQLite) Reopen() (err error) {
	if err := s.Close(); err != nil {
		return err
	}
	fresh, err := again(s.path)
	if err == nil {
		s.DB = fresh.DB
	}
	return err
}

// Size is how many bytes the database takes.
func (s *SQLite) Size() int64 {
	if info, err := os.Stat(s.path); err == nil {
		return info.Size()
	}
	return 0
}

// Pages is how many bytes the database takes, with what is still in its log.
func (s *SQLite) Pages() (size int64) {
	_ = s.QueryRow("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()").Scan(&size)
	return size
}

// Rows runs a query and reads every value of every row, as a program that shows them must. It
// returns the number of rows.
func (s *SQLite) Rows(query string, args ...any) (n int, err error) {
	rows, err := s.Query(query, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	values, places := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		places[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(places...); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Err()
}

// Columns of two tables, in the order in which Customer and FollowUp give them.
var (
	insertCustomer = insert("customer", 19)
	insertFollowUp = insert("followup", 16)
)

func insert(table string, columns int) string {
	return "INSERT INTO " + table + " VALUES(?" + strings.Repeat(",?", columns-1) + ")"
}
