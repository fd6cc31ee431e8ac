// Package columns keeps the fields that lists filter, sort, count and sum by as typed columns
// in memory, and answers every list, count and pivot from them.
//
// Words. A table holds the rows of one entity; the lines inside records are a table of their own
// ("order.lines") whose rows refer to their record ("orderId"). A row keeps its number for ever,
// so a reference is held as the row number of its target. A column is cut into blocks of 4,096
// rows; a text or choice is held as a code of a dictionary. Beside its numbers a block keeps what a
// question made of them (the days of its moments, what its rows refer to) for the next ones, until it
// changes; what was made of a whole column is kept with the view, until anything is written. A
// standing is a list that is asked for again, kept in its order: a lineup of rows. A finding marks
// the rows whose long text has a word that was asked for: the texts themselves stay on disk. A view
// is what one query sees: all tables at one moment. A period is a stretch of days relative to now,
// such as last month.
//
// Promises. Columns follow the store synchronously: what Write has returned, the next query sees.
// A query sees one moment of the whole book and never waits for a writer, nor a writer for it:
// blocks that a view may be looking at are copied before they change. Totals are exact. A cursor
// stays right while records change. The sealed snapshot on disk is only a shortcut: whatever is
// wrong with it, the columns are filled from the store instead.
package columns
