package seal

import (
	"crypto/rand"
	"strings"
)

// A recovery key is 20 random bytes in Crockford's base 32: 8 groups of 4 characters, with
// no I, L, O or U to misread or misspell.
const (
	recoveryBytes = 20
	crockford     = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)

func newRecovery() []byte {
	secret := make([]byte, recoveryBytes)
	_, _ = rand.Read(secret)
	return secret
}

func printRecovery(secret []byte) string {
	var b strings.Builder
	var bits, held uint
	for _, c := range secret {
		bits, held = bits<<8|uint(c), held+8
		for held >= 5 {
			held -= 5
			if b.Len()%5 == 4 {
				b.WriteByte('-')
			}
			b.WriteByte(crockford[bits>>held&31])
		}
		bits &= 1<<held - 1
	}
	return b.String()
}

// parseRecovery reads what a person typed: any case, any grouping, O for 0 and I or L for 1.
func parseRecovery(s string) ([]byte, bool) {
	var out []byte
	var bits, held uint
	for _, r := range strings.ToUpper(s) {
		switch r {
		case '-', ' ', '\t', '\n', '\r', '　', '－':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		digit := strings.IndexRune(crockford, r)
		if digit < 0 {
			return nil, false
		}
		bits, held = bits<<5|uint(digit), held+5
		if held >= 8 {
			held -= 8
			out = append(out, byte(bits>>held))
			bits &= 1<<held - 1
		}
	}
	return out, len(out) == recoveryBytes && held == 0
}
