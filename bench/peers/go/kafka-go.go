package main

import (
	"context"
	"fmt"
	"os"
	"time"

	kafka "github.com/segmentio/kafka-go"
)

type kafkaGo struct{ writer *kafka.Writer }

// newKafkaGo: the defaults wait a second for company and make batches of 100; both cost it most of its speed here. One
// record at a time is sent as a batch of one.
func newKafkaGo(job Job, scenario string) Producer {
	writer := &kafka.Writer{
		Addr:         kafka.TCP(job.Brokers...),
		Topic:        job.Topic,
		RequiredAcks: kafka.RequireAll,
		BatchSize:    job.PerCall,
		BatchTimeout: 5 * time.Millisecond,
	}
	if scenario == "produce-each" {
		writer.BatchTimeout = time.Millisecond
	}
	if job.IsHurried {
		writer.BatchSize = 1
	}
	if job.Compression == "lz4" {
		writer.Compression = kafka.Lz4
	}
	return &kafkaGo{writer}
}

func (k *kafkaGo) Many(values [][]byte) error {
	messages := make([]kafka.Message, len(values))
	for i, value := range values {
		messages[i].Value = value
	}
	return k.writer.WriteMessages(context.Background(), messages...)
}

func (k *kafkaGo) Close() { check(k.writer.Close()) }

type kafkaGoReader struct{ reader *kafka.Reader }

func newKafkaGoReader(job Job) Consumer {
	return &kafkaGoReader{kafka.NewReader(kafka.ReaderConfig{
		Brokers:        job.Brokers,
		GroupID:        fmt.Sprintf("bench-%d-%d", os.Getpid(), time.Now().UnixNano()),
		Topic:          job.Topic,
		MaxBytes:       10 << 20,
		CommitInterval: time.Second,
	})}
}

func (k *kafkaGoReader) Read(records int, each func(value []byte)) error {
	for i := 0; i < records; i++ {
		message, err := k.reader.ReadMessage(context.Background())
		if err != nil {
			return err
		}
		each(message.Value)
	}
	return nil
}

func (k *kafkaGoReader) Close() { check(k.reader.Close()) }
