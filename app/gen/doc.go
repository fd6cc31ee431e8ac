// Command gen reads the program and writes what is derived from it: the types of the pages'
// client, the lists of operations and entities, the glossary.
//
//	go run ./app/gen          writes
//	go run ./app/gen -check   fails if something written is out of date
package main
