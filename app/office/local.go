package office

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"xingke/app"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
)

// The files of the local door in the book's folder.
const (
	socketFile = "xingke.sock"
	placeFile  = "xingke.socket" // where the socket lies if the folder's path is too long for one
	tokenFile  = "xingke.token"
)

// longestSocket is what the systems take as the path of a socket, the least of them.
const longestSocket = 100

// Local opens the local door of a book until stop is called: a socket in the book's folder that
// only the user who runs the program can use, with a token that only they can read.
func Local(a *app.App) (stop func() error, err error) {
	dir := a.Dir()
	for _, left := range []string{socketFile, placeFile, tokenFile} {
		_ = os.Remove(filepath.Join(dir, left)) // of a program that ended without cleaning up: the book's lock says that it is gone
	}
	listener, place, err := openSocket(dir)
	if err != nil {
		slog.Warn("commands cannot reach the open book: this system has no local sockets", "err", err)
		return func() error { return nil }, nil
	}
	token := randomToken()
	err = errors.Join(os.Chmod(place, 0o600), os.WriteFile(filepath.Join(dir, tokenFile), []byte(token), 0o600))
	if place != filepath.Join(dir, socketFile) {
		err = errors.Join(err, os.WriteFile(filepath.Join(dir, placeFile), []byte(place), 0o600))
	}
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	server := newHTTP(withToken(token, localRoutes(a)))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- serve(ctx, server, listener, nil) }()
	return func() error {
		cancel()
		err := <-done
		left := []string{place, filepath.Join(dir, tokenFile)}
		if place != filepath.Join(dir, socketFile) {
			left = append(left, filepath.Dir(place), filepath.Join(dir, placeFile))
		}
		for _, name := range left {
			if gone := os.Remove(name); gone != nil && !errors.Is(gone, os.ErrNotExist) {
				err = errors.Join(err, gone)
			}
		}
		return err
	}, nil
}

// localRoutes let commands name files of this machine by their path: who may speak here may read them anyway.
func localRoutes(a *app.App) http.Handler {
	routes := operations(a, lang.ZH)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		routes.ServeHTTP(w, r.WithContext(records.WithPaths(r.Context())))
	})
}

// openSocket takes the book's folder where its path is short enough and its disk can hold a socket, which a
// memory stick cannot, else a folder of our own among the temporary ones.
func openSocket(dir string) (net.Listener, string, error) {
	if place := filepath.Join(dir, socketFile); len(place) <= longestSocket {
		if listener, err := net.Listen("unix", place); err == nil {
			return listener, place, nil
		}
	}
	made, err := os.MkdirTemp("", "xingke-") // 0700
	if err != nil {
		return nil, "", fmt.Errorf("make a folder for the local socket: %w", err)
	}
	place := filepath.Join(made, socketFile)
	listener, err := net.Listen("unix", place)
	if err != nil {
		return nil, "", errors.Join(fmt.Errorf("listen on the local socket: %w", err), os.Remove(made))
	}
	return listener, place, nil
}

func withToken(token string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !same(r.Header.Get("Authorization"), "Bearer "+token) {
			app.WriteFault(w, fault.New(fault.Forbidden, "没有这个账套的口令文件，不能使用", "The book's token file is required."), lang.ZH)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Client speaks to a program that has a book open.
type Client struct {
	http  *http.Client
	token string
	tag   lang.Tag
}

// Dial finds the program that has the book in dir open; false if none answers.
func Dial(ctx context.Context, dir string, tag lang.Tag) (*Client, bool) {
	place := filepath.Join(dir, socketFile)
	if elsewhere, err := os.ReadFile(filepath.Join(dir, placeFile)); err == nil {
		place = strings.TrimSpace(string(elsewhere))
	}
	token, err := os.ReadFile(filepath.Join(dir, tokenFile))
	if err != nil {
		return nil, false
	}
	dialer := &net.Dialer{Timeout: 2 * time.Second}
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return dialer.DialContext(ctx, "unix", place)
	}
	conn, err := dial(ctx, "", "")
	if err != nil {
		return nil, false
	}
	_ = conn.Close() // it answers: that was the question
	return &Client{http: &http.Client{Transport: &http.Transport{DialContext: dial}}, token: string(token), tag: tag}, true
}

// Call runs an operation in the program that has the book open. Faults arrive in the client's language.
func (c *Client) Call(ctx context.Context, name string, input []byte) (json.RawMessage, error) {
	answer, err := c.send(ctx, http.MethodPost, "/rpc/"+url.PathEscape(name), "application/json", bytes.NewReader(input))
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	return io.ReadAll(answer.Body)
}

// Upload hands in a file and returns its hash.
func (c *Client) Upload(ctx context.Context, name string, content io.Reader) (string, error) {
	answer, err := c.send(ctx, http.MethodPost, "/files/?name="+url.QueryEscape(name), "application/octet-stream", content)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	var info struct {
		File string `json:"file"`
	}
	err = json.NewDecoder(answer.Body).Decode(&info)
	return info.File, err
}

// Download copies a stored file.
func (c *Client) Download(ctx context.Context, hash string, to io.Writer) error {
	answer, err := c.send(ctx, http.MethodGet, "/files/"+url.PathEscape(hash), "", nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, err = io.Copy(to, answer.Body)
	return err
}

func (c *Client) send(ctx context.Context, method, path, kind string, body io.Reader) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, "http://xingke"+path, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	r.Header.Set(langHeader, string(c.tag))
	if as := app.ActingAs(ctx); as != "" {
		r.Header.Set(asHeader, as)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "打开着账套的程序没有回答，请稍后再试", "The program that has the book open does not answer. Try again in a moment.")
	}
	if answer.StatusCode == http.StatusOK {
		return answer, nil
	}
	defer answer.Body.Close()
	return nil, faultIn(answer)
}

// faultIn reads a fault as the other program said it.
func faultIn(answer *http.Response) error {
	var said rpc.Fault
	if err := json.NewDecoder(io.LimitReader(answer.Body, 1<<20)).Decode(&said); err != nil || said.Kind == "" {
		slog.Debug("not a fault", "status", answer.Status)
		return fault.New(fault.Internal, "打开着账套的程序回答了 %s", "The program that has the book open answered %s.", lang.S(answer.Status))
	}
	f := &fault.Error{Kind: said.Kind, Text: lang.Of(said.Message, said.Message)}
	for name, text := range said.Fields {
		if f.Fields == nil {
			f.Fields = map[string]lang.Text{}
		}
		f.Fields[name] = lang.Of(text, text)
	}
	return f
}
