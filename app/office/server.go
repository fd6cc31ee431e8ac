package office

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"strings"
	"time"

	"xingke/app"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// Server is the door of one open book.
type Server struct {
	app    *app.App
	feed   *feed
	token  string // in the printed address
	cookie string // its name: one for each port, since cookies do not tell ports apart
	hosts  map[string]bool
	port   string
	listen net.Listener
	http   *http.Server
	tag    lang.Tag

	sessions sessions
}

// Open begins to listen on a loopback address such as 127.0.0.1:8700; port 0 takes a free one.
// pages are index.html and its assets.
func Open(a *app.App, address string, pages fs.FS, tag lang.Tag) (*Server, error) {
	listener, err := listenLocally(address)
	if err != nil {
		return nil, err
	}
	s := &Server{app: a, feed: newFeed(a), token: randomToken(), listen: listener, tag: tag}
	_, s.port, _ = net.SplitHostPort(listener.Addr().String())
	s.cookie = "xingke_" + s.port
	s.sessions = sessions{app: a, by: map[[sha256.Size]byte]*app.Visit{}}
	s.hosts = map[string]bool{"127.0.0.1:" + s.port: true, "localhost:" + s.port: true, "[::1]:" + s.port: true}
	s.http = newHTTP(s.guard(s.routes(pages)))
	return s, nil
}

func newHTTP(h http.Handler) *http.Server { return usual.server(h) }

// MayListen refuses an address that is not of this machine alone, before anything is opened for it.
func MayListen(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "监听地址 %s 不对，应形如 127.0.0.1:8700", "The address %s is wrong; it looks like 127.0.0.1:8700.", lang.S(address))
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fault.New(fault.Invalid, "只能监听本机地址（127.0.0.1），不能监听 %s", "It listens on this machine's own address (127.0.0.1) only, not on %s.", lang.S(host))
	}
	return nil
}

func listenLocally(address string) (net.Listener, error) {
	if err := MayListen(address); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "地址 %s 打不开，可能已被占用；请换一个端口", "The address %s cannot be used; another program may have it. Choose another port.", lang.S(address))
	}
	return listener, nil
}

func randomToken() string {
	var b [24]byte
	_, _ = rand.Read(b[:]) // never fails: the runtime ends the process instead
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// Address is what a person opens in a browser, once.
func (s *Server) Address() string {
	return fmt.Sprintf("http://%s/?token=%s", s.listen.Addr(), s.token)
}

// Serve answers until ctx ends, then lets requests under way finish for a moment.
func (s *Server) Serve(ctx context.Context) error { return serve(ctx, s.http, s.listen, s.feed) }

func serve(ctx context.Context, server *http.Server, listener net.Listener, f *feed) error {
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		if f != nil {
			f.close() // its streams never end by themselves
		}
		patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		err := server.Shutdown(patience)
		if err != nil {
			err = errors.Join(err, server.Close())
		}
		stopped <- err
	}()
	if err := server.Serve(usual.few(listener)); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

// guard lets in only who came by this machine's name, from our own pages, with the cookie.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secure(w.Header())
		switch {
		case !s.hosts[r.Host] || !s.ours(r):
			s.app.TurnedAway(placeOf(r), cmp.Or(r.Header.Get("Origin"), r.Host), lang.Of("来自别的网站或地址的请求", "A request from another site or under another name"))
			app.WriteFault(w, fault.New(fault.Forbidden, "这个地址不能这样打开，请使用程序打印的地址", "This address cannot be opened like this. Use the one the program printed."), s.tag)
		case r.Method == http.MethodGet && r.URL.Path == "/" && r.URL.Query().Has("token"):
			s.signIn(w, r)
		case !s.signedIn(r) && !s.strangerMay(r):
			s.strange(w, r)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// ours tells that a request does not come from another site's page.
func (s *Server) ours(r *http.Request) bool {
	if origin := r.Header.Get("Origin"); origin != "" && (!strings.HasPrefix(origin, "http://") || !s.hosts[strings.TrimPrefix(origin, "http://")]) {
		return false
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return true
	}
	// Following a link to the printed address from elsewhere is fine; anything else is not.
	return r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Mode") == "navigate"
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

func (s *Server) signIn(w http.ResponseWriter, r *http.Request) {
	if !same(r.URL.Query().Get("token"), s.token) {
		s.app.TurnedAway(placeOf(r), r.Host, lang.Of("打开的地址里口令不对", "An address with a wrong token"))
		s.strange(w, r)
		return
	}
	if _, known := s.visitorOf(r); !known { // who has a session keeps it
		s.setCookie(w, s.sessions.keep(s.welcome(r, true), ""), cookieAge)
	}
	w.Header().Set("Cache-Control", "no-store")
	if site := r.Header.Get("Sec-Fetch-Site"); site == "" || site == "none" || site == "same-origin" {
		w.Header().Set("Location", "/")
		w.WriteHeader(http.StatusSeeOther)
		return
	}
	// A redirect out of another site's page would not carry the strict cookie; a page of our own asks anew.
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = fmt.Fprint(w, `<!doctype html><meta http-equiv="refresh" content="0;url=/"><title>行客 Xingke</title>`)
}

func (s *Server) signedIn(r *http.Request) bool {
	_, known := s.visitorOf(r)
	return known
}

// strange answers who has no cookie: pages with a sentence, operations with a fault.
func (s *Server) strange(w http.ResponseWriter, r *http.Request) {
	text := lang.Of("请用程序打印的完整地址打开（其中有这次运行的口令）", "Open the full address that the program printed; it holds the token.")
	w.Header().Set("Cache-Control", "no-store")
	if r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html") {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = fmt.Fprintln(w, text.ZH+"\n"+text.EN)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(http.StatusUnauthorized)
	_, _ = fmt.Fprintf(w, `{"kind":"forbidden","message":%q}`, text.In(s.tag))
}

func secure(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}
