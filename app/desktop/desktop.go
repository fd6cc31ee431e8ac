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
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/options/mac"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"xingke/app"
	"xingke/app/office"
	"xingke/backend/base/lang"
	"xingke/backend/core/audit"
	"xingke/backend/core/seal/keychain"
)

// window joins the bridge, the book and the frame on the screen.
type window struct {
	config  Config
	bridge  *Bridge
	memory  *memory
	handed  handed
	native  atomic.Bool  // the engine enlarges the page
	there   atomic.Bool  // the page has been read: it can ask
	leaving atomic.Bool  // the program may end
	gone    atomic.Bool  // the window may be taken down at any moment: it is asked nothing any more
	asked   atomic.Int64 // how often the page was told that the window is being closed
	heard   atomic.Int64 // the last of these that it answered
	stops   []func()     // what ends before the book is closed, in this order
}

// Run opens the window and returns when it is closed. The icon is for systems that do not find one in the program's file.
func Run(args []string, pages fs.FS, icon []byte) error {
	config, err := configure(args)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	app.SaveMemory()
	w := &window{config: config, bridge: newBridge(), memory: recall(config.key())}
	w.bridge.retell, w.bridge.own = w.entitle, w.own
	if file, ok := openedOf(config.File); ok {
		w.handed.put(file)
	}
	if goruntime.GOOS == "linux" && os.Getenv("WEBKIT_DISABLE_DMABUF_RENDERER") == "" {
		_ = os.Setenv("WEBKIT_DISABLE_DMABUF_RENDERER", "1") // else the window stays white on some graphics drivers
	}
	return wails.Run(w.options(pages, icon))
}

// paperOf is the paper of a theme, so that nothing flashes before the page is there.
func paperOf(dark bool) *options.RGBA {
	if dark {
		return options.NewRGB(0x17, 0x19, 0x1C)
	}
	return options.NewRGB(0xF7, 0xF7, 0xF5)
}

