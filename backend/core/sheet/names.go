package sheet

import (
	"slices"
	"strings"
)

// Names finds records by what people call them: exactly, but for spaces, width and letter case,
// but for the legal form of a company, or nearly.
type Names struct {
	ids    []string
	titles []string
	exact  map[string][]int32
	normal map[string][]int32
	core   map[string][]int32
	pairs  map[string][]int32 // entries by the pairs of characters in them; made at the first near search
}

// Match is a record that a text may mean.
type Match struct {
	ID         string
	Title      string
	Confidence float64 // 1 exactly this; from Sure on it is taken without asking
	Many       bool    // several records bear this very name, so none is meant for certain
}

// Sure is the confidence from which a match is taken without asking.
const Sure = 0.95

// NewNames makes an empty collection.
func NewNames() *Names {
	return &Names{exact: map[string][]int32{}, normal: map[string][]int32{}, core: map[string][]int32{}}
}

// Add notes a record and its title.
func (n *Names) Add(id, title string) {
	at := int32(len(n.ids))
	n.ids, n.titles = append(n.ids, id), append(n.titles, title)
	put := func(m map[string][]int32, key string) {
		if key != "" {
			m[key] = append(m[key], at)
		}
	}
	name := normal(title)
	put(n.exact, strings.TrimSpace(title))
	put(n.normal, name)
	put(n.core, companyCore(name))
	n.pairs = nil
}

// Len is how many records are known.
func (n *Names) Len() int { return len(n.ids) }

// Exact finds the record called so, exactly or but for spaces, width and letter case.
func (n *Names) Exact(text string) (Match, bool) {
	if hits := n.exact[strings.TrimSpace(text)]; len(hits) > 0 {
		return n.match(hits, 1), true
	}
	if hits := n.normal[normal(text)]; len(hits) > 0 {
		return n.match(hits, 0.97), true
	}
	return Match{}, false
}

func (n *Names) match(hits []int32, confidence float64) Match {
	m := Match{ID: n.ids[hits[0]], Title: n.titles[hits[0]], Confidence: confidence, Many: len(hits) > 1}
	if m.Many {
		m.Confidence = 0.5
	}
	return m
}

// Near finds the record that is called most like a text; ok is false where none is alike.
func (n *Names) Near(text string) (Match, bool) {
	if m, ok := n.Exact(text); ok {
		return m, true
	}
	if len(text) > longestWord {
		return Match{}, false
	}
	want := normal(text)
	core := companyCore(want)
	if hits := n.core[core]; len(hits) == 1 && len([]rune(core)) >= 2 {
		return n.match(hits, 0.9), true
	}
	best, bestScore := int32(-1), 0.0
	for _, at := range n.candidates(want) {
		if score := similarity(want, normal(n.titles[at])); score > bestScore {
			best, bestScore = at, score
		}
	}
	if bestScore < 0.82 {
		return Match{}, false
	}
	return n.match([]int32{best}, min(0.94, bestScore*0.95)), true
}

// candidates are the entries that share the most pairs of characters with a name.
func (n *Names) candidates(name string) []int32 {
	if n.pairs == nil {
		n.pairs = map[string][]int32{}
		for at, title := range n.titles {
			for _, p := range pairsOf(normal(title)) {
				n.pairs[p] = append(n.pairs[p], int32(at))
			}
		}
	}
	counts := map[int32]int{}
	for _, p := range pairsOf(name) {
		if hits := n.pairs[p]; len(hits) < 5000 { // a pair that is everywhere tells nothing
			for _, at := range hits {
				counts[at]++
			}
		}
	}
	found := make([]int32, 0, len(counts))
	for at := range counts {
		found = append(found, at)
	}
	slices.SortFunc(found, func(a, b int32) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return int(a - b)
	})
	return found[:min(len(found), 50)]
}

func pairsOf(s string) []string {
	runes := []rune(s)
	var out []string
	for i := 0; i+1 < len(runes); i++ {
		out = append(out, string(runes[i:i+2]))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

var legalForms = []string{"有限责任公司", "股份有限公司", "集团有限公司", "有限公司", "集团公司", "集团", "股份", "公司", "incorporated", "corporation", "company", "limited", "gmbh", "corp", "inc", "ltd", "llc", "co"}

// companyCore is a normalised name without the legal form at its end.
func companyCore(name string) string {
	for again := true; again; {
		again = false
		for _, form := range legalForms {
			if bare, ok := strings.CutSuffix(name, form); ok && len([]rune(bare)) >= 2 {
				name, again = strings.TrimRight(bare, ",()"), true
			}
		}
	}
	return name
}

// similarity is that of Jaro and Winkler, by characters: 1 for equal texts, 0 for strangers.
func similarity(x, y string) float64 {
	a, b := []rune(x), []rune(y)
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	reach := max(len(a), len(b))/2 - 1
	usedA, usedB := make([]bool, len(a)), make([]bool, len(b))
	same := 0
	for i := range a {
		for j := max(0, i-reach); j < min(len(b), i+reach+1); j++ {
			if !usedB[j] && a[i] == b[j] {
				usedA[i], usedB[j] = true, true
				same++
				break
			}
		}
	}
	if same == 0 {
		return 0
	}
	swapped, j := 0, 0
	for i := range a {
		if !usedA[i] {
			continue
		}
		for !usedB[j] {
			j++
		}
		if a[i] != b[j] {
			swapped++
		}
		j++
	}
	m := float64(same)
	jaro := (m/float64(len(a)) + m/float64(len(b)) + (m-float64(swapped)/2)/m) / 3
	prefix := 0
	for prefix < min(4, len(a), len(b)) && a[prefix] == b[prefix] {
		prefix++
	}
	return jaro + float64(prefix)*0.1*(1-jaro)
}
