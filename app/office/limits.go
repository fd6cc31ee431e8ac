package office

import (
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// limits bound what a caller may take of a door, however slowly it speaks and however often it comes.
type limits struct {
	header  time.Duration // to send the head of a request
	body    time.Duration // to send the input of an operation
	piece   time.Duration // between two pieces of a file
	file    time.Duration // to send a whole file
	idle    time.Duration // between two requests
	headers int           // bytes of the head
	callers int           // connections at once; a browser keeps six and one for what happens
}

var usual = limits{
	header: 10 * time.Second, body: time.Minute, piece: 30 * time.Second, file: 15 * time.Minute, idle: 2 * time.Minute,
	headers: 64 << 10, callers: 256,
}

// server serves a handler within the limits.
func (l limits) server(h http.Handler) *http.Server {
	return &http.Server{Handler: l.patient(h), ReadHeaderTimeout: l.header, IdleTimeout: l.idle, MaxHeaderBytes: l.headers}
}

// patient ends the reading of what does not come in time. What is answered may take as long as it takes.
func (l limits) patient(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil && r.Body != http.NoBody {
			body := &timelyBody{ReadCloser: r.Body, conn: http.NewResponseController(w), end: time.Now().Add(l.body)}
			if strings.HasPrefix(r.URL.Path, "/files/") {
				body.end, body.piece = time.Now().Add(l.file), l.piece
			}
			body.wait() // what nobody reads must not be waited for either
			r = r.WithContext(r.Context())
			r.Body = body // of a copy: the server knows its own body, and does not read to the end what is too much
		}
		next.ServeHTTP(w, r)
	})
}

// timelyBody is a body that must come by its end, and in pieces that do not let one wait.
type timelyBody struct {
	io.ReadCloser
	conn  *http.ResponseController
	end   time.Time
	piece time.Duration // 0: only the end counts
}

func (b *timelyBody) wait() {
	by := b.end
	if soon := time.Now().Add(b.piece); b.piece > 0 && soon.Before(by) {
		by = soon
	}
	_ = b.conn.SetReadDeadline(by) // a writer that knows none has no connection to wait for
}

// Read implements io.Reader.
func (b *timelyBody) Read(p []byte) (int, error) {
	b.wait()
	n, err := b.ReadCloser.Read(p)
	if err == io.EOF {
		_ = b.conn.SetReadDeadline(time.Time{}) // from here on the reading only notices that the caller goes
	}
	return n, err
}

// few lets in so many callers at once; the others wait outside.
func (l limits) few(listener net.Listener) net.Listener {
	return &fewListener{Listener: listener, places: make(chan struct{}, l.callers), closed: make(chan struct{})}
}

type fewListener struct {
	net.Listener
	places chan struct{}
	closed chan struct{}
	once   sync.Once
}

// Accept implements net.Listener.
func (f *fewListener) Accept() (net.Conn, error) {
	select {
	case f.places <- struct{}{}:
	case <-f.closed:
		return nil, net.ErrClosed
	}
	conn, err := f.Listener.Accept()
	if err != nil {
		<-f.places
		return nil, err
	}
	return &placedConn{Conn: conn, leave: sync.OnceFunc(func() { <-f.places })}, nil
}

// Close implements net.Listener.
func (f *fewListener) Close() error {
	f.once.Do(func() { close(f.closed) })
	return f.Listener.Close()
}

type placedConn struct {
	net.Conn
	leave func()
}

// Close implements net.Conn.
func (c *placedConn) Close() error {
	defer c.leave()
	return c.Conn.Close()
}
