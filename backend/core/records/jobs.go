package records

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"runtime/debug"
	"sync"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/rpc"
)

// JobState says where a job stands.
type JobState string

// The states of a job. Only a running one changes.
const (
	Running   JobState = "running"
	Done      JobState = "done"
	Failed    JobState = "failed"
	Cancelled JobState = "cancelled"
)

// Job is an operation that takes longer than a person waits for an answer.
type Job struct {
	ID        string          `json:"id"`
	Kind      string          `json:"kind"`            // the operation that began it: "import.run"
	Label     string          `json:"label,omitempty"` // what it is about, for people
	State     JobState        `json:"state"`
	Done      int             `json:"done"`
	Total     int             `json:"total"` // 0 while not known
	Result    json.RawMessage `json:"result,omitempty"`
	Error     *rpc.Fault      `json:"error,omitempty"`
	StartedAt time.Time       `json:"startedAt"`

	owner string
}

// Started is the answer of an operation that began a job whose result is an R. A job that
// ends at once arrives finished.
type Started[R any] struct {
	Job Job `json:"job"`
}

// ResultShape is the type of the result, for the generated client.
func (Started[R]) ResultShape() reflect.Type { return reflect.TypeFor[R]() }

// Jobs runs jobs and remembers the last of them until the program ends.
type Jobs struct {
	clock clock.Clock
	base  context.Context
	stop  context.CancelFunc
	group sync.WaitGroup

	mu      sync.Mutex
	running map[string]*running
	order   []string
	heard   func(Job)
}

type running struct {
	job    Job
	cancel context.CancelFunc
	ended  chan struct{}
	tag    lang.Tag
}

const (
	jobsKept = 200
	// A job that ends within this time is answered finished, so that small ones feel immediate.
	jobPatience = 60 * time.Millisecond
)

// NewJobs makes the place where jobs run. heard, if not nil, is told of every step and must be quick.
func NewJobs(clk clock.Clock, heard func(Job)) *Jobs {
	base, stop := context.WithCancel(context.Background())
	return &Jobs{clock: clk, base: base, stop: stop, running: map[string]*running{}, heard: heard}
}

// Close cancels what runs and waits for it to end.
func (j *Jobs) Close() {
	j.stop()
	j.group.Wait()
}

// Progress is how a job tells how far it is. Its methods may be called as often as one likes.
type Progress struct {
	jobs *Jobs
	id   string
	last time.Time
}

// Set says that done of total steps are done; total 0 is not known yet.
func (p *Progress) Set(done, total int) {
	if p == nil || p.jobs == nil {
		return
	}
	now := time.Now() // of the machine, not of the book: only thins out the news
	quiet := now.Sub(p.last) < 50*time.Millisecond && done < total
	if !quiet {
		p.last = now
	}
	p.jobs.change(p.id, !quiet, func(job *Job) { job.Done, job.Total = done, total })
}

// Name says what the job is about, in the language of the one who began it.
func (p *Progress) Name(label string) {
	if p != nil && p.jobs != nil {
		p.jobs.change(p.id, true, func(job *Job) { job.Label = label })
	}
}

// StartJob runs work beside the caller, as the caller and with the caller's language, and
// answers at once. The work's context ends when the job is cancelled or the program closes;
// work that returns the context's error then is cancelled, not failed.
func StartJob[R any](ctx context.Context, j *Jobs, kind string, work func(ctx context.Context, p *Progress) (R, error)) (Started[R], error) {
	if j.base.Err() != nil {
		return Started[R]{}, fault.New(fault.Unavailable, "程序正在关闭", "The program is closing.")
	}
	user, _ := who.From(ctx)
	inner, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stopWith := context.AfterFunc(j.base, cancel)
	run := &running{
		job:    Job{ID: id.New(), Kind: kind, State: Running, StartedAt: j.clock.Now(), owner: user.ID},
		cancel: cancel, ended: make(chan struct{}), tag: who.Lang(ctx),
	}
	j.add(run)
	j.group.Go(func() {
		defer stopWith()
		defer cancel()
		result, err := guarded(inner, kind, func() (R, error) { return work(inner, &Progress{jobs: j, id: run.job.ID}) })
		j.end(inner, run, result, err)
	})
	wait := time.NewTimer(jobPatience)
	defer wait.Stop()
	select {
	case <-run.ended:
	case <-wait.C:
	}
	return Started[R]{j.snapshot(run)}, nil
}

func guarded[R any](ctx context.Context, kind string, work func() (R, error)) (result R, err error) {
	defer func() {
		if r := recover(); r != nil {
			slog.ErrorContext(ctx, "job panicked", "kind", kind, "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
			err = fmt.Errorf("panic in job %s: %v", kind, r)
		}
	}()
	return work()
}

// A partial result is worth telling even of a job that failed: it names what the job had written by then.
type partial interface{ Partial() bool }

func (j *Jobs) end(ctx context.Context, run *running, result interface{}, err error) {
	defer close(run.ended)
	j.change(run.job.ID, true, func(job *Job) {
		switch {
		case err == nil:
			job.State = Done
			job.Result, err = rpc.Encode(result)
			if job.Total > 0 {
				job.Done = job.Total
			}
		case ctx.Err() != nil && errors.Is(err, ctx.Err()):
			job.State = Cancelled
			if raw, encodeErr := rpc.Encode(result); encodeErr == nil {
				job.Result = raw
			}
			err = nil
		}
		if err != nil {
			job.State, job.Error = Failed, rpc.Say(err, run.tag)
			if part, ok := result.(partial); ok && part.Partial() {
				if raw, encodeErr := rpc.Encode(result); encodeErr == nil {
					job.Result = raw
				}
			}
			if job.Error.Kind == fault.Internal {
				slog.Error("job failed", "kind", job.Kind, "err", err)
			}
		}
	})
}

func (j *Jobs) add(run *running) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.running[run.job.ID] = run
	j.order = append(j.order, run.job.ID)
	for i := 0; len(j.order) > jobsKept && i < len(j.order); {
		if j.running[j.order[i]].job.State == Running {
			i++
			continue
		}
		delete(j.running, j.order[i])
		j.order = append(j.order[:i:i], j.order[i+1:]...)
	}
}

