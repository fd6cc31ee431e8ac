package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"
)

const (
	callBar = 2 * time.Millisecond
	feedBar = 100 * time.Millisecond
)

// enter signs in with the printed address, as a browser does.
func (d *visitor) enter(address string) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	at, err := url.Parse(address)
	if err != nil {
		return err
	}
	d.base, d.client = "http://"+at.Host, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := d.client.Get(address)
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

// call runs an operation by HTTP and reads the whole answer.
func (d *visitor) call(operation, input string) error {
	answer, err := d.client.Post(d.base+"/rpc/"+operation, "application/json", strings.NewReader(input))
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s: %s", operation, answer.Status, said)
	}
	return err
}

// listen tells of every event of the feed that another screen would hear.
func (d *visitor) listen(ctx context.Context) (<-chan string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, d.base+"/events", nil)
	if err != nil {
		return nil, err
	}
	answer, err := d.client.Do(request)
	if err != nil {
		return nil, err
	}
	events, ready := make(chan string, 1024), make(chan struct{})
	go func() {
		defer answer.Body.Close()
		defer close(events)
		lines := bufio.NewScanner(answer.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if lines.Text() == "retry: 1000" {
				close(ready)
			}
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				events <- data
			}
		}
	}()
	select {
	case <-ready:
		return events, nil
	case <-time.After(time.Minute):
		return nil, errors.New("the feed does not begin")
	}
}

// door is the step of what goes through HTTP on this machine: calls, and a save that another screen is told of.
func (b *bench) door() error {
	d, err := openDoor(b.app)
	if err != nil {
		return err
	}
	ctx, hang := context.WithCancel(context.Background())
	defer func() {
		hang()
		_ = d.close()
	}()
	events, err := d.listen(ctx)
	if err != nil {
		return err
	}
	of := b.busiest.ID
	var waits []time.Duration
	for i := range 3 * b.how.fewest {
		if i > 0 && b.how != hasty { // whoever saves again has looked at the screen for a moment
			time.Sleep(150 * time.Millisecond)
		}
		for len(events) > 0 {
			<-events
		}
		name, begun := fmt.Sprintf("对屏%d", i), time.Now()
		if err := d.call("records.create", fmt.Sprintf(`{"entity":"customer","record":{"name":"%s%d","status":"potential"}}`, name, begun.UnixNano())); err != nil {
			return err
		}
		for heard := false; !heard; {
			select {
			case one := <-events:
				heard = strings.Contains(one, `"customer"`)
			case <-time.After(time.Minute):
				return errors.New("the feed does not tell of a save")
			}
		}
		waits = append(waits, time.Since(begun))
	}
	err = b.works(func() ([]work, error) {
		return []work{
			{name: "call by HTTP on this machine: one record", bar: callBar, grows: flat, note: "peer: the same call without HTTP",
				ours: func(int) error { return d.call("records.get", `{"entity":"customer","id":"`+of+`"}`) },
				peer: func(int) error { return b.call("records.get", `{"entity":"customer","id":"`+of+`"}`) }},
			{name: "call by HTTP on this machine: a page of 100 customers", grows: flat, note: "peer: the same call without HTTP",
				ours: func(int) error { return d.call("records.list", byName) },
				peer: func(int) error { return b.call("records.list", byName) }},
		}, nil
	})()
	b.add(figure{Work: "save by HTTP until another screen is told", Bar: feedBar, Grows: flat, Ours: sampleOf(waits)})
	return err
}
