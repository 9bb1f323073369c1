// The same workload as Contenders/Crowd.cs, run by oklog/run: n - 1 actors that wait to be interrupted, and one that returns as soon as all of them wait.
// Prints, for each n, the median of the nanoseconds that Run takes (adding the actors is not measured), and the peak resident memory of the process so far in kB.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/oklog/run"
)

func build(n int) *run.Group {
	var group run.Group
	var waiting int64
	everybodyWaits := make(chan struct{})
	for i := 1; i < n; i++ {
		stop := make(chan struct{})
		group.Add(func() error {
			if atomic.AddInt64(&waiting, 1) == int64(n-1) {
				close(everybodyWaits)
			}
			<-stop
			return nil
		}, func(error) { close(stop) })
	}
	group.Add(func() error { <-everybodyWaits; return nil }, func(error) {})
	return &group
}

func sample(n, count int) float64 {
	groups := make([]*run.Group, count)
	for i := range groups {
		groups[i] = build(n)
	}
	runtime.GC()
	from := time.Now()
	for _, group := range groups {
		if err := group.Run(); err != nil {
			panic(err)
		}
	}
	return float64(time.Since(from).Nanoseconds()) / float64(count)
}

func peakResident() string {
	status, err := os.Open("/proc/self/status")
	if err != nil {
		panic(err)
	}
	defer status.Close()
	for lines := bufio.NewScanner(status); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "VmHWM:") {
			return strings.Fields(lines.Text())[1]
		}
	}
	panic("no VmHWM")
}

func measure(n int, budget time.Duration) []float64 {
	count := 20000 / n
	if count < 1 {
		count = 1
	}
	var samples []float64
	for from := time.Now(); len(samples) < 3 || time.Since(from) < budget; {
		samples = append(samples, sample(n, count))
	}
	sort.Float64s(samples)
	return samples
}

// peer MILLISECONDS N...
func main() {
	milliseconds, _ := strconv.Atoi(os.Args[1])
	budget := time.Duration(milliseconds) * time.Millisecond
	for i, argument := range os.Args[2:] {
		n, _ := strconv.Atoi(argument)
		if i == 0 {
			measure(n, budget) // warms up
		}
		samples := measure(n, budget)
		fmt.Printf("%d %.0f %s\n", n, samples[len(samples)/2], peakResident())
	}
}
