package demo_test

import "testing"

func BenchmarkFill(b *testing.B) {
	for range b.N {
		filled(b, 1000)
	}
}
