defmodule Shop.MixProject do
  use Mix.Project

  defp deps do
    [
      {:jason, "~> 1.4"},
      {:labels, git: "https://git.example/labels.git", tag: "v0.4"},
      {:credo, "~> 1.7", only: [:dev, :test], runtime: false}
    ]
  end
end
