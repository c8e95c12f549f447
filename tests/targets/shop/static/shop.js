// The shop's script: suggestions while typing, and how many are left.
const searchField = document.querySelector("input[name=q]");
const suggestions = document.querySelector("#suggestions");

async function suggest(term) {
  const answer = await fetch("/api/suggest?term=" + encodeURIComponent(term));
  const {products} = await answer.json();
  suggestions.replaceChildren(...products.map(({name}) => new Option(name)));
}

searchField?.addEventListener("input", () => {
  if (searchField.value.length > 1) suggest(searchField.value);
});

const stock = document.querySelector("[data-product]");
if (stock) {
  fetch("/api/stock?product=" + stock.dataset.product)
    .then((answer) => answer.json())
    .then(({left}) => { stock.textContent = left > 20 ? "In stock" : `Only ${left} left`; });
}
