package search

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func termsOf(s string) []string {
	var list []string
	textTerms(fold(s), nil, func(term []byte) { list = append(list, string(term)) })
	return list
}

func TestTerms(t *testing.T) {
	for text, want := range map[string]string{
		"华为技术":     "华为 为技 技术 术",
		"Ｈｕａｗｅｉ é": "huawei e",
		"GTX-500":  "gtx 500 #gtx5 #tx50 #x500 #500",
		"p50手机":    "p50 p 50 #p50 手机 机",
		"12号":      "12 号",
		"138 0013": "138 0013 #1380 #3800 #8001 #0013 #013",
		"a b":      "a b",
		"张三，李四":    "张三 三 李四 四",
		"":         "",
		"カタカナ 한국어": "カタ タカ カナ ナ 한국 국어 어",
	} {
		if got := strings.Join(termsOf(text), " "); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	c := parse(`华为 -作废 "售后 服务" CA-2017-1 -`)
	if len(c) != 4 {
		t.Fatalf("%d clauses: %+v", len(c), c)
	}
	if c[0].not || !c[1].not || c[2].phrase != "售后 服务" || c[3].pieces[0] != (piece{numberPiece, "ca20171"}) {
		t.Errorf("%+v", c)
	}
	if got := parse("  ，。！ "); got != nil {
		t.Errorf("marks alone ask for something: %+v", got)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"a\fb", "a\u00a0\u2028\u0085b", "华为 GTX-500", `"a" -b “`, "\xff\xfe", "138 0013 8000", "---", `"""`, "１２３４"} {
		f.Add(s, "客户 abc-123 联系")
	}
	f.Fuzz(func(t *testing.T, asked, text string) {
		clauses := parse(asked)
		for _, c := range clauses {
			clauseNode(c, []string{allField}, true, true)
		}
		terms := termsOf(text)
		for _, term := range terms {
			if term == "" {
				t.Fatal("an empty term")
			}
		}
		// Whatever the index would look up for a stretch of the text itself is among the text's terms.
		for _, p := range piecesOf(fold(text)) {
			if p.kind != hanPiece && p.kind != numberPiece || len(p.text) > maxRun {
				continue
			}
			for _, n := range flat(fieldNode(p, allField)) {
				ok := slices.Contains(terms, n.term)
				if n.op == opPrefix {
					ok = slices.ContainsFunc(terms, func(s string) bool { return strings.HasPrefix(s, n.term) })
				}
				if !ok {
					t.Fatalf("%q of %q is not among %q", n.term, p.text, terms)
				}
			}
		}
		parts := foldParts([]part{{text: text, title: true, name: true}})
		m := &matcher{clauses: clauses}
		m.score(parts)
		m.snippet(parts)
	})
}

// TestFoldTakesRuneByRune: what is passed over in one stride is what each character alone stays.
func TestFoldTakesRuneByRune(t *testing.T) {
	letters := []rune("aZ9 \t\n客户演示，。（）ＡｂÉßſ龥㐀々〇한か\U00020000\ufffd上海")
	rng := rand.New(rand.NewPCG(3, 5))
	for range 20_000 {
		var raw []byte
		for range rng.IntN(12) {
			switch raw = utf8.AppendRune(raw, letters[rng.IntN(len(letters))]); rng.IntN(30) {
			case 0:
				raw = append(raw, byte(rng.IntN(256)))
			case 1:
				raw = utf8.AppendRune(raw, rune(rng.IntN(0x20000)))
			}
		}
		text := string(raw[:len(raw)-rng.IntN(1+min(2, len(raw)))]) // also cut within a character
		want := ""
		for _, r := range text {
			want += string(foldRune(r))
		}
		if got := fold(text); got != want {
			t.Fatalf("%q is folded to %q, not %q", text, got, want)
		}
	}
}

func flat(n node) []node {
	if n.children == nil {
		return []node{n}
	}
	var list []node
	for _, c := range n.children {
		list = append(list, flat(c)...)
	}
	return list
}
