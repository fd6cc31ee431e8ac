package store

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/s2"

	"xingke/backend/base/id"
	"xingke/backend/core/entity"
	"xingke/backend/core/seal"
	"xingke/backend/core/store/engine"
	"xingke/backend/core/store/journal"
)

var tieDeals = []Tie{{Entity: "deal"}}

// plainOf is every byte that a book holds, as it is before it is sealed: frames, records, index keys, change sets.
func plainOf(t *testing.T, db *DB) []byte {
	t.Helper()
	var all bytes.Buffer
	must(t, db.log.Frames(0, func(f journal.Frame) bool {
		body := f.Payload[1:]
		if f.Payload[0] == payloadPacked {
			var err error
			if body, err = s2.Decode(nil, body); err != nil {
				t.Fatal(err)
			}
		}
		all.Write(body)
		return true
	}))
	snap := db.view.Load().engine.Snapshot()
	defer snap.Release()
	must(t, snap.Scan(engine.Range{}, func(key, value []byte) bool {
		all.Write(key)
		if key[0] == spaceRecord {
			plain, err := db.openRecord(key, value)
			if err != nil {
				t.Fatal(err)
			}
			value = plain
		}
		all.Write(value)
		return true
	}))
	return bytes.ToLower(all.Bytes())
}

// erased copies a book under another key without a firm, as the program does, and opens the copy.
func erased(t *testing.T, db *DB, of string, words ...string) (*DB, Config, *Found) {
	t.Helper()
	found, err := db.FindErased(bg, []Ref{{"firm", of}}, tieDeals, nil)
	must(t, err)
	plan := &found.Erasing
	plan.Set, plan.Label, plan.Actor, plan.Gone, plan.Words = id.New(), "erased", "wang", "gone", words
	plan.Named = map[string]string{"firm": "gone firm"}
	dir, keys := t.TempDir(), seal.New()
	folder := filepath.Join(dir, journalDir)
	_, err = db.CopyJournal(bg, folder, keys, plan, nil)
	must(t, err)
	for range 2 { // the second finds a copy with a witness, as after a kill
		must(t, db.Still(bg, func(uint64) error {
			if _, err := db.CopyJournal(bg, folder, keys, plan, nil); err != nil {
				return err
			}
			if err := db.Late(bg, plan, tieDeals); err != nil {
				return err
			}
			count, err := db.CountErased(bg, plan, Counted{})
			if err != nil {
				return err
			}
			_, err = db.Bear(bg, folder, keys, plan, count, &Proof{}, func(Witness) entity.Record { return &firm{Name: "witness"} })
			return err
		}, nil))
	}
	cfg := config(dir)
	cfg.Keys = keys
	copied, err := Open(cfg)
	must(t, err)
	return copied, cfg, found
}

func TestNothingOfAnErasedRecordIsLeftAndNothingElseIsChanged(t *testing.T) {
	db := openAt(t, "")
	defer func() { must(t, db.Close()) }()
	person := &firm{Name: "Canary One", Code: "canary-77", Level: "a", Words: []string{"canary tag"}, Note: "canary note", Items: []item{{What: "canary item"}}}
	must(t, db.Put(WithSet(bg, "", "made Canary One"), person))
	person.Name, person.Note = "Canary Two", "another canary"
	must(t, db.Put(WithSet(bg, "", "changed Canary One"), person))
	witness := &deal{Name: "canary was called", Firm: id.Of[firm](person.ID)}
	must(t, db.Put(WithSet(bg, "", "made canary was called"), witness))
	must(t, db.Put(bg, &firm{Name: "Friend", Note: "ask 138-0013 8000 or CANARY-77", Code: "canary-77 friend", Items: []item{{What: "for Canary-77"}}}))
	others := []string{}
	for n := range 20 {
		others = append(others, newFirm(t, db, fmt.Sprintf("Firm %d", n)).ID)
	}
	_, err := db.Undo(bg, mustSet(t, db, "changed Canary One"), nil)
	must(t, err)
	was := map[string]string{}
	for _, one := range others {
		was[one] = shown(t, db, one)
	}
	if !bytes.Contains(plainOf(t, db), []byte("canary")) {
		t.Fatal("the words are not found where they are")
	}
	copied, _, found := erased(t, db, person.ID, "Canary One", "Canary Two", "canary-77", "13800138000")
	defer func() { must(t, copied.Close()) }()
	if raw := plainOf(t, copied); bytes.Contains(raw, []byte("canary")) || bytes.Contains(raw, []byte("0013")) {
		at := bytes.Index(raw, []byte("canary"))
		t.Fatalf("%q", raw[max(0, at-80):min(len(raw), at+80)])
	}
	report, err := copied.Verify(bg, nil)
	must(t, err)
	if !report.OK() {
		t.Fatalf("%+v", report.Faults)
	}
	for _, one := range others {
		if now := shown(t, copied, one); now != was[one] {
			t.Errorf("%s became %s", was[one], now)
		}
	}
	rec, err := copied.Find(bg, firms.Type, person.ID)
	must(t, err)
	if left := rec.(*firm); left.Name != "gone firm" || left.Code+left.Note+left.Level != "" || left.Size != 0 || !left.Deleted() {
		t.Errorf("of the record stays %+v", left)
	}
	rec, err = copied.Find(bg, deals.Type, witness.ID)
	must(t, err)
	if left := rec.(*deal); left.Name != "gone" || string(left.Firm) != person.ID || left.Deleted() {
		t.Errorf("of what tells of it stays %+v", left)
	}
	if found.Changes != 4 || len(found.Texts["deal"]) != 1 || len(found.Sets) != 4 {
		t.Errorf("%+v", found)
	}
}

