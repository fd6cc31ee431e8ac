package desktop

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	goruntime "runtime"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/menu"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"xingke/app"
	"xingke/app/office"
	"xingke/backend/base/lang"
)

// window joins the bridge, the book and the frame on the screen.
type window struct {
	config Config
	bridge *Bridge
	stops  []func() // what ends before the book is closed, in this order
}

// Run opens the window and returns when it is closed.
func Run(args []string, pages fs.FS) error {
	config, err := configure(args)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	app.SaveMemory()
	w := &window{config: config, bridge: newBridge()}
	w.bridge.retell = w.entitle
	if goruntime.GOOS == "linux" && os.Getenv("WEBKIT_DISABLE_DMABUF_RENDERER") == "" {
		_ = os.Setenv("WEBKIT_DISABLE_DMABUF_RENDERER", "1") // else the window stays white on some graphics drivers
	}
	return wails.Run(w.options(pages))
}

func (w *window) options(pages fs.FS) *options.App {
	last := lastPlace(w.config.key())
	state := options.Normal
	if last.Maximised {
		state = options.Maximised
	}
	return &options.App{
		Title:     title(book{}),
		Width:     last.Width,
		Height:    last.Height,
		MinWidth:  leastWidth,
		MinHeight: leastHeight,
		// The paper of the light theme, so that nothing flashes before the page is there.
		BackgroundColour:         options.NewRGB(0xF7, 0xF7, 0xF5),
		WindowStartState:         state,
		AssetServer:              &assetserver.Options{Assets: pages, Handler: http.HandlerFunc(w.serve)},
		Menu:                     systemMenu(),
		EnableDefaultContextMenu: true, // copy and paste by the right button
		ErrorFormatter:           w.bridge.format,
		Bind:                     []any{w.bridge},
		OnStartup:                w.start,
		OnDomReady:               probe,
		OnBeforeClose:            w.leave,
		OnShutdown:               w.end,
		SingleInstanceLock: &options.SingleInstanceLock{
			UniqueId:               "xingke-" + w.config.key(),
			OnSecondInstanceLaunch: func(options.SecondInstanceData) { w.comeForward() },
		},
		Linux: &linux.Options{ProgramName: "xingke", WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
	}
}

// systemMenu is needed on macOS only, where copy and paste hang on it.
func systemMenu() *menu.Menu {
	if goruntime.GOOS != "darwin" {
		return nil
	}
	m := menu.NewMenu()
	m.Append(menu.AppMenu())
	m.Append(menu.EditMenu())
	m.Append(menu.WindowMenu())
	return m
}

// start puts the window where it stood and opens the book.
func (w *window) start(ctx context.Context) {
	w.bridge.ctx = ctx
	w.settle(ctx)
	opened, err := app.Open(app.Config{Dir: w.config.Book, Passphrase: w.config.Passphrase})
	w.bridge.book, w.bridge.fault = opened, err
	if err == nil {
		w.stops = append(w.stops, opened.Subscribe(func(e app.Event) { runtime.EventsEmit(ctx, "xingke", e) }))
		w.listen(opened)
	}
	close(w.bridge.opened)
	w.entitle()
}

// listen lets the command line work with the book while the window has it open.
func (w *window) listen(opened *app.App) {
	stop, err := office.Local(opened)
	if err != nil {
		slog.Warn("commands cannot reach this book while the window is open", "err", err)
		return
	}
	w.stops = append(w.stops, func() { _ = stop() }) // the book is being closed, nobody is left to tell
}

// settle moves the window to its last position, unless that lies on a screen that is gone.
func (w *window) settle(ctx context.Context) {
	last := lastPlace(w.config.key())
	screens, err := runtime.ScreenGetAll(ctx)
	if err != nil || last.Maximised {
		return
	}
	width, height := 0, 0
	for _, s := range screens {
		width += s.Size.Width
		height = max(height, s.Size.Height)
	}
	if last.onScreen(width, height) {
		runtime.WindowSetPosition(ctx, last.X, last.Y)
	}
}

// book is what the title needs of app.describe.
type book struct {
	User struct {
		Lang lang.Tag `json:"lang"`
	} `json:"user"`
	Book struct {
		Name     string `json:"name"`
		Practice bool   `json:"practice"`
	} `json:"book"`
}

// title says which book the window shows; a practice book says that it is one.
func title(b book) string {
	t := lang.Of("行客", "Xingke").In(b.User.Lang)
	if b.Book.Name != "" {
		t = b.Book.Name + " · " + t
	}
	if b.Book.Practice {
		t += lang.Of("（练习账套）", " (practice book)").In(b.User.Lang)
	}
	return t
}

// entitle writes the title anew, in the person's language.
func (w *window) entitle() {
	answer, err := w.bridge.Invoke("app.describe", "{}")
	var b book
	if err != nil || json.Unmarshal([]byte(answer), &b) != nil {
		return
	}
	runtime.WindowSetTitle(w.bridge.ctx, title(b))
}

// serve answers what is not a page: stored bytes.
func (w *window) serve(out http.ResponseWriter, r *http.Request) {
	if len(r.URL.Path) >= len("/files/") && r.URL.Path[:len("/files/")] == "/files/" {
		w.bridge.files(out, r)
		return
	}
	http.NotFound(out, r)
}

// leave remembers where the window stood. It never keeps it open.
func (w *window) leave(ctx context.Context) bool {
	p := place{Maximised: runtime.WindowIsMaximised(ctx)}
	if p.Maximised {
		last := lastPlace(w.config.key()) // the size to go back to
		p.X, p.Y, p.Width, p.Height = last.X, last.Y, last.Width, last.Height
	} else {
		p.Width, p.Height = runtime.WindowGetSize(ctx)
		p.X, p.Y = runtime.WindowGetPosition(ctx)
	}
	p.keep(w.config.key())
	return false
}

// end closes the book: what is in memory is saved.
func (w *window) end(context.Context) {
	for _, stop := range w.stops {
		stop()
	}
	if w.bridge.book != nil {
		_ = w.bridge.book.Close() // the journal is on disk already
	}
}

// comeForward shows the window to the person who tried to open it a second time.
func (w *window) comeForward() {
	runtime.WindowUnminimise(w.bridge.ctx)
	runtime.WindowShow(w.bridge.ctx)
}
