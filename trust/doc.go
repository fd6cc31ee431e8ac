// Package trust holds the long suites: what is promised about data that is not lost, files that
// are damaged and input that is hostile, tried with the real program. A short form of each runs
// in make test; make nightly runs them all at full length and writes docs/trust-report.md from
// what they counted.
//
// A suite anywhere in the module takes part by asking Nightly how long to run and by handing its
// counts to Record.
package trust
