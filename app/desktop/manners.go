package desktop

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"xingke/app"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/records"
)

// ArchiveExt is how the names of our backups end, so that the system knows whose they are.
const ArchiveExt = ".xingke"

// state is what the page knows of its window.
type state struct {
	Zoom   float64 `json:"zoom"`
	Native bool    `json:"native"` // the engine enlarges; else the page does
	Notify bool    `json:"notify"`
	Menu   bool    `json:"menu"`
	Book   string  `json:"book"` // the folder
}

// wish is what the page wants otherwise. What is not said stays.
type wish struct {
	Zoom   *float64 `json:"zoom"`
	Notify *bool    `json:"notify"`
	Menu   *bool    `json:"menu"`
	Dark   *bool    `json:"dark"`
	Lang   *string  `json:"lang"`
}

// opened is a file that was given to the program from outside.
type opened struct {
	Kind string `json:"kind"` // archive, table
	Path string `json:"path"`
	Name string `json:"name"`
}

type restoring struct {
	Path       string `json:"path"`
	Passphrase string `json:"passphrase"`
}

type restored struct {
	Folder  string `json:"folder"`
	Records int    `json:"records"`
	Changes int    `json:"changes"`
}

// own does what concerns the window and not the book. These work also where no book could be opened.
func (w *window) own(name string, payload []byte) (any, error) {
	switch name {
	case "window.state":
		return w.state(), nil
	case "window.set":
		var in wish
		if err := read(payload, &in); err != nil {
			return nil, err
		}
		w.grant(in)
		return w.state(), nil
	case "window.opened":
		return w.handed.take(), nil
	case "window.print":
		runtime.WindowPrint(w.bridge.ctx)
	case "window.quit":
		w.quit()
	case "window.stay":
		w.heard.Store(w.asked.Load())
	case "window.choose":
		return w.choose()
	case "window.restore":
		var in restoring
		if err := read(payload, &in); err != nil {
			return nil, err
		}
		return w.restore(w.bridge.ctx, in)
	case "window.openBook":
		var in restored
		if err := read(payload, &in); err != nil {
			return nil, err
		}
		return struct{}{}, openBook(in.Folder)
	default:
		return nil, fault.New(fault.NotFound, "没有 %s 这个操作", "There is no operation %s.", lang.S(name))
	}
	return struct{}{}, nil
}

func read(payload []byte, into any) error {
	if err := json.Unmarshal(payload, into); err != nil {
		return fault.Wrap(err, fault.Invalid, "请求的格式不对", "The request cannot be read.")
	}
	return nil
}

func (w *window) state() state {
	p := w.memory.get()
	zoom := p.Zoom
	if zoom == 0 {
		zoom = 1
	}
	return state{Zoom: zoom, Native: w.native.Load(), Notify: !p.Silent, Menu: !p.NoMenu, Book: w.config.Book}
}

// grant does what the page wishes, and remembers it.
func (w *window) grant(in wish) {
	before := w.memory.get()
	w.memory.change(func(p *place) {
		if in.Zoom != nil {
			p.Zoom = min(max(*in.Zoom, leastZoom), mostZoom)
		}
		if in.Notify != nil {
			p.Silent = !*in.Notify
		}
		if in.Menu != nil {
			p.NoMenu = !*in.Menu
		}
		if in.Dark != nil {
			p.Dark = *in.Dark
		}
		if in.Lang != nil {
			p.Lang = *in.Lang
		}
	})
	now := w.memory.get()
	if now.Zoom != before.Zoom {
		w.native.Store(enlarge(now.Zoom))
	}
	if now.Dark != before.Dark {
		paper := paperOf(now.Dark)
		runtime.WindowSetBackgroundColour(w.bridge.ctx, paper.R, paper.G, paper.B, paper.A)
	}
	if now.Lang != before.Lang {
		w.relabel(lang.Tag(now.Lang))
	}
}

// tell sends a word to the page, if there is a window yet.
func (w *window) tell(event string, data ...any) {
	if w.bridge.ctx != nil {
		runtime.EventsEmit(w.bridge.ctx, event, data...)
	}
}

