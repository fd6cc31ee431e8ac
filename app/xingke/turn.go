package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/store"
)

// waiting is a command whose turn comes when another one has ended that has the book open.
type waiting struct {
	book string
	end  time.Time
	told bool
}

const (
	usualWait    = 2 * time.Minute
	lookAgain    = 100 * time.Millisecond
	waitVariable = "XINGKE_WAIT" // how long instead, as in 30s or 0
)

func waitsFor() time.Duration {
	if wait, err := time.ParseDuration(os.Getenv(waitVariable)); err == nil {
		return wait
	}
	return usualWait
}

// free is nil when nobody has the book open, else the fault that says who. What else is wrong with the folder, opening
// it will say.
func (w *waiting) free() error {
	release, err := store.Hold(w.book)
	if errors.Is(err, store.ErrBusy) {
		return err
	}
	if err == nil {
		_ = release()
	}
	return nil
}

// wait says once what is waited for, and waits a little; busy comes back when it has taken too long.
func (w *waiting) wait(s *session, busy error) error {
	if time.Now().After(w.end) {
		return fault.Wrap(busy, fault.Unavailable, "%s。等了 %s 秒还没有结束；如果是另一条命令在导入或处理，请等它完成后再运行", "%s It did not end within %s seconds. If another command is at work in the book, run this one again when it has ended.",
			fault.From(busy).Text, lang.N(int(waitsFor().Seconds())))
	}
	if !w.told {
		w.told = true
		_, _ = fmt.Fprintln(s.err, lang.Of("另一个程序正在使用这个账套，等它结束…（按 Ctrl+C 不再等）", "Another program is using this book; waiting for it to finish (Ctrl+C to give up).").In(s.tag))
	}
	select {
	case <-s.ctx.Done():
		return busy
	case <-time.After(lookAgain):
		return nil
	}
}
