package office

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"xingke/app"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/rpc"
)

// routes are the paths of the door.
func (s *Server) routes(pages fs.FS) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /rpc/{operation}", s.rpc(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { call(s.app, w, r, s.tag) })))
	mux.HandleFunc("/rpc/", onlyPost)
	mux.Handle("/files/", s.admitted(s.app.Files()))
	mux.Handle("/events", s.admitted(http.HandlerFunc(s.follow)))
	mux.Handle("/", showPages(pages))
	return mux
}

// follow streams what happens to a browser for as long as it is signed in.
func (s *Server) follow(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet { // nor HEAD, which would be answered for ever
		only(w, http.MethodGet)
		return
	}
	from, known := s.visitorOf(r)
	if !known {
		s.strange(w, r)
		return
	}
	ctx, cancel := untilGone(r.Context(), from.visit)
	defer cancel()
	s.feed.serve(w, r.WithContext(ctx), from.visit, func() bool {
		_, err := s.app.Enter(app.WithVisit(ctx, from.visit), "")
		return err == nil
	})
}

// operations are the paths of the local door.
func operations(a *app.App, tag lang.Tag) *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("POST /rpc/{operation}", as(a, tag, func(w http.ResponseWriter, r *http.Request) { call(a, w, r, tag) }))
	mux.HandleFunc("/rpc/", onlyPost)
	mux.Handle("/files/", as(a, tag, a.Files().ServeHTTP))
	return mux
}

func onlyPost(w http.ResponseWriter, _ *http.Request) { only(w, http.MethodPost) }

func only(w http.ResponseWriter, methods string) {
	w.Header().Set("Allow", methods)
	w.WriteHeader(http.StatusMethodNotAllowed)
}

// as puts the book's owner, who sits before this machine, into the request.
func as(a *app.App, tag lang.Tag, next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, err := a.User(r.Context())
		if err != nil {
			app.WriteFault(w, err, tag)
			return
		}
		if asked := r.Header.Get(langHeader); asked != "" { // commands say their language
			user.Lang = lang.Parse(asked)
		}
		ctx := audit.At(r.Context(), audit.Place{Door: audit.Command})
		next(w, r.WithContext(app.ActAs(who.With(ctx, user), r.Header.Get(asHeader))))
	})
}

// asHeader is how a command says as whom the owner acts. Only the local door hears it.
const asHeader = "Xingke-As"

const langHeader = "Xingke-Lang"

// questionHeader is how a page says that it only asks, and that the work may end when it does not wait for the answer.
const questionHeader = "Xingke-Question"

// langOf is the language of who acts, or the one that the page says it is in.
func langOf(r *http.Request, tag lang.Tag) lang.Tag {
	if user, known := who.From(r.Context()); known && user.Lang != "" {
		return user.Lang
	}
	if asked := r.Header.Get(langHeader); asked != "" {
		return lang.Parse(asked)
	}
	return tag
}

// call runs an operation. It must come as JSON, which other sites' forms cannot send.
func call(a *app.App, w http.ResponseWriter, r *http.Request, tag lang.Tag) {
	tag = langOf(r, tag)
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		app.WriteFault(w, fault.New(fault.Invalid, "请求应为 application/json", "The request must be application/json."), tag)
		return
	}
	input, err := io.ReadAll(io.LimitReader(r.Body, rpc.MaxInput+1)) // one more, so that the table sees that it is too large
	if err != nil {
		app.WriteFault(w, fault.Wrap(err, fault.Invalid, "请求没有传完，请重试", "The request did not arrive whole. Try again."), tag)
		return
	}
	ctx := r.Context()
	if r.Header.Get(questionHeader) == "" {
		ctx = context.WithoutCancel(ctx) // a page that goes away does not take back what it asked to be done
	}
	answer, err := a.Call(ctx, r.PathValue("operation"), input)
	if err != nil {
		app.WriteFault(w, err, tag)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(answer) // nothing to do if the other end is gone
}

// showPages serves the built pages. A path without a file is a place inside the pages, so it is index.html.
func showPages(pages fs.FS) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		content, err := asAsked(w, r, pages, name)
		asset := strings.HasPrefix(name+"/", "assets/")
		switch {
		case err == nil && asset: // its name holds the hash of its content
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		case err == nil && name != "index.html":
			w.Header().Set("Cache-Control", "no-cache")
		case asset || path.Ext(name) != "" && name != "index.html":
			http.NotFound(w, r)
			return
		default:
			name = "index.html"
			w.Header().Set("Cache-Control", "no-cache")
			if content, err = fs.ReadFile(pages, name); err != nil {
				w.Header().Set("Content-Type", "text/plain; charset=utf-8")
				w.WriteHeader(http.StatusNotFound)
				_, _ = io.WriteString(w, "页面尚未构建：请先在 frontend 目录运行 npm run build\nThe pages are not built: run npm run build in frontend first.\n")
				return
			}
		}
		if path.Ext(name) == ".svg" { // text as any other
			w.Header().Set("Content-Type", "image/svg+xml; charset=utf-8")
		}
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
	})
}

// asAsked reads a page, packed as it lies there for a browser that unpacks.
func asAsked(w http.ResponseWriter, r *http.Request, pages fs.FS, name string) ([]byte, error) {
	if of, ok := pages.(interface {
		Packed(name string) ([]byte, bool)
	}); ok {
		if content, ok := of.Packed(name); ok {
			w.Header().Set("Vary", "Accept-Encoding")
			if r.Header.Get("Range") == "" && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
				w.Header().Set("Content-Encoding", "gzip")
				return content, nil
			}
		}
	}
	return fs.ReadFile(pages, name)
}