func (j *Jobs) change(jobID string, tell bool, change func(*Job)) {
	j.mu.Lock()
	run := j.running[jobID]
	change(&run.job)
	job := run.job
	j.mu.Unlock()
	if tell && j.heard != nil {
		j.heard(job)
	}
}

func (j *Jobs) snapshot(run *running) Job {
	j.mu.Lock()
	defer j.mu.Unlock()
	return run.job
}

// mine finds a job of the one who acts. Other people's jobs are not there.
func (j *Jobs) mine(ctx context.Context, jobID string) (*running, error) {
	user, _ := who.From(ctx)
	j.mu.Lock()
	defer j.mu.Unlock()
	run := j.running[jobID]
	if run == nil || run.job.owner != user.ID {
		return nil, fault.New(fault.NotFound, "没有这个任务，它可能早已结束", "There is no such job. It may have ended long ago.")
	}
	return run, nil
}

// closing tells that the program is about to end, so that what stops now was not stopped by its owner.
func (j *Jobs) closing() bool { return j != nil && j.base.Err() != nil }

// HandOver makes one person's jobs another's: the same person before and after a practice book begins anew.
func (j *Jobs) HandOver(from, to string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, run := range j.running {
		if run.job.owner == from {
			run.job.owner = to
		}
	}
}

// Owner is the id of the person who began the job.
func (j Job) Owner() string { return j.owner }

// JobRef names a job.
type JobRef struct {
	ID string `json:"id"`
}

// JobAnswer is how a job stands.
type JobAnswer struct {
	Job Job `json:"job"`
}

// JobList is the caller's jobs, the newest first.
type JobList struct {
	Jobs []Job `json:"jobs"`
}

// Get tells how a job stands.
func (j *Jobs) Get(ctx context.Context, in JobRef) (JobAnswer, error) {
	run, err := j.mine(ctx, in.ID)
	if err != nil {
		return JobAnswer{}, err
	}
	return JobAnswer{j.snapshot(run)}, nil
}

// Cancel asks a job to end where it is and waits a moment for it; what it has written stays and can be undone.
func (j *Jobs) Cancel(ctx context.Context, in JobRef) (JobAnswer, error) {
	run, err := j.mine(ctx, in.ID)
	if err != nil {
		return JobAnswer{}, err
	}
	run.cancel()
	wait := time.NewTimer(jobPatience)
	defer wait.Stop()
	select {
	case <-run.ended:
	case <-wait.C:
	case <-ctx.Done():
	}
	return JobAnswer{j.snapshot(run)}, nil
}

// Wait answers when a job has ended or ctx has.
func (j *Jobs) Wait(ctx context.Context, in JobRef) (JobAnswer, error) {
	run, err := j.mine(ctx, in.ID)
	if err != nil {
		return JobAnswer{}, err
	}
	select {
	case <-run.ended:
	case <-ctx.Done():
	}
	return JobAnswer{j.snapshot(run)}, nil
}

// List lists the caller's jobs, the newest first.
func (j *Jobs) List(ctx context.Context, _ rpc.Nothing) (JobList, error) {
	user, _ := who.From(ctx)
	j.mu.Lock()
	defer j.mu.Unlock()
	list := JobList{Jobs: []Job{}}
	for i := len(j.order) - 1; i >= 0; i-- {
		if run := j.running[j.order[i]]; run.job.owner == user.ID {
			list.Jobs = append(list.Jobs, run.job)
		}
	}
	return list, nil
}

func (j *Jobs) expose(t *rpc.Table) {
	rpc.Handle(t, "jobs.get", rpc.SignedIn, j.Get).Says("查看一个任务的进度和结果", "How a job stands, with its result when it is done.")
	rpc.Handle(t, "jobs.wait", rpc.SignedIn, j.Wait).Says("等任务结束再回答", "Answers when the job has ended.")
	rpc.Handle(t, "jobs.cancel", rpc.SignedIn, j.Cancel).Says("取消任务，已写入的内容保留，可撤销", "Ends a job where it is; what it has written stays and can be undone.")
	rpc.Handle(t, "jobs.list", rpc.SignedIn, j.List).Says("列出自己的任务", "The caller's jobs, the newest first.")
}

// Busy tells whether any job is running.
func (j *Jobs) Busy() bool { return j.count()[Running] > 0 }

// count tells how many jobs stand in each state.
func (j *Jobs) count() map[JobState]int {
	j.mu.Lock()
	defer j.mu.Unlock()
	counts := map[JobState]int{}
	for _, run := range j.running {
		counts[run.job.State]++
	}
	return counts
}
