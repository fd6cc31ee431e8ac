//go:build windowtest

package desktop

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// probe runs the script of XINGKE_WINDOWTEST_SCRIPT inside the page and writes what the script
// reports by the event "windowtest" into the file XINGKE_WINDOWTEST_REPORT. At "windowtest:step" it
// leaves a file of that name in the folder XINGKE_WINDOWTEST_STEPS and goes on when the test, which
// has done its part by then, has taken the file away.
func probe(ctx context.Context) {
	script, err := os.ReadFile(os.Getenv("XINGKE_WINDOWTEST_SCRIPT"))
	if err != nil {
		return
	}
	runtime.EventsOnce(ctx, "windowtest", func(said ...any) {
		text, _ := said[0].(string)
		report := os.Getenv("XINGKE_WINDOWTEST_REPORT")
		if os.WriteFile(report+".part", []byte(text), 0o600) == nil {
			_ = os.Rename(report+".part", report) // so that a reader never sees half of it
		}
	})
	runtime.EventsOn(ctx, "windowtest:step", func(said ...any) {
		name, _ := said[0].(string)
		file := filepath.Join(os.Getenv("XINGKE_WINDOWTEST_STEPS"), filepath.Base(name))
		_ = os.WriteFile(file, nil, 0o600)
		go func() {
			for range 400 {
				if _, err := os.Stat(file); err != nil {
					break
				}
				time.Sleep(25 * time.Millisecond)
			}
			runtime.EventsEmit(ctx, "windowtest:go", name)
		}()
	})
	runtime.WindowExecJS(ctx, string(script))
}
