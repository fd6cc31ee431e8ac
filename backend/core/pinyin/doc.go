// Package pinyin says how Chinese text is read aloud: for finding by typing pinyin, and for sorting.
//
// Words. A reading is one way to say a text, in letters without tones ("chongqing"; ü is written v, as on a
// keyboard). Initials are the first letters of its syllables ("cq"). A heteronym is a character with several
// readings (重: zhong, chong). A phrase fixes the readings of its characters (重庆 is always chongqing).
//
// Promises. Every function takes any text, valid or not, and never fails. Characters that are not Chinese are kept
// as the letter or digit a person would type for them; punctuation and spaces have no reading. The table behind all
// this is filled once, on first use, from the dictionary of go-pinyin, which lies packed beside it.
package pinyin