// hand gives the page a file from outside: a double click, a second start, a drop.
func (w *window) hand(path string) {
	file, ok := openedOf(path)
	if !ok {
		return
	}
	w.handed.put(file)
	w.tell("xingke:opened")
}

// dropped tells the page which files were dropped on it. Some engines hand it the files themselves, others do not.
func (w *window) dropped(_, _ int, paths []string) {
	if files := w.handed.allow(paths); len(files) > 0 {
		w.tell("xingke:dropped", files)
	}
}

// openedOf tells what kind of file it is, by its name; what we cannot read is not ours.
func openedOf(path string) (opened, bool) {
	file := opened{Path: path, Name: filepath.Base(path)}
	switch strings.ToLower(filepath.Ext(path)) {
	case ArchiveExt:
		file.Kind = "archive"
	case ".xlsx", ".csv", ".tsv", ".txt", ".vcf":
		file.Kind = "table"
	default:
		return opened{}, false
	}
	return file, true
}

// choose asks for a backup.
func (w *window) choose() (opened, error) {
	path, err := runtime.OpenFileDialog(w.bridge.ctx, runtime.OpenDialogOptions{
		Title:   lang.Of("选择备份", "Choose a backup").In(w.bridge.lang()),
		Filters: []runtime.FileFilter{{DisplayName: "Xingke 行客 (*" + ArchiveExt + ")", Pattern: "*" + ArchiveExt}, {DisplayName: "*", Pattern: "*"}},
	})
	if err != nil || path == "" {
		return opened{}, err
	}
	return opened{Kind: "archive", Path: path, Name: filepath.Base(path)}, nil
}

// restore makes a new book from a backup. The book of this window is not touched.
func (w *window) restore(ctx context.Context, in restoring) (restored, error) {
	folder, err := newFolder(filepath.Dir(w.config.Book), strings.TrimSuffix(filepath.Base(in.Path), filepath.Ext(in.Path)))
	if err != nil {
		return restored{}, err
	}
	report, err := app.Restore(ctx, in.Path, in.Passphrase, folder, w.bridge.lang())
	if err != nil {
		return restored{}, err
	}
	if !report.OK {
		return restored{}, fault.New(fault.Invalid, "备份读出来了，但检查没有通过：%s", "The backup was read, but the check found problems: %s", lang.S(strings.Join(report.Faults, "; ")))
	}
	return restored{Folder: folder, Records: report.Records, Changes: report.Changes}, nil
}

// newFolder finds a name beside the book that is not taken.
func newFolder(beside, name string) (string, error) {
	if name = strings.Trim(name, ". "); name == "" {
		name = "restored"
	}
	for n := 1; n < 1000; n++ {
		folder := filepath.Join(beside, name)
		if n > 1 {
			folder += "-" + strconv.Itoa(n)
		}
		if _, err := os.Stat(folder); os.IsNotExist(err) {
			return folder, nil
		}
	}
	return "", fault.New(fault.Conflict, "%s 旁边没有可用的文件夹名", "No free name was found next to %s.", lang.S(beside))
}

// openBook opens another book in a window of its own.
func openBook(folder string) error {
	program, err := os.Executable()
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "新窗口没有打开；请用命令 xingke-desktop -book %s", "The new window did not open. Use the command xingke-desktop -book %s", lang.S(folder))
	}
	start := exec.Command(program, "-book", folder)
	if err := start.Start(); err != nil {
		return fault.Wrap(err, fault.Unavailable, "新窗口没有打开；请用命令 xingke-desktop -book %s", "The new window did not open. Use the command xingke-desktop -book %s", lang.S(folder))
	}
	return start.Process.Release()
}

// busy tells whether work is under way that would be cut short.
func (w *window) busy() bool {
	select {
	case <-w.bridge.opened:
	default:
		return false
	}
	if w.bridge.book == nil {
		return false
	}
	answer, err := w.bridge.book.Call(w.bridge.ctx, "jobs.list", []byte("{}"))
	var list records.JobList
	if err != nil || json.Unmarshal(answer, &list) != nil {
		return false
	}
	for _, job := range list.Jobs {
		if job.State == records.Running && !strings.HasPrefix(job.Kind, "export") {
			return true
		}
	}
	return false
}
