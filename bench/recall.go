package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"xingke/backend/core/pinyin"
	"xingke/backend/core/search"
	"xingke/backend/modules/customers"
)

// told is a follow-up as recall looks at it: what a person can find it by, folded.
type told struct {
	id   string
	at   time.Time
	said string // as it was written
	text string
}

const (
	recallTexts = 12   // whose substrings are all asked for
	recallDays  = 3    // on which they lie
	recallMost  = 4000 // questions
)

// overhear keeps what was said on some days.
func (b *bench) overhear(f *customers.FollowUp) {
	day := f.At.In(time.Local).Format("2006-01-02")
	if _, known := b.days[day]; !known && (len(b.days) >= recallDays || f.At.After(time.Now().AddDate(0, 0, -7))) {
		return
	}
	b.days[day] = append(b.days[day], told{f.ID, f.At, f.Content, folded(strings.Join([]string{f.Content, f.Result, f.NextStep, f.Place}, "\n"))})
}

func folded(s string) string { return strings.Map(pinyin.Fold, s) }

// recall asks for every substring of two and more Chinese characters of some follow-ups, on the day
// they were made, and compares with a search by brute force through all follow-ups of the day: what
// that finds must all be found. There may be more: names of others that a follow-up refers to.
func (b *bench) recall() ([]figure, error) {
	asked, right := 0, 0
	var wrong []string
	days := []string{}
	for day := range b.days {
		days = append(days, day)
	}
	slices.Sort(days)
	most := recallMost
	if b.how == hasty {
		most = 60
	}
	for _, day := range days {
		list := b.days[day]
		for k := range min(len(list), recallTexts/recallDays) {
			one := list[k*len(list)/min(len(list), recallTexts/recallDays)]
			for _, words := range substrings(one.text) {
				if asked++; asked > most {
					asked--
					break
				}
				good, err := b.recalled(words, one.at, list)
				if err != nil {
					return nil, err
				}
				if good {
					right++
				} else if len(wrong) < 3 {
					wrong = append(wrong, "“"+words+"”")
				}
			}
		}
	}
	f := weighed("recall of every substring of 2 and more characters, engine", amount{Got: 100 * float64(right) / float64(max(1, asked)), Least: 100, Unit: "%"})
	f.Extra = fmt.Sprintf("%s questions about %d follow-ups, against brute force over all of their days", grouped(asked), recallTexts)
	if wrong != nil {
		f.Extra += "; wrong: " + strings.Join(wrong, ", ")
	}
	return []figure{f}, nil
}

// recalled asks one question of the index and of brute force.
func (b *bench) recalled(words string, at time.Time, list []told) (bool, error) {
	y, m, d := at.In(time.Local).Date()
	from := time.Date(y, m, d, 0, 0, 0, 0, time.Local)
	found, err := b.engine.search.Query(b.ctx, search.Query{Text: `"` + words + `"`, Entities: []string{"followUp"}, From: from, To: from.AddDate(0, 0, 1), Limit: 200})
	if err != nil || len(found.Groups) != 1 {
		return false, err
	}
	g, total := found.Groups[0], 0
	has := map[string]bool{}
	for _, hit := range g.Hits {
		has[hit.ID] = true
	}
	for _, one := range list {
		if strings.Contains(one.text, words) {
			if total++; g.Total <= len(g.Hits) && !has[one.id] {
				return false, nil
			}
		}
	}
	return g.Total >= total && total > 0, nil
}

// substrings are the stretches of Chinese characters in a text, and of every stretch each part of
// two and more characters, each once.
func substrings(text string) (out []string) {
	seen := map[string]bool{}
	for _, run := range strings.FieldsFunc(text, func(r rune) bool { return !pinyin.Han(r) }) {
		chars := []rune(run)
		for i := range chars {
			for j := i + 2; j <= len(chars); j++ {
				if s := string(chars[i:j]); !seen[s] {
					seen[s] = true
					out = append(out, s)
				}
			}
		}
	}
	return out
}
