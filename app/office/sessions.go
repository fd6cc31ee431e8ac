package office

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"xingke/app"
	"xingke/backend/core/audit"
)

// sessions are the visits of browsers, found by the secret in their cookie. Only its hash is kept.
type sessions struct {
	app *app.App
	mu  sync.Mutex
	by  map[[sha256.Size]byte]*app.Visit
}

// mostSessions bounds what strangers can make the program remember.
const mostSessions = 2000

// cookieAge is how long a browser keeps the cookie; the program forgets the session sooner.
const cookieAge = 7 * 24 * time.Hour

func (s *sessions) find(secret string) *app.Visit {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.by[sha256.Sum256([]byte(secret))]
}

// keep remembers a visit under a new secret, and forgets the one it had.
func (s *sessions) keep(v *app.Visit, old string) (secret string) {
	secret = randomToken()
	s.mu.Lock()
	defer s.mu.Unlock()
	if old != "" {
		delete(s.by, sha256.Sum256([]byte(old)))
	}
	if len(s.by) >= mostSessions {
		for key, one := range s.by {
			if one.Spent(time.Now()) {
				delete(s.by, key)
				s.app.Leave(one)
			}
		}
	}
	s.by[sha256.Sum256([]byte(secret))] = v
	return secret
}

// visitor is who a request comes from, with the secret of the cookie.
type visitor struct {
	visit  *app.Visit
	secret string // "" for somebody who has no cookie yet
}

func (s *Server) visitorOf(r *http.Request) (visitor, bool) {
	cookie, err := r.Cookie(s.cookie)
	if err != nil {
		return visitor{}, false
	}
	v := s.sessions.find(cookie.Value)
	return visitor{v, cookie.Value}, v != nil
}

func (s *Server) welcome(r *http.Request, local bool) *app.Visit {
	return s.app.NewVisit(placeOf(r), local, browserOf(r.UserAgent()))
}

func placeOf(r *http.Request) audit.Place {
	from, _, _ := net.SplitHostPort(r.RemoteAddr)
	if ip := net.ParseIP(from); ip != nil && ip.IsLoopback() {
		from = ""
	}
	return audit.Place{Door: audit.Office, From: from}
}

func (s *Server) setCookie(w http.ResponseWriter, secret string, age time.Duration) {
	http.SetCookie(w, &http.Cookie{Name: s.cookie, Value: secret, Path: "/", MaxAge: int(age.Seconds()), HttpOnly: true, SameSite: http.SameSiteStrictMode})
}

// browserOf names a browser and a system, for people who look where they are signed in.
func browserOf(agent string) string {
	first := func(pairs ...string) string {
		for i := 0; i < len(pairs); i += 2 {
			if strings.Contains(agent, pairs[i]) {
				return pairs[i+1]
			}
		}
		return ""
	}
	browser := first("Edg/", "Edge", "Firefox/", "Firefox", "MicroMessenger", "WeChat", "QQBrowser", "QQ", "Chrome/", "Chrome", "Safari/", "Safari")
	system := first("Windows", "Windows", "Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Mac OS", "macOS", "Linux", "Linux")
	return strings.Trim(fmt.Sprintf("%s · %s", browser, system), " ·")
}

// doorCall answers what can be asked before anybody is signed in. Whoever proves who they are is given a new secret, so
// that one which somebody else has seen before is worth nothing.
func (s *Server) doorCall(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from, known := s.visitorOf(r)
		if !known {
			from.visit = s.welcome(r, false)
		}
		locked := from.visit.Locked()
		ctx := app.WithVisit(r.Context(), from.visit)
		held := &heldBack{ResponseWriter: w}
		held.first = func(status int) { // the cookie must go before the first byte
			proved := strings.HasSuffix(r.URL.Path, "/door.signIn") || locked && !from.visit.Locked()
			switch after := from.visit.SignedIn(); {
			case after != "" && proved && status == http.StatusOK:
				s.setCookie(w, s.sessions.keep(from.visit, from.secret), cookieAge)
			case !known && after == "":
				s.app.Leave(from.visit) // nobody signed in: nothing is remembered
			}
		}
		next.ServeHTTP(held, r.WithContext(ctx))
	})
}

// heldBack does something right before an answer begins.
type heldBack struct {
	http.ResponseWriter
	first func(status int)
}

func (h *heldBack) begin(status int) {
	if h.first != nil {
		first := h.first
		h.first = nil
		first(status)
	}
}

// WriteHeader implements http.ResponseWriter.
func (h *heldBack) WriteHeader(status int) {
	h.begin(status)
	h.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (h *heldBack) Write(p []byte) (int, error) {
	h.begin(http.StatusOK)
	return h.ResponseWriter.Write(p)
}

// rpc tells the operations of the door itself from all others.
func (s *Server) rpc(next http.Handler) http.Handler {
	atDoor, inside := s.doorCall(next), s.admitted(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.PathValue("operation"), "door.") {
			atDoor.ServeHTTP(w, r)
			return
		}
		inside.ServeHTTP(w, r)
	})
}

// admitted puts who acts into a request, or refuses it.
func (s *Server) admitted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from, known := s.visitorOf(r)
		if !known {
			s.strange(w, r)
			return
		}
		ctx, err := s.app.Enter(app.WithVisit(r.Context(), from.visit), r.PathValue("operation"))
		if err != nil {
			app.WriteFault(w, err, langOf(r, s.tag))
			return
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// untilGone ends a stream soon after what the visit may see has ended; it still hears that it did.
func untilGone(ctx context.Context, v *app.Visit) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	gone := v.Gone()
	go func() {
		select {
		case <-gone:
			time.AfterFunc(500*time.Millisecond, cancel)
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

func (s *Server) strangerMay(r *http.Request) bool {
	if !s.app.HasGuests() {
		return false
	}
	if strings.HasPrefix(r.URL.Path, "/rpc/") {
		return strings.HasPrefix(r.URL.Path, "/rpc/door.")
	}
	return r.URL.Path != "/events" && !strings.HasPrefix(r.URL.Path, "/files")
}
