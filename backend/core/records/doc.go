// Package records is what can be done with the records of every entity: get, list, create,
// update, delete, restore, duplicate, in bulk, in aggregate, their history and its undoing,
// search, saved views, settings, import and export. Entities bring no code for any of it.
//
// Words. A flat record is the JSON form of a record: identity, fields and customer-defined
// fields side by side, empty ones left out. Titles are the names of the records that others
// refer to. A job is an operation too long to wait for; it tells how far it is and can be
// cancelled. A change set is what one person did in one go, and can be undone as one.
//
// Promises. Nothing leaves here that the one who acts may not read: a private field is
// absent from records, lists, history and aggregates, and asking for it is refused.
// References are checked when they are written. What is built here writes through the
// store's gate, so form, file and script obey the same rules.
package records
