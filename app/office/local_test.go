package office

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xingke/app"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

func TestLocalDoor(t *testing.T) {
	for name, dir := range map[string]string{
		"short": filepath.Join(shortDir(t), "book"),
		"long":  filepath.Join(t.TempDir(), strings.Repeat("长", 40), "book"),
	} {
		t.Run(name, func(t *testing.T) { speakLocally(t, dir) })
	}
}

// shortDir is a folder whose path a socket can have.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "xk")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func speakLocally(t *testing.T, dir string) {
	ctx := context.Background()
	if _, found := Dial(ctx, dir, lang.EN); found {
		t.Fatal("nobody is there")
	}
	a, err := app.Open(app.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	stop, err := Local(a)
	if err != nil {
		t.Fatal(err)
	}
	client, found := Dial(ctx, dir, lang.EN)
	if !found {
		t.Fatal("it does not answer")
	}
	if out, err := client.Call(ctx, "records.list", []byte(`{"entity":"user"}`)); err != nil || !strings.Contains(string(out), `"total":1`) {
		t.Errorf("%s, %v", out, err)
	}
	if _, err := client.Call(ctx, "records.get", []byte(`{"entity":"user","id":"none"}`)); !fault.Is(err, fault.NotFound) || strings.ContainsAny(fault.From(err).Text.ZH, "找不到") {
		t.Errorf("a fault in the language asked for: %v", err)
	}
	hash, err := client.Upload(ctx, "a.txt", strings.NewReader("行客"))
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := client.Download(ctx, hash, &got); err != nil || got.String() != "行客" {
		t.Errorf("%s, %v", got.String(), err)
	}
	stranger := *client
	stranger.token = "guessed"
	if _, err := stranger.Call(ctx, "records.list", []byte(`{"entity":"user"}`)); !fault.Is(err, fault.Forbidden) {
		t.Errorf("without the token: %v", err)
	}
	if info, err := os.Stat(filepath.Join(dir, tokenFile)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if _, found := Dial(ctx, dir, lang.EN); found {
		t.Error("it answers after its end")
	}
	if left, err := filepath.Glob(filepath.Join(dir, "xingke.*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestFaultsFromElsewhere(t *testing.T) {
	answer := &http.Response{Status: "502 Bad Gateway", Body: http.NoBody}
	if err := faultIn(answer); !fault.Is(err, fault.Internal) {
		t.Errorf("%v", err)
	}
}
