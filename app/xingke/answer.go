package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/rpc"
)

// answer gathers what a handler answers, where there is no HTTP between.
type answer struct {
	to     io.Writer // nil: body
	body   bytes.Buffer
	header http.Header
	status int
}

// Header implements http.ResponseWriter.
func (a *answer) Header() http.Header {
	if a.header == nil {
		a.header = http.Header{}
	}
	return a.header
}

// WriteHeader implements http.ResponseWriter.
func (a *answer) WriteHeader(status int) { a.status = status }

// Write implements http.ResponseWriter.
func (a *answer) Write(p []byte) (int, error) {
	if a.to != nil && (a.status == 0 || a.status == http.StatusOK) {
		return a.to.Write(p)
	}
	return a.body.Write(p)
}

// fault is what went wrong, nil if nothing.
func (a *answer) fault() error {
	if a.status == 0 || a.status == http.StatusOK {
		return nil
	}
	var said rpc.Fault
	if err := json.Unmarshal(a.body.Bytes(), &said); err != nil {
		return err
	}
	return &fault.Error{Kind: said.Kind, Text: lang.Of(said.Message, said.Message)}
}

func (a *answer) into(v interface{}) error {
	if err := a.fault(); err != nil {
		return err
	}
	return json.Unmarshal(a.body.Bytes(), v)
}

// Download copies a stored file.
func (o own) Download(ctx context.Context, hash string, to io.Writer) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "/files/"+url.PathEscape(hash), nil)
	if err != nil {
		return err
	}
	got := answer{to: to}
	o.Files().ServeHTTP(&got, r)
	return got.fault()
}
