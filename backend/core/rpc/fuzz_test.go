package rpc

import (
	"bytes"
	"encoding/json"
	"testing"

	"xingke/backend/base/fault"
)

// FuzzInput holds strict decoding against the standard one: what is taken here, the strictest
// reading of the standard library takes too, and every refusal is a fault for people.
func FuzzInput(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"entity":"a","lines":[{"quantity":1}],"free":{"x":[1,{"y":null}]},"raw":{"z":"\u0000"}}`,
		`{"where":{"name":"x","not":{"not":{"name":"y"}}}}`, `{"where":{"Name":"x"}}`, `{"where":null,"raw":1e999}`, `{"entity":"\ud800","\u0065ntity":"b"}`,
		`{"entity":"a","entity":"b"}`, `{"ENTITY":"a"}`, `{"free":{"a":1,"a":2}}`, `[[[[]]]]`, `{"a":`, `"x"`, `{} {}`, "\xff", `{"lines":{}}`, `{"lines":null}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var in input
		err := decode(raw, &in)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("%q: %v", raw, err)
			}
			return
		}
		if len(bytes.TrimSpace(raw)) == 0 {
			return
		}
		var again input
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&again); err != nil {
			t.Fatalf("%q is taken here and refused there: %v", raw, err)
		}
		one, oneErr := Encode(in)
		two, twoErr := Encode(again)
		if oneErr != nil || twoErr != nil || !bytes.Equal(one, two) {
			t.Fatalf("%q reads as %s and as %s", raw, one, two)
		}
	})
}
