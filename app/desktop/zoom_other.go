//go:build !(linux && desktop && webkit2_41)

package desktop

// enlarge cannot reach the engine here: the page does it.
func enlarge(float64) bool { return false }
