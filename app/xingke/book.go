package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"xingke/app"
	"xingke/app/office"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/records"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
)

// bookFlag names the book; every command has it.
type bookFlag struct {
	Book string `required:"" placeholder:"DIR" type:"path" help:"Folder of the book. 账套文件夹。"`
}

// unasked says of a book that did not open for want of a passphrase what to do: nobody was asked for it.
func unasked(err error, given bool) error {
	if seal.WrongPassphrase(err) && !given {
		return fault.New(fault.Forbidden, "这个账套有口令；请设置 XINGKE_PASSPHRASE 或在终端中运行", "This book has a passphrase. Set XINGKE_PASSPHRASE or run this in a terminal.")
	}
	return err
}

// open opens the book, which is made if there is none.
func (b bookFlag) open(s *session, config app.Config) (*app.App, error) {
	given := false
	opened, err := app.Open(b.config(s, config, &given))
	if err != nil {
		return nil, unasked(err, given)
	}
	if key := opened.Recovery(); key != "" {
		_, _ = fmt.Fprintln(s.err, lang.Sayf("恢复密钥（只显示这一次，请抄下来保管好，忘记口令时用它打开账套）：%s",
			"Recovery key (shown this once; write it down and keep it safe, it opens the book if the passphrase is forgotten): %s", lang.S(key)).In(s.tag))
	}
	return opened, nil
}

const passphraseVariable = "XINGKE_PASSPHRASE"

// config says how the book is opened: with the passphrase of the surroundings, with what this computer remembers or, at
// a terminal, with what a person types. given is set if a passphrase came from somewhere.
func (b bookFlag) config(s *session, config app.Config, given *bool) app.Config {
	config.Dir, config.Passphrase, config.Lang = b.Book, os.Getenv(passphraseVariable), s.tag
	config.Keychain = s.keychain
	*given = config.Passphrase != ""
	config.Ask = func() (string, error) {
		if s.typed == "" {
			typed, err := secret(s, passphraseVariable, askPassphrase)
			if err != nil {
				return "", err
			}
			s.typed = typed
		}
		*given = s.typed != ""
		return s.typed, nil
	}
	return config
}

// passphrase is that of the surroundings or, for a sealed book at a terminal, what a person types: where it has to be
// known, whatever this computer remembers.
func (b bookFlag) passphrase(s *session) (string, error) {
	if state, err := seal.State(b.Book); err != nil || state != seal.Passphrase {
		return os.Getenv(passphraseVariable), err
	}
	return secret(s, passphraseVariable, askPassphrase)
}

var askPassphrase = lang.Of("账套口令：", "Passphrase: ")

// door is an open book as commands use it: one of their own, or one that another program has open.
type door interface {
	Call(ctx context.Context, name string, input []byte) (json.RawMessage, error)
	Upload(ctx context.Context, name string, content io.Reader) (string, error)
	Download(ctx context.Context, hash string, to io.Writer) error
	Close() error
}

// door finds the program that has the book open, or opens it. Another command that works in the book by itself is
// waited for: two imports one after the other are what was meant.
func (b bookFlag) door(s *session) (door, error) {
	turn := waiting{book: b.Book, end: time.Now().Add(waitsFor())}
	for {
		if client, found := office.Dial(s.ctx, b.Book, s.tag); found {
			return elsewhere{client}, nil
		}
		if busy := turn.free(); busy != nil {
			if err := turn.wait(s, busy); err != nil {
				return nil, err
			}
			continue
		}
		opened, err := b.open(s, app.Config{Patient: true})
		if errors.Is(err, store.ErrBusy) && time.Now().Before(turn.end) { // somebody was quicker
			continue
		}
		if err != nil {
			return nil, err
		}
		return own{opened, s.tag}, nil
	}
}

type elsewhere struct{ *office.Client }

// Close leaves the other program alone.
func (elsewhere) Close() error { return nil }

type own struct {
	*app.App
	tag lang.Tag
}

// as says the language of the command line.
func (o own) as(ctx context.Context) (context.Context, error) {
	user, err := o.User(ctx)
	user.Lang = o.tag
	ctx = audit.At(ctx, audit.Place{Door: audit.Command})
	return records.WithPaths(who.With(ctx, user)), err
}