func mustSet(t *testing.T, db *DB, label string) string {
	t.Helper()
	sets, err := db.Sets(bg, 0, 100)
	must(t, err)
	for _, s := range sets {
		if s.Label == label {
			return s.ID
		}
	}
	t.Fatalf("no set is called %s", label)
	return ""
}

func shown(t *testing.T, db *DB, one string) string {
	t.Helper()
	rec, err := db.Find(bg, firms.Type, one)
	must(t, err)
	history, err := db.History(bg, "firm", one, 0, 0)
	must(t, err)
	return fmt.Sprintf("%+v %+v", rec, history)
}

// Whoever has the key can write any journal; but not one that the witness of an erasing stands for.
func TestTheWitnessStandsForWhatWasCopied(t *testing.T) {
	db := openAt(t, "")
	defer func() { must(t, db.Close()) }()
	person, friend := newFirm(t, db, "Canary"), newFirm(t, db, "Friend")
	copied, cfg, _ := erased(t, db, person.ID)
	again, folder := seal.New(), filepath.Join(t.TempDir(), journalDir)
	_, err := copied.CopyJournal(bg, folder, again, nil, nil) // sealed anew it still holds
	must(t, err)
	must(t, copied.Close())
	cfg.Dir, cfg.Keys = filepath.Dir(folder), again
	resealed, err := Open(cfg)
	must(t, err)
	report, err := resealed.Verify(bg, nil)
	if err != nil || !report.OK() {
		t.Fatalf("%+v %v", report.Faults, err)
	}
	forged := seal.New()
	to, err := journal.Disk(filepath.Join(t.TempDir(), journalDir))
	must(t, err)
	_, err = resealed.log.Copy(bg, to, forged.For("journal"), func(f journal.Frame) ([]byte, error) {
		changes, err := decodeFrame(f.First, f.Payload)
		if err == nil && changes[0].ID == friend.ID {
			changes[0].Actor = "somebody else"
		}
		if err != nil {
			return nil, err
		}
		return encodeFrame(changes)
	}, nil)
	must(t, err)
	must(t, resealed.Close())
	cfg.Dir, cfg.Keys, cfg.seams.journal = "", forged, to
	lie, err := Open(cfg)
	must(t, err)
	defer func() { must(t, lie.Close()) }()
	report, err = lie.Verify(bg, nil)
	if err != nil || len(report.Faults) != 1 || !strings.Contains(report.Faults[0].EN, "when personal data was erased") {
		t.Errorf("%+v %v", report.Faults, err)
	}
}

func TestWhatIsChangedWhileItIsErasedStopsIt(t *testing.T) {
	db := openAt(t, "")
	defer func() { must(t, db.Close()) }()
	person := newFirm(t, db, "Canary")
	found, err := db.FindErased(context.Background(), []Ref{{"firm", person.ID}}, tieDeals, nil)
	must(t, err)
	must(t, db.Put(bg, &firm{Name: "another"}))
	must(t, db.Late(bg, &found.Erasing, tieDeals))
	must(t, db.Put(bg, &deal{Name: "new", Firm: id.Of[firm](person.ID)}))
	if err := db.Late(bg, &found.Erasing, tieDeals); err == nil {
		t.Error("what was tied to it since is left")
	}
}

func TestWordsAreFoundHoweverTheyAreWritten(t *testing.T) {
	w, err := wherever([]string{"+86 138-0013-8000", "Li@Example.com", "李建国", " "})
	must(t, err)
	for text, want := range map[string]string{
		"打 138 0013 8000 找李建国": "打 * 找*", "LI@example.COM": "*", "13800138000": "*", "1380013800": "1380013800", "李建": "李建", "": "",
	} {
		if got := w.replace(text, "*"); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
	if number("call 12") != "" || sign("Abc") || !sign("wxid_88") {
		t.Error("what is a number or an account")
	}
}
