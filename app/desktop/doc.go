// Package desktop is the door with a window: the pages in a Wails window, the operations behind
// one bound method, native dialogs for files, and the manners of a window: it remembers where it
// stood and how it looked, has a menu, takes files that are opened with it or dropped on it, tells
// once a day of plans that are due, and does not close over unfinished work without asking.
//
// Words. The Bridge is what the page may call; operations that begin with "window." are about the
// window and answered here, also when no book could be opened. The place is what a window remembers
// from one time to the next. A file is handed to the page when it was given to the program from
// outside.
//
// Promises. The book is opened only after the check for a window of the same book that is already
// open: a second start brings that window to the front, with the file it was given. A book that
// cannot be opened is a fault that the page shows; the window comes up in any case. A page that no longer
// answers cannot keep the window open. Nothing here decides anything about the book: Invoke hands on to the table
// of operations, as the office door does.
package desktop
