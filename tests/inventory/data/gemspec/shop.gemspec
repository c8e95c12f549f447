Gem::Specification.new do |spec|
  spec.name = "shop"
  spec.version = Shop::VERSION
  spec.add_dependency "rack", ">= 2.0", "< 4"
  spec.add_runtime_dependency("money", "6.19.0")
  spec.add_development_dependency %q<rspec>, "~> 3.13"
end
