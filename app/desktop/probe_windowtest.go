//go:build windowtest

package desktop

import (
	"context"
	"os"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// probe runs the script of XINGKE_WINDOWTEST_SCRIPT inside the page and writes what the script
// reports by the event "windowtest" into the file XINGKE_WINDOWTEST_REPORT.
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
	runtime.WindowExecJS(ctx, string(script))
}
