const wall = document.getElementById('wall');
const cards = Array.from(wall.children);
const order = document.getElementById('order');
const group = document.getElementById('group');
const count = document.getElementById('count');
const SHOWN = 200;
function show() {
  const by = {
    worst: (a, b) => a.dataset.low - b.dataset.low,
    best: (a, b) => b.dataset.low - a.dataset.low,
    spread: (a, b) => Math.abs(b.dataset.spread) - Math.abs(a.dataset.spread),
    lost: (a, b) => a.dataset.spread - b.dataset.spread,
    gained: (a, b) => b.dataset.spread - a.dataset.spread
  }[order.value];
  const chosen = cards.filter(card => !group.value || card.dataset.group === group.value).sort(by);
  wall.replaceChildren(...chosen.slice(0, SHOWN));
  count.textContent = Math.min(chosen.length, SHOWN) + ' of ' + chosen.length;
}
order.onchange = group.onchange = show;
show();
