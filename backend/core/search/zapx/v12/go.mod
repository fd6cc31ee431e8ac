module github.com/blevesearch/zapx/v12

go 1.26.0

require github.com/blevesearch/zapx/v17 v17.2.3
