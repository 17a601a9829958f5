// Prints where kafka-go and Sarama put keys, and how kafka-go goes on without them.
//
//	NAME KEY P...          the partition of a key (hex, HEX*N when repeated; - for the empty one, nil for none) among each count of partitions
//	roundRobin CHUNK N P...  the partitions of the first messages
//	leastBytes N BYTES:P...  the bytes of each message, and its partition; N changes where "N=" stands
//
// The counts are the arguments, the keys come from stdin, one per line.
package main

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"math/rand"
	"os"
	"strconv"
	"strings"

	"github.com/IBM/sarama"
	kafka "github.com/segmentio/kafka-go"
)

func main() {
	var counts []int
	for _, arg := range os.Args[1:] {
		count, err := strconv.Atoi(arg)
		check(err)
		counts = append(counts, count)
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	keyed(out, counts)
	sequences(out)
}

func keyed(out *bufio.Writer, counts []int) {
	balancers := []struct {
		name  string
		of    kafka.Balancer
		takes int // 0: keys; 1: keys, not the empty one; 2: keys and nil
	}{
		{"kafka-go.Hash", &kafka.Hash{}, 0},
		{"kafka-go.ReferenceHash", &kafka.ReferenceHash{}, 0},
		{"kafka-go.CRC32Balancer", kafka.CRC32Balancer{}, 1},
		{"kafka-go.CRC32Balancer{Consistent}", kafka.CRC32Balancer{Consistent: true}, 2},
		{"kafka-go.Murmur2Balancer", kafka.Murmur2Balancer{}, 0},
		{"kafka-go.Murmur2Balancer{Consistent}", kafka.Murmur2Balancer{Consistent: true}, 2},
	}
	partitioners := []struct {
		name string
		of   sarama.Partitioner
	}{
		{"sarama.NewHashPartitioner", sarama.NewHashPartitioner("t")},
		{"sarama.NewReferenceHashPartitioner", sarama.NewReferenceHashPartitioner("t")},
		{"sarama.NewConsistentCRCHashPartitioner", sarama.NewConsistentCRCHashPartitioner("t")},
		{"sarama.NewMurmur2Partitioner", sarama.NewMurmur2Partitioner("t")},
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		word := in.Text()
		key := []byte{}
		if word != "-" {
			unit, times, isRepeated := strings.Cut(word, "*")
			if !isRepeated {
				times = "1"
			}
			n, err := strconv.Atoi(times)
			check(err)
			key, err = hex.DecodeString(strings.Repeat(unit, n))
			check(err)
		}
		for _, balancer := range balancers {
			if balancer.takes == 1 && len(key) == 0 {
				continue
			}
			fmt.Fprint(out, balancer.name, " ", word)
			for _, count := range counts {
				fmt.Fprint(out, " ", balancer.of.Balance(kafka.Message{Key: key}, upTo(count)...))
			}
			fmt.Fprintln(out)
		}
		for _, partitioner := range partitioners {
			fmt.Fprint(out, partitioner.name, " ", word)
			for _, count := range counts {
				partition, err := partitioner.of.Partition(&sarama.ProducerMessage{Key: sarama.ByteEncoder(key)}, int32(count))
				check(err)
				fmt.Fprint(out, " ", partition)
			}
			fmt.Fprintln(out)
		}
	}
	check(in.Err())
	for _, balancer := range balancers {
		if balancer.takes != 2 {
			continue
		}
		fmt.Fprint(out, balancer.name, " nil")
		for _, count := range counts {
			fmt.Fprint(out, " ", balancer.of.Balance(kafka.Message{}, upTo(count)...))
		}
		fmt.Fprintln(out)
	}
}

func sequences(out *bufio.Writer) {
	for _, chunk := range []int{1, 3} {
		for _, count := range []int{1, 3, 7} {
			balancer := &kafka.RoundRobin{ChunkSize: chunk}
			fmt.Fprint(out, "roundRobin ", chunk, " ", count)
			for i := 0; i < 30; i++ {
				fmt.Fprint(out, " ", balancer.Balance(kafka.Message{}, upTo(count)...))
			}
			fmt.Fprintln(out)
		}
	}
	random := rand.New(rand.NewSource(20261121))
	for _, count := range []int{1, 3, 7, 100} {
		balancer := &kafka.LeastBytes{}
		fmt.Fprint(out, "leastBytes ", count)
		for i := 0; i < 300; i++ {
			if i == 200 {
				count++
				fmt.Fprint(out, " N=", count)
			}
			key, value := make([]byte, random.Intn(20)), make([]byte, random.Intn(1000))
			fmt.Fprint(out, " ", len(key)+len(value), ":", balancer.Balance(kafka.Message{Key: key, Value: value}, upTo(count)...))
		}
		fmt.Fprintln(out)
	}
}

func upTo(count int) []int {
	partitions := make([]int, count)
	for i := range partitions {
		partitions[i] = i
	}
	return partitions
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
