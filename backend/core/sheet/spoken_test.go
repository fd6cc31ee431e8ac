package sheet_test

import (
	"encoding/json"
	"os"
	"testing"

	"xingke/backend/core/sheet"
)

// What forms read, files read alike: frontend/src/lib/money.test.ts is held to the same list.
func TestFiguresAreReadAsInForms(t *testing.T) {
	raw, err := os.ReadFile("testdata/numbers.json")
	if err != nil {
		t.Fatal(err)
	}
	var list struct {
		Reads   map[string]string `json:"reads"`
		Refuses []string          `json:"refuses"`
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	for text, want := range list.Reads {
		if got, ok := sheet.ParseNumber(text); !ok || got != want {
			t.Errorf("%q is read as %q, %v; want %q", text, got, ok, want)
		}
	}
	for _, text := range list.Refuses {
		if got, ok := sheet.ParseNumber(text); ok {
			t.Errorf("%q is read as %q", text, got)
		}
	}
	if _, _, ok := sheet.ParseSerial("3万"); ok {
		t.Error("3万 is taken for a day")
	}
	if cents, _, ok := sheet.TextCell("$2.5M").Cents(); !ok || cents != 250000000 {
		t.Error("2.5M", cents, ok)
	}
	if _, ok := sheet.ParseNumber("5m"); ok {
		t.Error("five metres are taken for five million")
	}
}
