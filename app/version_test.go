package app

import (
	"encoding/json"
	"os"
	"regexp"
	"testing"
)

// Whoever is told of an update is led to the section of that version: there is none without one.
func TestTheVersionSaysWhatChanged(t *testing.T) {
	newest := regexp.MustCompile(`(?m)^## (\S+)$`)
	for _, file := range []string{"../docs/manual/zh/19-whats-new.md", "../docs/manual/en/19-whats-new.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := newest.FindSubmatch(text); found == nil || string(found[1]) != Version {
			t.Errorf("%s begins with %q, the program is %s", file, found, Version)
		}
	}
	var packed struct {
		Info struct {
			Version string `json:"productVersion"`
		} `json:"info"`
	}
	raw, err := os.ReadFile("../wails.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &packed); err != nil || packed.Info.Version != Version {
		t.Errorf("packages say %q, the program %q (%v)", packed.Info.Version, Version, err)
	}
}