// Call runs an operation as the book's owner in the language of the command line.
func (o own) Call(ctx context.Context, name string, input []byte) (json.RawMessage, error) {
	ctx, err := o.as(ctx)
	if err != nil {
		return nil, err
	}
	return o.App.Call(ctx, name, input)
}

// Upload hands in a file.
func (o own) Upload(ctx context.Context, name string, content io.Reader) (string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "/files/?name="+url.QueryEscape(name), content)
	if err != nil {
		return "", err
	}
	var got answer
	o.Files().ServeHTTP(&got, r)
	var info struct {
		File string `json:"file"`
	}
	if err := got.into(&info); err != nil {
		return "", err
	}
	return info.File, nil
}

// call runs an operation with an input of Go and reads the answer into out. A job is waited for; of one
// that was cancelled, out says how far it came.
func call(s *session, d door, name string, input, out interface{}) error {
	raw, err := json.Marshal(input)
	if err != nil {
		return err
	}
	answer, err := d.Call(s.ctx, name, raw)
	if err != nil {
		return err
	}
	if answer, err = settled(s, d, answer); err != nil {
		return err
	}
	var job struct {
		Job *records.Job `json:"job"`
	}
	if json.Unmarshal(answer, &job) == nil && job.Job != nil {
		switch job.Job.State {
		case records.Failed:
			return jobFault(job.Job)
		case records.Cancelled:
			if out != nil && len(job.Job.Result) > 0 {
				if err := json.Unmarshal(job.Job.Result, out); err != nil {
					return err
				}
			}
			return fault.New(fault.Unavailable, "已取消；取消前写入的内容保留，可用 changes.undo 撤销", "Cancelled. What was already written stays; changes.undo reverses it.")
		}
		answer = job.Job.Result
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(answer, out)
}

// settled waits for the job in an answer, if there is one, and gives the answer as it is then.
func settled(s *session, d door, answer json.RawMessage) (json.RawMessage, error) {
	for {
		var got struct {
			Job *records.Job `json:"job"`
		}
		if json.Unmarshal(answer, &got) != nil || got.Job == nil || got.Job.State != records.Running {
			return answer, nil
		}
		ask, err := json.Marshal(records.JobRef{ID: got.Job.ID})
		if err != nil {
			return nil, err
		}
		next, err := d.Call(s.ctx, "jobs.wait", ask)
		if s.ctx.Err() != nil { // interrupted: let the job stop too, and hear how far it came
			after := context.WithoutCancel(s.ctx)
			if _, err := d.Call(after, "jobs.cancel", ask); err != nil {
				return nil, err
			}
			return d.Call(after, "jobs.wait", ask)
		}
		if err != nil {
			return nil, err
		}
		answer = next
	}
}

// failed is the fault of the job in an answer, nil if there is no job or it did not fail.
func failed(answer json.RawMessage) error {
	var got struct {
		Job *records.Job `json:"job"`
	}
	if json.Unmarshal(answer, &got) != nil || got.Job == nil || got.Job.State != records.Failed || got.Job.Error == nil {
		return nil
	}
	return jobFault(got.Job)
}

func jobFault(job *records.Job) error {
	f := &fault.Error{Kind: job.Error.Kind, Text: lang.Of(job.Error.Message, job.Error.Message)}
	for name, text := range job.Error.Fields {
		if f.Fields == nil {
			f.Fields = map[string]lang.Text{}
		}
		f.Fields[name] = lang.Of(text, text)
	}
	return f
}

// saveTo copies a stored file to a path, whole or not at all.
func saveTo(s *session, d door, hash, path string) (err error) {
	part, err := os.CreateTemp(filepath.Dir(path), ".xingke-*")
	if err != nil {
		return cannotWrite(path, err)
	}
	defer os.Remove(part.Name()) // gone after the rename
	err = d.Download(s.ctx, hash, part)
	if err = errors.Join(err, part.Close()); err != nil {
		return cannotWrite(path, err)
	}
	if err := os.Chmod(part.Name(), 0o644); err != nil {
		return cannotWrite(path, err)
	}
	if err := os.Rename(part.Name(), path); err != nil {
		return cannotWrite(path, err)
	}
	return nil
}

func cannotWrite(path string, err error) error {
	return fault.Wrap(err, fault.Unavailable, "文件写不到 %s；请检查文件夹、权限和磁盘空间", "The file cannot be written to %s. Check the folder, its permissions and the free space.", lang.S(path))
}