func (w *window) options(pages fs.FS, icon []byte) *options.App {
	last := w.memory.get()
	state := options.Normal
	if last.Maximised {
		state = options.Maximised
	}
	return &options.App{
		Title:                    title(book{}),
		Width:                    last.Width,
		Height:                   last.Height,
		MinWidth:                 leastWidth,
		MinHeight:                leastHeight,
		BackgroundColour:         paperOf(last.Dark),
		WindowStartState:         state,
		AssetServer:              &assetserver.Options{Assets: pages, Handler: http.HandlerFunc(w.serve)},
		Menu:                     w.systemMenu(lang.Parse(last.Lang)),
		EnableDefaultContextMenu: true, // in fields only: the page sees to that
		DragAndDrop:              &options.DragAndDrop{EnableFileDrop: true},
		ErrorFormatter:           w.bridge.format,
		Bind:                     []any{w.bridge},
		OnStartup:                w.start,
		OnDomReady:               w.ready,
		OnBeforeClose:            w.leave,
		OnShutdown:               w.end,
		SingleInstanceLock: &options.SingleInstanceLock{
			UniqueId:               "xingke-" + w.config.key(),
			OnSecondInstanceLaunch: w.again,
		},
		Linux: &linux.Options{ProgramName: "xingke", Icon: icon, WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
		Mac:   &mac.Options{OnFileOpen: w.hand},
	}
}

// start puts the window where it stood and opens the book.
func (w *window) start(ctx context.Context) {
	w.bridge.ctx = ctx
	w.settle(ctx)
	runtime.OnFileDrop(ctx, w.dropped)
	opened, err := app.Open(app.Config{Dir: w.config.Book, Passphrase: w.config.Passphrase, Keychain: keychain.System(), Attended: true})
	w.bridge.book, w.bridge.fault = opened, err
	if err == nil {
		w.bridge.visit = opened.NewVisit(audit.Place{Door: audit.Window}, true, "")
		w.bridge.tongue = func() lang.Tag { return lang.Parse(w.memory.get().Lang) }
		w.stops = append(w.stops, opened.Subscribe(func(e app.Event) {
			if w.bridge.visit.Hears(e) {
				runtime.EventsEmit(ctx, "xingke", e)
			}
			if e.Door { // the title says nothing of a locked book
				go w.entitle()
			}
		}))
		w.listen(opened)
	}
	close(w.bridge.opened)
	w.entitle()
	if err == nil {
		telling, stop := context.WithCancel(ctx)
		w.stops = append(w.stops, stop)
		go w.notices(telling)
	}
}

// ready is called when the page has been read.
func (w *window) ready(ctx context.Context) {
	w.native.Store(enlarge(w.state().Zoom))
	w.there.Store(true)
	probe(ctx)
}

// again answers a second start of the program: this window comes forward, with the file in hand.
func (w *window) again(said options.SecondInstanceData) {
	w.comeForward()
	if file := fileOf(said.Args, said.WorkingDirectory); file != "" {
		w.hand(file)
	}
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

// settle moves the window to its last position, unless that lies on a screen that is gone, and
// makes it no larger than there is room.
func (w *window) settle(ctx context.Context) {
	last := w.memory.get()
	screens, err := runtime.ScreenGetAll(ctx)
	if err != nil || last.Maximised || len(screens) == 0 {
		return
	}
	all, largest := extent{}, extent{}
	for _, s := range screens {
		all = extent{all.width + s.Size.Width, max(all.height, s.Size.Height)}
		largest = extent{max(largest.width, s.Size.Width), max(largest.height, s.Size.Height)}
	}
	at, middle := last.settled(all, largest)
	smaller := at.Width != last.Width || at.Height != last.Height
	if smaller {
		runtime.WindowSetSize(ctx, at.Width, at.Height)
	}
	switch {
	case !middle:
		runtime.WindowSetPosition(ctx, at.X, at.Y)
	case smaller: // it was put into the middle with the size it had: its top may be beyond the screen
		here := screens[max(0, slices.IndexFunc(screens, func(s runtime.Screen) bool { return s.IsCurrent }))].Size
		runtime.WindowSetPosition(ctx, max(0, (here.Width-at.Width)/2), max(0, (here.Height-bars-at.Height)/2))
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
	b := book{}
	if err != nil || json.Unmarshal([]byte(answer), &b) != nil {
		b = book{}
		b.User.Lang = w.bridge.lang()
	}
	runtime.WindowSetTitle(w.bridge.ctx, title(b))
}

// serve answers what is not a page: stored bytes, and files that were given to the program.
func (w *window) serve(out http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, "/files/"):
		w.bridge.files(out, r)
	case r.URL.Path == "/opened/":
		w.handed.read(out, r)
	default:
		http.NotFound(out, r)
	}
}

// How long the page may take to say that it wants to ask the person first. A page that no longer
// answers cannot keep the window open.
const patience = 2 * time.Second

// leave remembers where the window stood, and lets the page see whether something would be lost or
// cut short: it says "window.quit" at once, or "window.stay" and asks.
func (w *window) leave(ctx context.Context) bool {
	if w.gone.Load() {
		return false
	}
	w.remember(ctx)
	if w.leaving.Load() || !w.there.Load() {
		w.gone.Store(true)
		return false
	}
	asked := w.asked.Add(1)
	w.tell("xingke:leaving", map[string]bool{"busy": w.busy()})
	time.AfterFunc(patience, func() {
		if w.heard.Load() < asked {
			w.quit()
		}
	})
	return true
}

// quit ends the program without asking anybody again. What comes while it ends, such as the end of patience, does nothing.
func (w *window) quit() {
	if !w.leaving.Swap(true) {
		go runtime.Quit(w.bridge.ctx)
	}
}

func (w *window) remember(ctx context.Context) {
	maximised := runtime.WindowIsMaximised(ctx)
	width, height := runtime.WindowGetSize(ctx)
	x, y := runtime.WindowGetPosition(ctx)
	w.memory.change(func(p *place) {
		p.Maximised = maximised
		if !maximised { // else the size to go back to stays
			p.X, p.Y, p.Width, p.Height = x, y, width, height
		}
	})
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
