package sheet

import (
	"slices"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// Guess is where the column of a table probably goes.
type Guess struct {
	Path       string  // "" where nothing is sure enough
	Confidence float64 // of the path, or of the best offer
	Offers     []Offer // the likely ones, the best first
	Recalled   bool    // the path is one that people chose before
}

// Offer is one of several places a column may go to.
type Offer struct {
	Path       string
	Confidence float64
}

// Likely is the confidence from which a column is given its place without asking.
const Likely = 0.6

// Map guesses where each column of a table goes, by headings first, by values second. remembered
// holds what people chose before: paths by NormalHeading. No place is given to two columns.
func Map(types *entity.Set, t *entity.Type, table *Table, remembered map[string]string) []Guess {
	targets := Targets(types, t)
	type pick struct {
		column int
		target *Target
		score  float64
	}
	var picks []pick
	guesses := make([]Guess, len(table.Columns))
	for c := range table.Columns {
		col := &table.Columns[c]
		name := NormalHeading(col.Heading)
		past, recalled := remembered[name]
		for i := range targets {
			x := &targets[i]
			words, suits := x.score(name), fits(x, &col.Profile)
			score := words * suits
			if words >= 0.97 && suits > 0.2 && score < Likely { // so called, and some values are what it says: the others are told of
				score = Likely
			}
			if recalled && past == x.Path {
				score = 1.01
			}
			if score < 0.3 || recalled && past == "" {
				continue
			}
			picks = append(picks, pick{c, x, score})
			guesses[c].Offers = append(guesses[c].Offers, Offer{x.Path, min(1, score)})
		}
		slices.SortStableFunc(guesses[c].Offers, byConfidence)
		guesses[c].Offers = guesses[c].Offers[:min(5, len(guesses[c].Offers))]
	}
	slices.SortStableFunc(picks, func(a, b pick) int { return compareFloat(b.score, a.score) })
	taken := map[string]bool{}
	for _, p := range picks {
		if p.score < Likely || guesses[p.column].Path != "" || taken[p.target.Path] {
			continue
		}
		guesses[p.column].Path, guesses[p.column].Confidence = p.target.Path, min(1, p.score)
		guesses[p.column].Recalled = p.score > 1
		taken[p.target.Path] = true
	}
	dropOrphans(targets, guesses, taken)
	for c := range guesses {
		if guesses[c].Path == "" && len(guesses[c].Offers) > 0 {
			guesses[c].Confidence = guesses[c].Offers[0].Confidence
		}
	}
	return guesses
}

// dropOrphans takes back fields of a referenced record where no column says which record it is.
func dropOrphans(targets []Target, guesses []Guess, taken map[string]bool) {
	byPath := map[string]*Target{}
	for i := range targets {
		byPath[targets[i].Path] = &targets[i]
	}
	for c := range guesses {
		x := byPath[guesses[c].Path]
		if x == nil || x.Ref == nil || x.Spec.Unique && guesses[c].Confidence >= 0.9 {
			continue
		}
		base := x.Path[:len(x.Path)-len(x.Spec.Name)-1]
		if !taken[base] {
			guesses[c].Path = ""
		}
	}
}

func byConfidence(a, b Offer) int { return compareFloat(b.Confidence, a.Confidence) }

func compareFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// NormalHeading is a heading as mappings are remembered by.
func NormalHeading(text string) string { return normal(text) }

// fits tells how well the values of a column suit a target, from 0 to 1.
func fits(x *Target, p *Profile) float64 {
	if p.Filled == 0 {
		return 1
	}
	if x.Path == IDPath {
		return idShare(p)
	}
	said := p.Filled - p.Nothing
	if said == 0 {
		return 1
	}
	share := func(n int) float64 { return soften(float64(n) / float64(said)) }
	switch x.Spec.Kind.Name() {
	case "number", "decimal", "money", "percent":
		return share(p.Numbers)
	case "day", "instant":
		if p.Dates == 0 && p.Numbers == p.Filled {
			return 0.9 // serial numbers without a date format
		}
		return share(p.Dates)
	case "flag":
		return share(p.Flags)
	case "email":
		return share(p.Emails)
	case "phone":
		return 0.6 + 0.4*share(p.Phones)
	case "choice":
		return choiceFit(x.Spec, p)
	case "ref":
		if p.Numbers == p.Filled || p.Dates == p.Filled {
			return 0.6
		}
	case "text", "longtext", "region":
		if p.Dates == p.Filled {
			return 0.5
		}
		if x.Spec.HasMax && int64(p.Longest) > 4*x.Spec.Max {
			return 0.5
		}
	}
	return 1
}

// soften forgives a column for some values that are not of its kind.
func soften(share float64) float64 {
	if share >= 0.8 {
		return 1
	}
	return 0.2 + share
}

func choiceFit(s *field.Spec, p *Profile) float64 {
	if s.Dictated || len(p.Values) == 0 {
		return 1
	}
	if len(p.Values) > 50 {
		return 0.3
	}
	known := 0
	for _, text := range p.Values {
		if _, ok := field.MatchOption(s, text); ok {
			known++
		}
	}
	return 0.6 + 0.4*float64(known)/float64(len(p.Values))
}

// idShare is 1 for a column of our own identities, which are 36 characters long.
func idShare(p *Profile) float64 {
	n := 0
	for _, v := range p.Values {
		if len(v) == 36 && v[8] == '-' && v[13] == '-' {
			n++
		}
	}
	if n*10 >= len(p.Values)*9 {
		return 1
	}
	return 0
}
