// Package desktop is the door with a window: the pages in a Wails window, the operations behind
// one bound method, native dialogs for files.
//
// Words. The Bridge is what the page may call. The place is where the window stood last.
//
// Promises. The book is opened only after the check for a window of the same book that is already
// open: a second start brings that window to the front. A book that cannot be opened is a fault
// that the page shows; the window comes up in any case. Nothing here decides anything: Invoke
// hands on to the table of operations, as the office door does.
package desktop
