package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
)

type inner struct {
	Quantity int `json:"quantity"`
}

type input struct {
	Entity string                     `json:"entity"`
	Note   string                     `json:"note,omitempty"`
	Lines  []inner                    `json:"lines,omitempty"`
	Free   map[string]json.RawMessage `json:"free,omitempty"`
	Raw    json.RawMessage            `json:"raw,omitempty"`
	Where  tree                       `json:"where,omitzero"`
}

// tree decodes itself, as filters do.
type tree struct {
	name string
	not  *tree
}

type treeJSON struct {
	Name string `json:"name,omitempty"`
	Not  *tree  `json:"not,omitempty"`
}

func (tree) JSONShape() any { return treeJSON{} }

func (t tree) MarshalJSON() ([]byte, error) { return json.Marshal(treeJSON{t.name, t.not}) }

func (t *tree) UnmarshalJSON(raw []byte) error {
	var in treeJSON
	err := json.Unmarshal(raw, &in)
	*t = tree{in.Name, in.Not}
	return err
}

func allowing(context.Context, string, string) error { return nil }

func reader() context.Context {
	return who.With(context.Background(), who.User{ID: "u", Lang: lang.EN})
}

func echo(_ context.Context, in input) (input, error) { return in, nil }

func TestStrictInput(t *testing.T) {
	table := New(allowing)
	Handle(table, "echo", SignedIn, echo)
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for name, raw := range map[string]string{
		"unknown name":                   `{"entity":"a","other":1}`,
		"unknown name deep inside":       `{"entity":"a","lines":[{"quantity":1,"price":2}]}`,
		"folded name":                    `{"Entity":"a"}`,
		"folded name deep inside":        `{"entity":"a","lines":[{"Quantity":1}]}`,
		"unknown in what decodes itself": `{"entity":"a","where":{"other":1}}`,
		"folded in what decodes itself":  `{"entity":"a","where":{"not":{"not":{"NAME":"x"}}}}`,
		"twice in what decodes itself":   `{"entity":"a","where":{"not":{"name":"x","name":"y"}}}`,
		"twice by another spelling":      `{"entity":"a","\u0065ntity":"b"}`,
		"folded by another letter":       `{"line\u017f":[]}`,
		"twice":                          `{"entity":"a","entity":"b"}`,
		"twice in a free part":           `{"entity":"a","free":{"x":1,"x":2}}`,
		"twice in a raw part":            `{"entity":"a","raw":{"x":{"y":1,"y":2}}}`,
		"something after":                `{"entity":"a"} {}`,
		"too deep":                       `{"raw":` + deep(MaxDepth) + `}`,
		"wrong type":                     `{"entity":7}`,
		"cut off":                        `{"entity":"a"`,
		"no JSON":                        `entity`,
		"no UTF-8":                       "{\"entity\":\"\xff\"}",
		"too large":                      `{"note":"` + strings.Repeat("x", MaxInput) + `"}`,
		"a list":                         `[1]`,
	} {
		t.Run(name, func(t *testing.T) {
			out, err := table.Call(reader(), "echo", json.RawMessage(raw))
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("got %s, %v", out, err)
			}
			if f := fault.From(err); f.Text.ZH == "" || f.Text.EN == "" || f.Text.ZH == f.Text.EN {
				t.Errorf("not said in both languages: %+v", f.Text)
			}
		})
	}
	if out, err := table.Call(reader(), "echo", json.RawMessage(`{"raw":`+deep(MaxDepth-1)+`}`)); err != nil {
		t.Errorf("depth %d is allowed, got %s, %v", MaxDepth, out, err)
	}
}

func TestOutputKeepsItsCharacters(t *testing.T) {
	table := New(allowing)
	Handle(table, "echo", SignedIn, echo)
	const raw = `{"entity":"<b>& 行客","free":{"x":"a<b"}}`
	out, err := table.Call(reader(), "echo", json.RawMessage(raw))
	if err != nil || string(out) != raw {
		t.Errorf("got %s, %v", out, err)
	}
	if out, err = table.Call(reader(), "echo", nil); err != nil || string(out) != `{"entity":""}` {
		t.Errorf("nothing at all: %s, %v", out, err)
	}
}

