// Runs one job of one Go client and prints one line of JSON, as bench/worker.ts does for the clients in JavaScript.
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"runtime"
	"sort"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Job is that of adapter.ts.
type Job struct {
	Brokers       []string `json:"brokers"`
	Topic         string   `json:"topic"`
	Partitions    int      `json:"partitions"`
	Records       int      `json:"records"`
	ValueBytes    int      `json:"valueBytes"`
	PerCall       int      `json:"perCall"`
	CallsInFlight int      `json:"callsInFlight"`
	Compression   string   `json:"compression"`
	IsHurried     bool     `json:"isHurried"`
}

// Order says who does what.
type Order struct {
	Client   string `json:"client"`
	Scenario string `json:"scenario"`
	Job      Job    `json:"job"`
	// Records of a first pass that is not timed.
	WarmUp      int `json:"warmUp"`
	Outstanding int `json:"outstanding"`
}

// Producer is a client under measurement. Many returns when everything is acknowledged, and may be called from anywhere.
type Producer interface {
	Many(values [][]byte) error
	Close()
}

// Consumer reads the topic from its beginning as the only member of a group; each is called with every value.
type Consumer interface {
	Read(records int, each func(value []byte)) error
	Close()
}

type seen struct {
	Records int `json:"records"`
	Bytes   int `json:"bytes"`
}

type latency struct {
	P50 float64 `json:"p50"`
	P99 float64 `json:"p99"`
}

type measured struct {
	Seconds    float64  `json:"seconds"`
	CPUSeconds float64  `json:"cpuSeconds"`
	MaxRSSMb   float64  `json:"maxRssMb"`
	Seen       seen     `json:"seen"`
	LatencyMs  *latency `json:"latencyMs,omitempty"`
	Node       string   `json:"node"`
	Notes      string   `json:"notes"`
}

func main() {
	var order Order
	check(json.Unmarshal([]byte(os.Args[1]), &order))
	if order.Scenario == "consume" {
		consume(order)
	} else {
		produce(order)
	}
}

func produce(order Order) {
	job := order.Job
	var producer Producer
	switch order.Client {
	case "kafka-go":
		producer = newKafkaGo(job, order.Scenario)
	case "franz-go":
		producer = newFranzGo(job)
	default:
		check(fmt.Errorf("no client %s", order.Client))
	}
	values := valuesOf(job.ValueBytes)
	var latencies []float64
	var work func(records int)
	switch order.Scenario {
	case "produce":
		work = func(records int) { inLanes(job.CallsInFlight, records, job.PerCall, producer, values) }
	case "produce-each":
		work = func(records int) { inLanes(order.Outstanding, records, 1, producer, values) }
	case "produce-latency":
		work = func(records int) {
			latencies = make([]float64, records)
			for i := range latencies {
				begun := time.Now()
				check(producer.Many(values[i%len(values) : i%len(values)+1]))
				latencies[i] = float64(time.Since(begun).Nanoseconds()) / 1e6
			}
		}
	default:
		check(fmt.Errorf("no scenario %s", order.Scenario))
	}
	work(order.WarmUp)
	cpuBefore, _ := usage()
	begun := time.Now()
	work(job.Records)
	seconds := time.Since(begun).Seconds()
	result := measured{Seconds: seconds, Seen: seen{job.Records, job.Records * job.ValueBytes}}
	if latencies != nil {
		sort.Float64s(latencies)
		result.LatencyMs = &latency{quantile(latencies, 0.5), quantile(latencies, 0.99)}
	}
	report(result, cpuBefore)
	producer.Close()
}

// consume is timed from the first record, as for the others.
func consume(order Order) {
	var consumer Consumer
	switch order.Client {
	case "kafka-go":
		consumer = newKafkaGoReader(order.Job)
	case "franz-go":
		consumer = newFranzGoConsumer(order.Job)
	default:
		check(fmt.Errorf("no client %s", order.Client))
	}
	cpuBefore, _ := usage()
	var begun time.Time
	var found seen
	check(consumer.Read(order.Job.Records, func(value []byte) {
		if found.Records == 0 {
			begun = time.Now()
		}
		found.Records++
		found.Bytes += len(value)
	}))
	report(measured{Seconds: time.Since(begun).Seconds(), Seen: found}, cpuBefore)
	consumer.Close()
}

func report(result measured, cpuBefore float64) {
	cpu, rss := usage()
	result.CPUSeconds = cpu - cpuBefore
	result.MaxRSSMb = rss
	result.Node = runtime.Version()
	line, err := json.Marshal(result)
	check(err)
	fmt.Println(string(line))
}

// inLanes writes records in calls of perCall, with this many under way.
func inLanes(lanes, records, perCall int, producer Producer, values [][]byte) {
	calls := int64((records + perCall - 1) / perCall)
	var next atomic.Int64
	var done sync.WaitGroup
	for lane := 0; lane < lanes; lane++ {
		done.Add(1)
		go func() {
			defer done.Done()
			call := make([][]byte, perCall)
			for {
				index := next.Add(1) - 1
				if index >= calls {
					return
				}
				count := min(perCall, records-int(index)*perCall)
				for i := range call[:count] {
					call[i] = values[(int(index)*perCall+i)%len(values)]
				}
				check(producer.Many(call[:count]))
			}
		}()
	}
	done.Wait()
}

// usage is CPU seconds and the most memory so far, in megabytes.
func usage() (float64, float64) {
	var self syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &self))
	cpu := float64(self.Utime.Sec+self.Stime.Sec) + float64(self.Utime.Usec+self.Stime.Usec)/1e6
	rss := float64(self.Maxrss) / 1024
	if runtime.GOOS == "darwin" {
		rss /= 1024
	}
	return cpu, rss
}

func quantile(sorted []float64, share float64) float64 {
	return sorted[max(0, int(math.Ceil(share*float64(len(sorted))))-1)]
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
