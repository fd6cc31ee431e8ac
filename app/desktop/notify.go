package desktop

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"xingke/backend/base/lang"
)

// Plans that are due are told of once a day, at hours when people work, and in one notice.
const (
	noticeEvery           = 5 * time.Minute
	noticeFrom, noticeTil = 8, 20 // o'clock
)

// notices tells of plans that are due while the program is open, until ctx ends.
func (w *window) notices(ctx context.Context) {
	if err := runtime.InitializeNotifications(ctx); err != nil {
		slog.Info("no notices on this machine", "err", err)
		return
	}
	defer runtime.CleanupNotifications(ctx)
	runtime.OnNotificationResponse(ctx, func(runtime.NotificationResult) {
		w.comeForward()
		w.tell("xingke:command", "page./today")
	})
	wait := time.NewTimer(noticeEvery / 10) // not into the very first look at the page
	defer wait.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-wait.C:
		}
		w.notice(ctx, time.Now())
		wait.Reset(noticeEvery)
	}
}

// notice tells of what is due on a day, unless that was done or is not wanted.
func (w *window) notice(ctx context.Context, now time.Time) {
	today := now.Format(time.DateOnly)
	p := w.memory.get()
	if p.Silent || p.Told == today || now.Hour() < noticeFrom || now.Hour() >= noticeTil {
		return
	}
	due, err := w.due(today)
	if err != nil || due.Total == 0 {
		return
	}
	title, body := due.words(w.bridge.lang())
	if err := runtime.SendNotification(ctx, runtime.NotificationOptions{ID: "due-" + today, Title: title, Body: body}); err != nil {
		return
	}
	w.memory.change(func(p *place) { p.Told = today })
}

// duePlans is what waits: how many plans, and the first of them.
type duePlans struct {
	Total int `json:"total"`
	Rows  []struct {
		Goal       string `json:"goal"`
		CustomerID string `json:"customerId"`
	} `json:"rows"`
	Titles map[string]string `json:"titles"`
}

func (w *window) due(today string) (due duePlans, err error) {
	ask, err := json.Marshal(map[string]any{
		"entity": "followUpPlan", "limit": 2, "columns": []string{"goal", "customerId"},
		"sort": []any{map[string]any{"field": "dueOn"}},
		"where": map[string]any{"and": []any{
			map[string]any{"field": "status", "op": "in", "value": []string{"planned", "postponed"}},
			map[string]any{"field": "dueOn", "op": "le", "value": today},
			map[string]any{"field": "ownerId", "op": "eq", "value": map[string]any{"me": true}},
		}},
	})
	if err != nil {
		return due, err
	}
	answer, err := w.bridge.Invoke("records.list", string(ask))
	if err != nil {
		return due, err
	}
	return due, json.Unmarshal([]byte(answer), &due)
}

// words says it in a line: how many, and what comes first.
func (d duePlans) words(tag lang.Tag) (title, body string) {
	title = lang.Sayf("今天有 %s 条跟进计划到期", "%s follow-ups are due", lang.N(d.Total)).In(tag)
	for i, row := range d.Rows {
		if i > 0 {
			body += lang.Of("；", "; ").In(tag)
		}
		if name := d.Titles[row.CustomerID]; name != "" {
			body += name + lang.Of("：", ": ").In(tag)
		}
		body += row.Goal
	}
	if d.Total > len(d.Rows) {
		body += lang.Of("……", " …").In(tag)
	}
	return title, body
}
