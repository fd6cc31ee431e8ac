package desktop

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"xingke/app"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/rpc"
)

// Bridge is what the page may call: window.go.desktop.Bridge.
type Bridge struct {
	ctx    context.Context // of the window, set before the page can call
	opened chan struct{}   // closed when the book is open, or could not be opened
	book   *app.App
	visit  *app.Visit                                     // who sits before the window
	tongue func() lang.Tag                                // of the window, while nobody is known
	fault  error                                          // why it could not be opened
	retell func()                                         // called after settings have changed
	own    func(name string, payload []byte) (any, error) // what concerns the window and not the book
}

func newBridge() *Bridge { return &Bridge{opened: make(chan struct{})} }

// Invoke does an operation and returns its answer as JSON. It waits while the book is being opened.
func (b *Bridge) Invoke(name, payload string) (string, error) {
	if strings.HasPrefix(name, "window.") && b.own != nil {
		answer, err := b.own(name, []byte(payload))
		if err != nil {
			return "", err
		}
		text, err := rpc.Encode(answer)
		return string(text), err
	}
	book, err := b.program()
	if err != nil {
		return "", err
	}
	answer, err := book.Call(b.visiting(b.ctx), name, []byte(payload))
	if err != nil {
		return "", err
	}
	if name == "settings.set" && b.retell != nil {
		b.retell()
	}
	return string(answer), nil
}

// SaveFile asks where to keep stored bytes and writes them there. It returns the path, "" if the person changed their mind.
func (b *Bridge) SaveFile(hash, name string) (string, error) {
	book, err := b.program()
	if err != nil {
		return "", err
	}
	path, err := runtime.SaveFileDialog(b.ctx, runtime.SaveDialogOptions{
		Title:           lang.Of("保存文件", "Save file").In(b.lang()),
		DefaultFilename: filepath.Base(name),
		Filters:         filters(filepath.Ext(name)),
	})
	if err != nil || path == "" {
		return "", err
	}
	if filepath.Ext(path) == "" {
		path += filepath.Ext(name) // the dialogs of Linux do not add it
	}
	return path, saveTo(path, b.guarded(book), hash)
}

// visiting says that a call comes from this window.
func (b *Bridge) visiting(ctx context.Context) context.Context {
	if b.visit == nil {
		return ctx
	}
	return app.WithVisit(ctx, b.visit)
}

// guarded is the book's files for whoever is signed in at this window.
func (b *Bridge) guarded(book *app.App) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if b.visit == nil {
			book.Files().ServeHTTP(w, r)
			return
		}
		ctx, err := book.Enter(b.visiting(r.Context()), "")
		if err != nil {
			app.WriteFault(w, err, b.lang())
			return
		}
		book.Files().ServeHTTP(w, r.WithContext(ctx))
	})
}

// program waits until the book is open.
func (b *Bridge) program() (*app.App, error) {
	<-b.opened
	return b.book, b.fault
}

// filters gives the dialog the kind of file, in both cases: the dialogs of Linux tell them apart.
func filters(ext string) []runtime.FileFilter {
	switch ext {
	case ".xlsx":
		return []runtime.FileFilter{{DisplayName: "Excel", Pattern: "*.xlsx;*.XLSX"}}
	case ".csv":
		return []runtime.FileFilter{{DisplayName: "CSV", Pattern: "*.csv;*.CSV"}}
	}
	return nil
}

// saveTo writes the bytes behind /files/hash to path. What cannot be written whole is not left there in part.
func saveTo(path string, files http.Handler, hash string) (err error) {
	request, err := http.NewRequest(http.MethodGet, "/files/"+url.PathEscape(hash), http.NoBody)
	if err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(path), ".xingke-*")
	if err != nil {
		return cannotWrite(err)
	}
	defer func() { _ = os.Remove(part.Name()) }()
	to := &download{file: part, header: http.Header{}, status: http.StatusOK}
	files.ServeHTTP(to, request)
	switch err := part.Close(); {
	case to.err != nil:
		return cannotWrite(to.err)
	case err != nil:
		return cannotWrite(err)
	case to.status != http.StatusOK:
		return fault.New(fault.NotFound, "这个文件已经不在账套里，请重新导出", "The file is no longer in the book. Export it again.")
	}
	if err := os.Chmod(part.Name(), 0o644); err != nil { // a file like any other the person saves
		return cannotWrite(err)
	}
	if err := os.Rename(part.Name(), path); err != nil {
		return cannotWrite(err)
	}
	return nil
}

func cannotWrite(cause error) error {
	return fault.Wrap(cause, fault.Unavailable, "文件没有保存：请看磁盘是否已满、文件是否正在别的程序里打开、文件夹是否可写，再保存一次",
		"The file was not saved. See whether the disk is full, the file is open in another program or the folder cannot be written to, then save again.")
}

// download is the answer of the files handler, written to a file.
type download struct {
	file   *os.File
	header http.Header
	status int
	err    error
}

func (d *download) Header() http.Header    { return d.header }
func (d *download) WriteHeader(status int) { d.status = status }

func (d *download) Write(p []byte) (int, error) {
	n, err := d.file.Write(p)
	if err != nil {
		d.err = err
	}
	return n, err
}

// files hands requests for stored bytes on to the book, once it is open.
func (b *Bridge) files(w http.ResponseWriter, r *http.Request) {
	book, err := b.program()
	if err != nil {
		app.WriteFault(w, err, b.lang())
		return
	}
	b.guarded(book).ServeHTTP(w, r)
}

// lang is the language of the person at the window; that of the window as long as nobody is known.
func (b *Bridge) lang() lang.Tag {
	select {
	case <-b.opened:
	default:
		return lang.ZH
	}
	if b.book == nil {
		return lang.ZH
	}
	person, err := b.book.Visitor(b.visiting(b.ctx))
	if err != nil && b.tongue != nil {
		return b.tongue()
	}
	return person.Lang // nobody speaks Chinese
}

// format writes a fault as JSON text: the runtime in the page makes an Error of it and keeps only its text.
func (b *Bridge) format(err error) any {
	if fault.Is(err, fault.Internal) {
		slog.Error("internal error", "err", err)
	}
	text, err := rpc.Encode(rpc.Say(err, b.lang()))
	if err != nil {
		return err.Error()
	}
	return string(text)
}
