// The rows of Isolation/Rows.cs, run by oklog/run: prints the seconds that an innocent actor, or the whole run, waits because of K that block.
// An actor is cancelled by its interrupt, so hooks are interrupts. There are no token callbacks, and there is no limit.
package main

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/oklog/run"
)

const (
	starts = iota
	stops
	stopsSoon
	callbacks
	hooks
	limited
	foreignStart
	foreignStop
)

func main() {
	row, _ := strconv.Atoi(os.Args[1])
	blockers, _ := strconv.Atoi(os.Args[2])
	fmt.Println(measure(row, blockers).Seconds())
}

func measure(row, blockers int) time.Duration {
	switch row {
	case starts:
		group, started := &run.Group{}, make(chan struct{})
		addPolling(group, blockers)
		addWaiting(group, started, nil)
		from := time.Now()
		go group.Run()
		<-started
		return time.Since(from)
	case stops, stopsSoon:
		after := 500 * time.Millisecond
		if row == stopsSoon {
			after = 10 * time.Millisecond
		}
		r := newStoppable()
		addPolling(r.group, blockers)
		addWaiting(r.group, nil, nil)
		r.start()
		time.Sleep(after)
		return r.timeOfStop()
	case hooks:
		r, called := newStoppable(), make(chan struct{})
		for i := 0; i < blockers; i++ {
			addWaiting(r.group, nil, block)
		}
		addWaiting(r.group, nil, func() { close(called) })
		r.start()
		time.Sleep(100 * time.Millisecond)
		from := time.Now()
		close(r.stop)
		<-called
		return time.Since(from)
	case limited:
		r := newStoppable()
		for i := 0; i < blockers; i++ {
			addWaiting(r.group, nil, block)
		}
		r.start()
		time.Sleep(100 * time.Millisecond)
		return r.timeOfStop()
	case foreignStart, foreignStop:
		r, started := newStoppable(), make(chan struct{})
		addWaiting(r.group, started, nil)
		for i := 0; i < blockers+16; i++ {
			go block()
		}
		time.Sleep(100 * time.Millisecond)
		from := time.Now()
		r.start()
		<-started
		if row == foreignStart {
			return time.Since(from)
		}
		time.Sleep(100 * time.Millisecond)
		return r.timeOfStop()
	}
	panic("no such row")
}

// A group whose first actor returns when it is asked to, and so stops the others.
type stoppable struct {
	group *run.Group
	stop  chan struct{}
	over  chan struct{}
}

func newStoppable() *stoppable {
	r := &stoppable{&run.Group{}, make(chan struct{}), make(chan struct{})}
	r.group.Add(func() error { <-r.stop; return nil }, func(error) {})
	return r
}

func (r *stoppable) start() {
	go func() {
		r.group.Run()
		close(r.over)
	}()
}

func (r *stoppable) timeOfStop() time.Duration {
	from := time.Now()
	close(r.stop)
	<-r.over
	return time.Since(from)
}

func addWaiting(group *run.Group, started chan struct{}, hook func()) {
	interrupted := make(chan struct{})
	group.Add(func() error {
		if started != nil {
			close(started)
		}
		<-interrupted
		return nil
	}, func(error) {
		if hook != nil {
			hook()
		}
		close(interrupted)
	})
}

func addPolling(group *run.Group, count int) {
	for i := 0; i < count; i++ {
		interrupted := make(chan struct{})
		group.Add(func() error {
			for {
				select {
				case <-interrupted:
					return nil
				default:
					time.Sleep(5 * time.Millisecond)
				}
			}
		}, func(error) { close(interrupted) })
	}
}

func block() { time.Sleep(time.Hour) }
