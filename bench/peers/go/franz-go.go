package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

type franzGo struct{ client *kgo.Client }

// newFranzGo: its defaults, but for compression, which it would do by itself, and for no linger with one record at a time.
func newFranzGo(job Job) Producer {
	codec := kgo.NoCompression()
	if job.Compression == "lz4" {
		codec = kgo.Lz4Compression()
	}
	options := []kgo.Opt{
		kgo.SeedBrokers(job.Brokers...),
		kgo.DefaultProduceTopic(job.Topic),
		kgo.ProducerBatchCompression(codec),
	}
	if job.IsHurried {
		options = append(options, kgo.ProducerLinger(0))
	}
	client, err := kgo.NewClient(options...)
	check(err)
	return &franzGo{client}
}

func (f *franzGo) Many(values [][]byte) error {
	records := make([]*kgo.Record, len(values))
	for i, value := range values {
		records[i] = &kgo.Record{Value: value}
	}
	return f.client.ProduceSync(context.Background(), records...).FirstErr()
}

func (f *franzGo) Close() { f.client.Close() }

type franzGoConsumer struct{ client *kgo.Client }

func newFranzGoConsumer(job Job) Consumer {
	client, err := kgo.NewClient(
		kgo.SeedBrokers(job.Brokers...),
		kgo.ConsumerGroup(fmt.Sprintf("bench-%d-%d", os.Getpid(), time.Now().UnixNano())),
		kgo.ConsumeTopics(job.Topic),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
	)
	check(err)
	return &franzGoConsumer{client}
}

func (f *franzGoConsumer) Read(records int, each func(value []byte)) error {
	for found := 0; found < records; {
		fetches := f.client.PollFetches(context.Background())
		if err := fetches.Err(); err != nil {
			return err
		}
		fetches.EachRecord(func(record *kgo.Record) {
			found++
			each(record.Value)
		})
	}
	return nil
}

func (f *franzGoConsumer) Close() { f.client.Close() }
