package store

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
)

// sentinelFile stands beside the view and tells what must be found in it. An almost empty
// store that opens without a word is recognised by it.
const sentinelFile = "store.json"

const storeFormat = 1

type sentinel struct {
	Format  int    `json:"format"`
	Book    string `json:"book"`
	View    string `json:"view"`              // the folder of the view in use
	Applied uint64 `json:"applied"`           // journal and view were on disk at least up to here
	Suspect bool   `json:"suspect,omitempty"` // damage was found in the journal: it is mended at the next opening
}

// readSentinel reads store.json. A missing or unreadable one is an empty sentinel: the view
// is then rebuilt. One of a newer program is a fault.
func (db *DB) readSentinel() (s sentinel, err error) {
	if db.cfg.Dir == "" {
		return s, nil
	}
	raw, err := os.ReadFile(filepath.Join(db.cfg.Dir, sentinelFile))
	if errors.Is(err, os.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, folderFault(db.cfg.Dir, err)
	}
	if json.Unmarshal(raw, &s) != nil {
		return sentinel{}, nil
	}
	if s.Format > storeFormat {
		return s, newerFormat()
	}
	if filepath.Base(s.View) != s.View {
		return sentinel{}, nil
	}
	return s, nil
}

// journalLost tells whether the journal of a book that had one is gone. Opened all the same, the
// book would begin anew, empty, and its view be set aside as another's.
func (db *DB) journalLost(s sentinel) error {
	if s.Applied == 0 {
		return nil
	}
	folder := filepath.Join(db.cfg.Dir, "journal")
	there, err := filepath.Glob(filepath.Join(folder, "*.journal"))
	if err != nil || len(there) > 0 {
		return err
	}
	return noJournal(folder)
}

// saveSentinel brings the view to disk and notes how far it has come.
func (db *DB) saveSentinel() error {
	if db.cfg.Dir == "" {
		return nil
	}
	db.saving.Lock()
	defer db.saving.Unlock()
	v := db.holdAny()
	if v == nil {
		return nil
	}
	defer v.release()
	seq := min(db.seq.Load(), db.log.Durable()) // what the journal may still lose must not be claimed
	if err := v.engine.Flush(); err != nil {
		return viewFault(err)
	}
	raw, err := json.Marshal(sentinel{Format: storeFormat, Book: db.log.Book(), View: v.name, Applied: seq, Suspect: db.suspect.Load()})
	if err != nil {
		return err
	}
	db.saved = seq
	return replaceFile(filepath.Join(db.cfg.Dir, sentinelFile), raw)
}

// replaceFile writes a file whole or not at all.
func replaceFile(path string, raw []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp")
	if err != nil {
		return folderFault(filepath.Dir(path), err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(raw)
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return folderFault(filepath.Dir(path), err)
	}
	return nil
}
