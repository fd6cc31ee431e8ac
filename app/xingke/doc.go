// Command xingke is the program without a window: the office door, and what scripts need of a
// book: import, export, reports, any operation, checks, backups.
//
// Where a window or an office has the book open already, commands speak to it through the
// book's local socket; otherwise they open the book themselves. Results are JSON on standard
// output; a fault is {"kind","message","fields"} on standard error, and the status is 1. A
// passphrase comes from XINGKE_PASSPHRASE or is asked for, never from the command line.
package main
