package peers

import (
	"database/sql"
	"encoding/json"
	"time"

	"xingke/backend/core/pinyin"
	"xingke/backend/modules/customers"
	"xingke/backend/modules/sales"
)

// Writer puts records into SQLite within one transaction.
type Writer struct {
	tx                 *sql.Tx
	customer, followUp *sql.Stmt
	opportunity        *sql.Stmt
	doc, terms         *sql.Stmt
	searchable         bool
}

// Write runs fn in one transaction. With search set, records go into the full text index too.
func (s *SQLite) Write(search bool, fn func(w *Writer) error) error {
	tx, err := s.Begin()
	if err != nil {
		return err
	}
	w := &Writer{tx: tx, searchable: search}
	for _, one := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&w.customer, insertCustomer}, {&w.followUp, insertFollowUp}, {&w.opportunity, insert("opportunity", 6)},
		{&w.doc, "INSERT INTO docs(entity, id, at, title, body) VALUES(?,?,?,?,?)"}, {&w.terms, "INSERT INTO fts(rowid, terms) VALUES(?,?)"},
	} {
		if *one.to, err = tx.Prepare(one.sql); err != nil {
			_ = tx.Rollback()
			return err
		}
	}
	if err := fn(w); err != nil {
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}

// Customer puts a customer.
func (w *Writer) Customer(c *customers.Customer) error {
	doc, err := json.Marshal(c)
	if err != nil {
		return err
	}
	_, err = w.customer.Exec(c.ID, c.Name, pinyin.Sort(c.Name), pinyin.Initials(c.Name), c.Code, c.Phone, c.Email, string(c.Status),
		string(c.Level), c.Industry, c.Source, c.Region, c.Address, string(c.OwnerID), int64(c.LastFollowUpOn), int64(c.NextFollowUpOn),
		c.CreatedAt.UnixMilli(), c.UpdatedAt.UnixMilli(), doc)
	if err != nil || !w.searchable {
		return err
	}
	body := c.Name + " " + c.ShortName + " " + c.Code + " " + c.Phone + " " + c.Email + " " + c.Region + " " + c.Address + " " + c.SpecialDemand + " " + c.Note
	return w.index("customer", c.ID, c.UpdatedAt, c.Name, body)
}

// FollowUp puts a follow-up. customer is the name of whom it was with, which is searched too, and in
// which order it stands.
func (w *Writer) FollowUp(f *customers.FollowUp, customer string, order []byte) error {
	_, err := w.followUp.Exec(f.ID, string(f.CustomerID), string(f.ContactID), string(f.OwnerID), string(f.Way), f.At.UnixMilli(),
		f.At.Format("2006-01"), f.Summary, f.Content, f.Result, f.NextStep, int64(f.NextOn), f.CreatedAt.UnixMilli(), order,
		pinyin.Sort(f.Summary), pinyin.Sort(f.Result))
	if err != nil || !w.searchable {
		return err
	}
	return w.index("followUp", f.ID, f.At, f.Summary, f.Content+" "+f.Result+" "+f.NextStep+" "+f.Place+" "+customer)
}

// Opportunity puts an opportunity, which is not searched.
func (w *Writer) Opportunity(o *sales.Opportunity) error {
	_, err := w.opportunity.Exec(o.ID, string(o.Stage), int64(o.Amount), string(o.CustomerID), string(o.OwnerID), int64(o.ClosedOn))
	return err
}

func (w *Writer) index(entity, id string, at time.Time, title, body string) error {
	done, err := w.doc.Exec(entity, id, at.UnixMilli(), title, body)
	if err != nil {
		return err
	}
	row, err := done.LastInsertId()
	if err == nil {
		_, err = w.terms.Exec(row, Pairs(body))
	}
	return err
}
