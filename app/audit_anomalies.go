package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
)

// From here on something stands out. The rules say these figures in words.
const (
	massExport   = 500   // rows in one file
	dayExport    = 2_000 // rows that one person exports in a day
	manyReads    = 200   // records whose private fields one person sees in a day
	manyRefusals = 20    // of one person in a day
	failuresRow  = 5     // failed sign-ins one after the other
	nightFrom    = 22    // o'clock
	nightTo      = 6
	anomalyDays  = 30
	mostLooked   = 50_000
)

func anomalyRules(tag lang.Tag) []string {
	rules := []lang.Text{
		lang.Sayf("一次导出 %s 行以上，一人一天导出 %s 行以上，或导出全部数据", "One export of %s rows or more, %s rows or more by one person in a day, or a full export", lang.N(massExport), lang.N(dayExport)),
		lang.Sayf("夜间 %s 点到早上 %s 点登录", "A sign-in at night, from %s o'clock to %s o'clock", lang.N(nightFrom), lang.N(nightTo)),
		lang.Sayf("同一登录名连续登录失败 %s 次以上", "%s failed sign-ins or more in a row under one name", lang.N(failuresRow)),
		lang.Sayf("一人一天被拒绝 %s 次以上", "%s refusals or more of one person in a day", lang.N(manyRefusals)),
		lang.Sayf("一人一天查看保密字段 %s 条记录以上", "Sensitive fields of %s or more records viewed by one person in a day", lang.N(manyReads)),
	}
	out := make([]string, len(rules))
	for i, rule := range rules {
		out[i] = rule.In(tag)
	}
	return out
}

func (b *book) anomalies(ctx context.Context, in AnomaliesInput) (AnomaliesOutput, error) {
	if err := b.ownersOnly(ctx); err != nil {
		return AnomaliesOutput{}, err
	}
	days := in.Days
	if days <= 0 {
		days = anomalyDays
	}
	from := b.app.config.Clock.Now().AddDate(0, 0, -days)
	q := b.auditQuery(AuditInput{
		Kinds: []audit.Kind{audit.Export, audit.ExportAll, audit.SignIn, audit.SignInFailed, audit.Refused, audit.Read},
		From:  day.In(from, b.zone()),
	})
	var events []*audit.Event
	err := b.eachEvent(ctx, q, mostLooked, func(e *audit.Event) error {
		events = append(events, e)
		return nil
	})
	if err != nil {
		return AnomaliesOutput{}, err
	}
	slices.Reverse(events) // as they happened
	return AnomaliesOutput{Found: findAnomalies(events, b.zone(), who.Lang(ctx)), Rules: anomalyRules(who.Lang(ctx))}, nil
}

// perDay is what is added up: one person's deeds of one rule on one day.
type perDay struct {
	rule, user string
	on         day.Day
}

// finder looks through events in their order.
type finder struct {
	zone   *time.Location
	tag    lang.Tag
	sums   map[perDay]int
	at     map[perDay]time.Time // of the latest event in a sum
	fails  map[string]int       // in a row, by name
	failed map[string]int       // place in found of the row that goes on
	found  []Anomaly
}

// findAnomalies applies the rules to events in their order; what it finds comes newest first.
func findAnomalies(events []*audit.Event, zone *time.Location, tag lang.Tag) []Anomaly {
	f := &finder{zone: zone, tag: tag, sums: map[perDay]int{}, at: map[perDay]time.Time{}, fails: map[string]int{}, failed: map[string]int{}, found: []Anomaly{}}
	for _, e := range events {
		f.look(e)
	}
	for key, sum := range f.sums {
		f.day(key, sum)
	}
	slices.SortFunc(f.found, func(a, b Anomaly) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.UserName, b.UserName))
	})
	return f.found
}

func (f *finder) look(e *audit.Event) {
	switch e.Kind {
	case audit.Export:
		if e.Count >= massExport {
			f.add("export", e, lang.Of(e.What, e.WhatEN), audit.Export)
			return // said already
		}
		f.sum("export", e)
	case audit.ExportAll:
		f.add("export", e, lang.Of("导出了全部数据", "Exported everything"), audit.ExportAll)
	case audit.SignIn:
		delete(f.fails, e.UserName)
		delete(f.failed, e.UserName)
		if hour := e.At.In(f.zone).Hour(); hour >= nightFrom || hour < nightTo {
			f.add("night", e, lang.Sayf("在 %s 登录", "Signed in at %s", lang.S(e.At.In(f.zone).Format("15:04"))), audit.SignIn)
		}
	case audit.SignInFailed:
		f.failure(e)
	case audit.Refused:
		f.sum("refused", e)
	case audit.Read:
		f.sum("read", e)
	}
}

func (f *finder) failure(e *audit.Event) {
	f.fails[e.UserName]++
	n := f.fails[e.UserName]
	if n < failuresRow {
		return
	}
	said := lang.Sayf("连续登录失败 %s 次", "%s failed sign-ins in a row", lang.N(n))
	if at, known := f.failed[e.UserName]; known {
		f.found[at].At, f.found[at].What = e.At, said.In(f.tag)
		return
	}
	f.failed[e.UserName] = len(f.found)
	f.add("failures", e, said, audit.SignInFailed)
}

func (f *finder) sum(rule string, e *audit.Event) {
	key := perDay{rule, e.UserName, day.In(e.At, f.zone)}
	f.sums[key] += max(e.Count, 1)
	f.at[key] = e.At
}

// day tells whether what one person did on one day is too much together.
func (f *finder) day(key perDay, sum int) {
	var most int
	var said lang.Text
	var kind audit.Kind
	switch key.rule {
	case "export":
		most, kind, said = dayExport, audit.Export, lang.Sayf("一天导出 %s 行", "Exported %s rows in a day", lang.N(sum))
	case "refused":
		most, kind, said = manyRefusals, audit.Refused, lang.Sayf("一天被拒绝 %s 次", "Refused %s times in a day", lang.N(sum))
	case "read":
		most, kind, said = manyReads, audit.Read, lang.Sayf("一天查看了 %s 条记录的保密字段", "Viewed sensitive fields of %s records in a day", lang.N(sum))
	}
	if sum >= most {
		f.add(key.rule, &audit.Event{UserName: key.user, At: f.at[key]}, said, kind)
	}
}

func (f *finder) add(rule string, e *audit.Event, what lang.Text, kinds ...audit.Kind) {
	f.found = append(f.found, Anomaly{Rule: rule, At: e.At, UserName: e.UserName, What: what.In(f.tag), Kinds: kinds, On: day.In(e.At, f.zone)})
}
