// Package entity turns a Go struct into an entity by pointing at its fields.
//
// Words. A Type describes one sort of record: its name, its fields, how a record is made and
// checked. A Record is a pointer to a struct that embeds Base. A Set is the list of all types
// of a book; it knows which entity a reference points to and which types have fields that
// customers defined.
//
// Promises. Define panics at program start on any exported field that was forgotten, named
// twice, or described with another's address. Check is the one gate for every writer: it
// cleans and checks each field, then asks the record's own Check.
package entity
