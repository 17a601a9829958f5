package main

import (
	"context"

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
