module shop.example/shop

go 1.22.4

toolchain go1.22.5

require (
	github.com/gorilla/mux v1.8.1
	golang.org/x/text v0.16.0 // indirect
	example.com/money v1.0.0
	example.com/old v1.0.0
)

require gopkg.in/yaml.v3 v3.0.1

replace example.com/money => ../money

replace example.com/old v1.0.0 => example.com/new v1.1.0

exclude golang.org/x/text v0.3.0
