// Package modules is the street of business houses. It holds only the tests that march every entity
// of every house past every facility.
package modules