func TestRules(t *testing.T) {
	refusing := func(_ context.Context, verb, entity string) error {
		if verb == "read" && entity == "open" {
			return nil
		}
		return fault.New(fault.Forbidden, "不行", "No.")
	}
	table := New(refusing)
	Handle(table, "public", Public, echo)
	Handle(table, "signed", SignedIn, echo)
	Handle(table, "needs", Needs("read", "open"), echo)
	Handle(table, "needsMore", Needs("update", "open"), echo)
	Handle(table, "generic", EntityVerb("read"), echo)
	nobody := context.Background()
	for _, c := range []struct {
		ctx   context.Context
		name  string
		raw   string
		wants fault.Kind
	}{
		{nobody, "public", `{}`, ""},
		{nobody, "signed", `{}`, fault.Forbidden},
		{nobody, "needs", `{}`, fault.Forbidden},
		{nobody, "generic", `{"entity":"open"}`, fault.Forbidden},
		{nobody, "needs", `{"broken`, fault.Forbidden}, // the rule comes before the input
		{reader(), "signed", `{}`, ""},
		{reader(), "needs", `{}`, ""},
		{reader(), "needsMore", `{}`, fault.Forbidden},
		{reader(), "generic", `{"entity":"open"}`, ""},
		{reader(), "generic", `{"entity":"closed"}`, fault.Forbidden},
		{reader(), "missing", `{}`, fault.NotFound},
	} {
		_, err := table.Call(c.ctx, c.name, json.RawMessage(c.raw))
		if c.wants == "" && err != nil || c.wants != "" && !fault.Is(err, c.wants) {
			t.Errorf("%s %s: %v, want %q", c.name, c.raw, err, c.wants)
		}
	}
}

func TestMistakesOfTheProgrammerPanic(t *testing.T) {
	panics := func(name string, register func(*Table)) {
		t.Helper()
		defer func() {
			if recover() == nil {
				t.Errorf("%s: no panic", name)
			}
		}()
		register(New(allowing))
	}
	panics("no rule", func(x *Table) { Handle(x, "a", Rule{}, echo) })
	panics("taken", func(x *Table) { Handle(x, "a", Public, echo); Handle(x, "a", Public, echo) })
	panics("no entity", func(x *Table) {
		Handle(x, "a", EntityVerb("read"), func(context.Context, Nothing) (Nothing, error) { return Nothing{}, nil })
	})
}

func TestDefectsBecomeInternalFaults(t *testing.T) {
	table := New(allowing)
	Handle(table, "panics", Public, func(context.Context, Nothing) (Nothing, error) { panic("defect") })
	Handle(table, "fails", Public, func(context.Context, Nothing) (Nothing, error) { return Nothing{}, errors.New("secret detail") })
	for _, name := range []string{"panics", "fails"} {
		out, err := table.Call(context.Background(), name, nil)
		if !fault.Is(err, fault.Internal) || out != nil {
			t.Errorf("%s: %s, %v", name, out, err)
		}
		if said := Say(err, lang.EN); strings.Contains(said.Message, "secret") || strings.Contains(said.Message, "defect") {
			t.Errorf("%s tells too much: %s", name, said.Message)
		}
	}
}

func TestDescribeListsByName(t *testing.T) {
	table := New(allowing)
	Handle(table, "b.do", Needs("update", "x"), echo).Says("做", "Does.")
	Handle(table, "a.do", Public, echo)
	ops := table.Describe()
	if len(ops) != 2 || ops[0].Name != "a.do" || ops[1].Rule.String() != "update x" || ops[1].Doc.EN != "Does." || ops[1].In.Name() != "input" {
		t.Errorf("got %+v", ops)
	}
}
