package modules_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/who"
	"xingke/backend/modules/team"
)

// story plays a script a customer could read. Its lines:
//
//	as 王芳 sales                 王芳 acts from here on; she is made a user with this role if there is none of that name
//	clock 2026-03-02 10:00       it is this moment
//	call OPERATION JSON          runs an operation; {"id":…} of the answer is kept as $it, every member as $name
//	keep WORD                    remembers $it as $WORD
//	refuse KIND OPERATION JSON   the operation is refused with a fault of this kind
//	expect PATH VALUE            the last answer holds this at a path such as items.0.title; VALUE is JSON
type story struct {
	*parade
	clock  *clock.Settable
	words  map[string]string
	answer interface{}
}

func TestStories(t *testing.T) {
	scripts, err := filepath.Glob("testdata/script/*.txt")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, path := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(path)
			check(t, err)
			clk := clock.At(time.Date(2026, 1, 1, 9, 0, 0, 0, time.Local))
			s := &story{parade: newParadeAt(t, clk), clock: clk, words: map[string]string{}}
			for i, line := range strings.Split(string(text), "\n") {
				if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
					continue
				}
				if err := s.line(line); err != nil {
					t.Fatalf("%s:%d: %s\n%v", path, i+1, line, err)
				}
			}
		})
	}
}

func (s *story) line(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	switch word {
	case "as":
		name, role, _ := strings.Cut(rest, " ")
		return s.as(name, role)
	case "clock":
		at, err := time.ParseInLocation("2006-01-02 15:04", rest, time.Local)
		s.clock.Move(at.Sub(s.clock.Now()))
		return err
	case "call":
		operation, in, _ := strings.Cut(rest, " ")
		return s.run(operation, in)
	case "keep":
		s.words[rest] = s.words["it"]
		return nil
	case "refuse":
		kind, rest, _ := strings.Cut(rest, " ")
		operation, in, _ := strings.Cut(rest, " ")
		if err := s.run(operation, in); !fault.Is(err, fault.Kind(kind)) {
			return fmt.Errorf("not refused as %s but: %v", kind, err)
		}
		return nil
	case "expect":
		path, want, _ := strings.Cut(rest, " ")
		return s.expect(path, want)
	}
	return fmt.Errorf("a story has no line %q", word)
}

func (s *story) as(name, role string) error {
	program := who.With(s.ctx, who.System)
	userID := s.words[name]
	if userID == "" {
		roleID, err := team.RoleID(program, s.db, role)
		if err != nil {
			return err
		}
		u := &team.User{Name: name, Active: true, RoleIDs: []id.Of[team.Role]{id.Of[team.Role](roleID)}}
		if err := s.db.Put(program, u); err != nil {
			return err
		}
		userID = u.ID
		s.words[name] = userID
	}
	person, err := s.people.Person(program, userID)
	s.ctx = who.With(s.ctx, person)
	return err
}

var wordInScript = regexp.MustCompile(`\$[\p{L}\d]+`)

func (s *story) fill(text string) string {
	return wordInScript.ReplaceAllStringFunc(text, func(word string) string {
		if known, ok := s.words[word[1:]]; ok {
			return known
		}
		return word
	})
}

func (s *story) run(operation, in string) error {
	raw, err := s.table.Call(s.ctx, operation, json.RawMessage(s.fill(in)))
	if err != nil {
		return err
	}
	var begun struct {
		Job *struct {
			ID     string
			State  string
			Result json.RawMessage
		}
	}
	if json.Unmarshal(raw, &begun) == nil && begun.Job != nil {
		if err := json.Unmarshal(s.call("jobs.wait", `{"id":"`+begun.Job.ID+`"}`), &begun); err != nil {
			return err
		}
		raw = begun.Job.Result
	}
	s.answer = nil
	if err := json.Unmarshal(raw, &s.answer); err != nil {
		return err
	}
	members, _ := s.answer.(map[string]interface{})
	for name, value := range members {
		if text, ok := value.(string); ok {
			s.words[name] = text
			if name == "id" {
				s.words["it"] = text
			}
		}
	}
	return nil
}

func (s *story) expect(path, want string) error {
	at := s.answer
	for _, step := range strings.Split(path, ".") {
		var place int
		switch inside := at.(type) {
		case map[string]interface{}:
			at = inside[step]
		case []interface{}:
			if _, err := fmt.Sscan(step, &place); step != "length" && (err != nil || place >= len(inside)) {
				return fmt.Errorf("%s: there are %d", path, len(inside))
			}
			if at = float64(len(inside)); step != "length" {
				at = inside[place]
			}
		default:
			at = nil
		}
	}
	got, err := json.Marshal(at)
	if err != nil {
		return err
	}
	if !same(got, json.RawMessage(s.fill(want))) {
		return fmt.Errorf("%s is %s, want %s", path, got, s.fill(want))
	}
	return nil
}
