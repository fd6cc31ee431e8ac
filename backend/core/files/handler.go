package files

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"xingke/backend/base/fault"
)

// MaxUpload is the largest file that may be sent in, in bytes.
const MaxUpload = 50 << 20

// Handler serves the files of a book below /files/: GET /files/{hash}?name=… gives one to who may
// have it, with inline to be shown, with thumb as a small picture; POST /files/?name=… takes one in,
// whole or, with upload, offset and size, in pieces. Doors put it behind their own sign-in; Fail
// writes a fault the door's way. May tells who may have a file; without it, who put it in.
type Handler struct {
	Store *Store
	Fail  func(w http.ResponseWriter, r *http.Request, err error)
	May   func(ctx context.Context, hash string) (bool, error)

	mu      sync.Mutex
	partial map[string]*upload
	thumbs  thumbs
}

type upload struct {
	mu     sync.Mutex
	writer *Writer
	size   int64
	used   time.Time
}

const (
	partialKept = 10 * time.Minute
	partialMost = 16
)

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		h.give(w, r)
	case http.MethodPost:
		h.take(w, r)
	default:
		w.Header().Set("Allow", "GET, HEAD, POST")
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

func (h *Handler) may(ctx context.Context, hash string) (bool, error) {
	if h.May == nil {
		return h.Store.Mine(ctx, hash), nil
	}
	return h.May(ctx, hash)
}

// open opens a file for who may have it. For others it is not there.
func (h *Handler) open(r *http.Request, hash string) (*File, error) {
	if !isHash(hash) {
		return nil, Missing()
	}
	may, err := h.may(r.Context(), hash)
	if err != nil {
		return nil, err
	}
	if !may {
		return nil, Missing()
	}
	return h.Store.Open(hash)
}

func (h *Handler) give(w http.ResponseWriter, r *http.Request) {
	file, err := h.open(r, strings.TrimPrefix(r.URL.Path, "/files/"))
	if err != nil {
		h.Fail(w, r, err)
		return
	}
	defer file.Close()
	query := r.URL.Query()
	name := file.Info.Name
	if asked := query.Get("name"); asked != "" {
		name = CleanName(asked)
	}
	kind, disposition := MediaType(name), "attachment"
	if query.Get("inline") == "1" && file.shown(kind) {
		disposition = "inline"
	}
	size, content := file.Size(), io.Reader(file)
	if query.Get("thumb") == "1" {
		small, err := h.thumbs.of(file)
		if err != nil {
			h.Fail(w, r, err)
			return
		}
		kind, disposition, size, content = "image/jpeg", "inline", int64(len(small)), bytes.NewReader(small)
	}
	head := w.Header()
	head.Set("Content-Type", kind)
	head.Set("Content-Length", strconv.FormatInt(size, 10))
	head.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": name}))
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Content-Security-Policy", policyFor(kind, disposition))
	head.Set("Cache-Control", "no-store") // a browser must not keep a plain copy on the disk
	if r.Method == http.MethodHead {
		return
	}
	_, _ = io.Copy(w, content) // the reader going away is not our fault; a damaged chunk ends the answer short
}

// policyFor is what a file that is shown may do: nothing. The reader of a browser for PDF does not work
// in a sandbox; it lays out the file by a style of its own, and what a PDF holds is no page to it.
func policyFor(kind, disposition string) string {
	if kind == "application/pdf" && disposition == "inline" {
		return "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
	}
	return "default-src 'none'; sandbox"
}

func (h *Handler) take(w http.ResponseWriter, r *http.Request) {
	if r.ContentLength > MaxUpload { // before any of it is taken
		h.Fail(w, r, tooLarge(&http.MaxBytesError{Limit: MaxUpload}))
		return
	}
	query := r.URL.Query()
	r.Body = http.MaxBytesReader(w, r.Body, MaxUpload)
	var info Info
	var err error
	if id := query.Get("upload"); id != "" {
		var complete bool
		if info, complete, err = h.piece(r, id); err == nil && !complete {
			answer(w, struct{}{})
			return
		}
	} else {
		info, err = h.Store.Put(r.Context(), query.Get("name"), r.Body)
	}
	if err != nil {
		h.Fail(w, r, tooLarge(err))
		return
	}
	answer(w, info)
}

func answer(w http.ResponseWriter, v interface{}) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(v) // nothing to do if the other end is gone
}

// piece takes a part of an upload; parts come in order, the last one completes the file.
func (h *Handler) piece(r *http.Request, id string) (info Info, complete bool, err error) {
	query := r.URL.Query()
	offset, offsetErr := strconv.ParseInt(query.Get("offset"), 10, 64)
	size, sizeErr := strconv.ParseInt(query.Get("size"), 10, 64)
	if offsetErr != nil || sizeErr != nil || len(id) > 64 || offset < 0 || size <= 0 {
		return Info{}, false, fault.New(fault.Invalid, "上传参数不对，请重新上传", "The upload's parameters are wrong. Upload again.")
	}
	if size > MaxUpload {
		return Info{}, false, &http.MaxBytesError{Limit: MaxUpload}
	}
	up, err := h.begun(r.Context(), id, offset, size, query.Get("name"))
	if err != nil {
		return Info{}, false, err
	}
	up.mu.Lock()
	defer up.mu.Unlock()
	if up.writer.Size() != offset || up.size != size {
		return Info{}, false, outOfOrder()
	}
	if _, err := io.Copy(up.writer, io.LimitReader(r.Body, size-offset)); err != nil {
		h.forget(id, up)
		return Info{}, false, err
	}
	if up.writer.Size() < size {
		return Info{}, false, nil
	}
	info, err = up.writer.Commit()
	h.forget(id, up)
	return info, true, err
}

func (h *Handler) begun(ctx context.Context, id string, offset, size int64, name string) (*upload, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := time.Now()
	for old, up := range h.partial {
		if now.Sub(up.used) > partialKept && up.mu.TryLock() {
			up.writer.Abort()
			up.mu.Unlock()
			delete(h.partial, old)
		}
	}
	up := h.partial[id]
	if up == nil {
		if offset != 0 {
			return nil, outOfOrder()
		}
		if len(h.partial) >= partialMost {
			return nil, fault.New(fault.Unavailable, "同时上传的文件太多，请稍后再试", "Too many files are being uploaded at once. Try again in a moment.")
		}
		writer, err := h.Store.Create(ctx, name)
		if err != nil {
			return nil, err
		}
		if h.partial == nil {
			h.partial = map[string]*upload{}
		}
		up = &upload{writer: writer, size: size}
		h.partial[id] = up
	}
	up.used = now
	return up, nil
}

func (h *Handler) forget(id string, up *upload) {
	up.writer.Abort()
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.partial, id)
}

func outOfOrder() error {
	return fault.New(fault.Conflict, "上传中断了，请重新上传", "The upload was interrupted. Upload again.")
}

func tooLarge(err error) error {
	var limit *http.MaxBytesError
	if errors.As(err, &limit) {
		return fault.Wrap(fmt.Errorf("upload over %d bytes", limit.Limit), fault.Invalid, "文件超过 50 MB，请拆分后再上传", "The file is over 50 MB. Split it and upload the parts.")
	}
	return err
}
