package main

const (
	count   = 997
	letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	text    = `"status":"ok","region":"north","amount":`
)

// valuesOf makes the values of values.ts.
func valuesOf(bytes int) [][]byte {
	state := uint32(0x20261121)
	next := func() uint32 {
		state ^= state << 13
		state ^= state >> 17
		state ^= state << 5
		return state
	}
	values := make([][]byte, count)
	for i := range values {
		values[i] = make([]byte, bytes)
		for j := range values[i] {
			if j&8 == 0 {
				values[i][j] = letters[next()&63]
			} else {
				values[i][j] = text[j%len(text)]
			}
		}
	}
	return values
}
