// The price of each coming hour, and the lots behind it, as one drawing. Prices become floating point here and only here:
// they are pixels.

import { byId, el, svg, text } from './dom.js';
import { day, hourName, hourNumber, hourWords, plural, windowWords } from './format.js';
import { store } from './store.js';

const HEIGHT = 300;
const EDGE = { left: 46, right: 10, top: 14, bottom: 24 };
const LOTS_HEIGHT = 56;
const GAP = 14;
const LONGEST_WINDOW = 168;
const TRADE_SHOWN = 60_000;

let box;
let tip;
let shownHours = matchMedia('(max-width: 700px)').matches ? 24 : 168;
let first = 0;
let dragFrom = null;
let hover = null;

const begin = () => hourNumber(store.view.start);
const end = () => begin() + store.view.hours;

function listed() {
  return [...store.chosenHours().keys()].map(hourNumber);
}

/** Where things are: hours to pixels and prices to pixels. */
function frame() {
  const hours = listed();
  const lowest = hours[0] ?? 0;
  const highest = (hours[hours.length - 1] ?? 0) + 1;
  const count = Math.max(1, Math.min(shownHours, highest - lowest));
  first = Math.max(lowest, Math.min(first, highest - count));
  if (store.view.start && store.view.chosen && dragFrom === null) {
    if (begin() < first) first = Math.max(lowest, begin());
    if (end() > first + count) first = Math.max(lowest, Math.min(begin(), highest - count));
  }
  const width = Math.max(280, box.clientWidth);
  const visible = [...store.chosenHours().values()].filter((hour) => {
    const n = hourNumber(hour.hour);
    return n >= first && n < first + count;
  });
  const prices = visible.flatMap((hour) => [hour.bestAskPerGpuHour, hour.referencePerGpuHour].filter(Boolean).map(Number));
  const top = Math.max(1, ...prices) * 1.08;
  const lots = Math.max(1, ...visible.map((hour) => hour.mintedLots));
  const floor = HEIGHT - EDGE.bottom;
  const base = floor - LOTS_HEIGHT - GAP;
  const step = (width - EDGE.left - EDGE.right) / count;
  return {
    width, visible, count, top, lots, floor, base, step,
    x: (n) => EDGE.left + (n - first) * step,
    y: (price) => base - (price / top) * (base - EDGE.top),
    bar: (n) => (n / lots) * LOTS_HEIGHT,
  };
}

function stairs(f, price) {
  let path = '';
  let before = null;
  for (const hour of f.visible) {
    const value = price(hour);
    const n = hourNumber(hour.hour);
    if (value) {
      const y = f.y(Number(value)).toFixed(1);
      path += before === n ? `V${y}` : `M${f.x(n).toFixed(1)} ${y}`;
      path += `H${f.x(n + 1).toFixed(1)}`;
    }
    before = value ? n + 1 : null;
  }
  return path;
}

/** The same steps closed down to the floor of the prices. */
function waters(f, price) {
  return f.visible.filter(price).map((hour) => {
    const n = hourNumber(hour.hour);
    return `M${f.x(n).toFixed(1)} ${f.base}V${f.y(Number(price(hour))).toFixed(1)}H${f.x(n + 1).toFixed(1)}V${f.base}Z`;
  }).join('');
}

function bars(f, from, to) {
  const air = f.step > 5 ? 1 : 0;
  return f.visible.map((hour) => {
    const n = hourNumber(hour.hour);
    const y0 = f.floor - f.bar(from(hour));
    const y1 = f.floor - f.bar(to(hour));
    return y0 === y1 ? '' : `M${(f.x(n) + air / 2).toFixed(1)} ${y0.toFixed(1)}V${y1.toFixed(1)}h${(f.step - air).toFixed(2)}V${y0.toFixed(1)}Z`;
  }).join('');
}

function niceStep(top) {
  return [0.1, 0.25, 0.5, 1, 2, 5, 10].find((step) => top / step <= 6) ?? 20;
}

function priceGrid(f) {
  const step = niceStep(f.top);
  const lines = [];
  for (let price = 0; price <= f.top; price += step) {
    lines.push(svg('line', { class: 'grid', x1: EDGE.left, x2: f.width - EDGE.right, y1: f.y(price), y2: f.y(price) }),
      svg('text', { class: 'axis', x: EDGE.left - 8, y: f.y(price) + 4, 'text-anchor': 'end' }, price.toFixed(2)));
  }
  lines.push(svg('text', { class: 'axis', x: EDGE.left - 8, y: f.floor - LOTS_HEIGHT + 8, 'text-anchor': 'end' }, String(f.lots)),
    svg('text', { class: 'axis', x: EDGE.left - 8, y: f.floor, 'text-anchor': 'end' }, 'lots'));
  return lines;
}

function timeGrid(f) {
  const every = f.count <= 24 ? (f.step < 26 ? 6 : 3) : f.count <= 72 ? 12 : 24;
  const marks = [];
  let free = 0;
  for (let n = first; n < first + f.count; n++) {
    if (n % every !== 0) continue;
    const midnight = n % 24 === 0;
    marks.push(svg('line', { class: midnight ? 'grid midnight' : 'grid', x1: f.x(n), x2: f.x(n), y1: EDGE.top, y2: f.floor }));
    const words = midnight ? day(n * 3_600_000) : `${String(n % 24).padStart(2, '0')}:00`;
    const room = words.length * 6.4 + 10;
    // A day is worth more than the hour before it.
    const next = midnight ? n : n + 24 - (n % 24);
    const fits = f.x(n) >= free && f.x(n) + room <= f.width && (midnight || next >= first + f.count || f.x(n) + room <= f.x(next));
    if (fits) {
      free = f.x(n) + room;
      marks.push(svg('text', { class: midnight ? 'axis axis-day' : 'axis', x: f.x(n) + 4, y: HEIGHT - 7 }, words));
    }
  }
  return marks;
}

function band(f, from, to, kind) {
  const x = Math.max(EDGE.left, f.x(from));
  const width = Math.min(f.width - EDGE.right, f.x(to)) - x;
  return width > 0
    ? svg('rect', { class: kind, x, y: EDGE.top - 6, width: Math.max(2, width), height: f.floor - EDGE.top + 6, rx: 2 })
    : null;
}

function trades(f) {
  const pool = store.view.pool;
  return store.trades.filter((trade) => trade.pool === pool && performance.now() - trade.heardAt < TRADE_SHOWN).map((trade) => {
    if (!trade.pricePerGpuHour) return null;
    const n = hourNumber(trade.start);
    const { hours } = trade;
    if (n + hours <= first || n >= first + f.count) return null;
    const y = f.y(Math.min(f.top, Number(trade.pricePerGpuHour)));
    return svg('line', {
      class: 'trade', 'data-kind': trade.kind, x1: Math.max(EDGE.left, f.x(n)), y1: y, y2: y,
      x2: Math.min(f.width - EDGE.right, Math.max(f.x(n) + 4, f.x(n + hours))),
    });
  }).filter(Boolean);
}

function draw() {
  const f = frame();
  const ask = (hour) => hour.bestAskPerGpuHour;
  const drawing = svg('svg', { width: f.width, height: HEIGHT, viewBox: `0 0 ${f.width} ${HEIGHT}`, 'aria-hidden': 'true' },
    store.view.start ? band(f, begin(), end(), 'chosen') : null,
    priceGrid(f), timeGrid(f),
    svg('path', { class: 'bar-sold', d: bars(f, () => 0, (hour) => hour.soldLots) }),
    svg('path', { class: 'bar-offered', d: bars(f, (hour) => hour.soldLots, (hour) => Math.max(hour.soldLots, hour.mintedLots)) }),
    svg('path', { class: 'water', d: waters(f, ask) }),
    svg('path', { class: 'line-ref', d: stairs(f, (hour) => hour.referencePerGpuHour) }),
    svg('path', { class: 'line-ask', d: stairs(f, ask) }),
    trades(f),
    hover === null ? null : band(f, hover, hover + 1, 'hovered'));
  box.querySelector('svg')?.replaceWith(drawing) ?? box.prepend(drawing);
  tell();
}

function hourLine(hour) {
  if (!hour) return 'not listed';
  const price = hour.bestAskPerGpuHour ? `best ask ${hour.bestAskPerGpuHour}` : 'nothing on offer';
  return `${price}, ${plural(hour.offeredLots, 'lot')} on offer, ${hour.soldLots} sold`;
}

function tell() {
  if (!store.view.start) return;
  const { start, hours } = store.view;
  box.setAttribute('aria-valuemin', String(listed()[0] ?? 0));
  box.setAttribute('aria-valuemax', String(listed().at(-1) ?? 0));
  box.setAttribute('aria-valuenow', String(begin()));
  box.setAttribute('aria-valuetext', hours === 1
    ? `${hourWords(start)} UTC, ${hourLine(store.hour())}`
    : `${windowWords(start, hours)} UTC, ${plural(hours, 'hour')}; the first: ${hourLine(store.hour())}`);
}

function hourAt(event) {
  const f = frame();
  const n = first + Math.floor((event.clientX - box.getBoundingClientRect().left - EDGE.left) / f.step);
  const hours = listed();
  return Math.max(hours[0] ?? n, first, Math.min(n, first + f.count - 1, hours.at(-1) ?? n));
}

function showTip(n) {
  const hour = store.chosenHours().get(hourName(n));
  if (!hour) {
    tip.hidden = true;
    return;
  }
  const f = frame();
  tip.replaceChildren(
    el('b', {}, `${hourWords(hour.hour)} UTC`),
    el('span', {}, hour.bestAskPerGpuHour ? `best ask ${hour.bestAskPerGpuHour} USD` : 'nothing on offer'),
    el('span', {}, hour.referencePerGpuHour ? `last or fair ${hour.referencePerGpuHour}` : 'no reference'),
    el('span', {}, `${hour.soldLots} sold · ${hour.offeredLots} on offer · ${hour.mintedLots} in all`));
  tip.hidden = false;
  const left = f.x(n) + f.step + 10;
  tip.style.left = `${left + tip.offsetWidth > f.width ? f.x(n) - tip.offsetWidth - 10 : left}px`;
}

function chooseBetween(a, b) {
  const from = Math.min(a, b);
  const hours = Math.min(LONGEST_WINDOW, Math.abs(a - b) + 1);
  if (hourName(from) !== store.view.start || hours !== store.view.hours || !store.view.chosen) store.choose(hourName(from), hours);
}

function listen() {
  box.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    const n = hourAt(event);
    dragFrom = event.shiftKey ? begin() : n;
    box.setPointerCapture(event.pointerId);
    chooseBetween(dragFrom, n);
  });
  box.addEventListener('pointermove', (event) => {
    const n = hourAt(event);
    if (dragFrom !== null) chooseBetween(dragFrom, n);
    if (n !== hover) {
      hover = n;
      draw();
    }
    showTip(n);
  });
  for (const over of ['pointerup', 'pointercancel']) {
    box.addEventListener(over, () => {
      dragFrom = null;
    });
  }
  box.addEventListener('pointerleave', () => {
    hover = null;
    tip.hidden = true;
    draw();
  });
  box.addEventListener('keydown', keys);
}

function keys(event) {
  const hours = listed();
  const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 24, PageDown: -24 }[event.key];
  const jump = { Home: hours[0], End: hours.at(-1) }[event.key];
  if ((step === undefined && jump === undefined) || !hours.length) return;
  event.preventDefault();
  if (event.shiftKey && step !== undefined) {
    const length = Math.max(1, Math.min(LONGEST_WINDOW, store.view.hours + step, hours.at(-1) + 1 - begin()));
    store.choose(store.view.start, length);
  } else {
    const n = jump ?? Math.max(hours[0], Math.min(hours.at(-1), begin() + step));
    store.choose(hourName(n), Math.min(store.view.hours, hours.at(-1) + 1 - n));
  }
  text(byId('said'), box.getAttribute('aria-valuetext') ?? '');
}

function zoom() {
  const buttons = [...byId('zoom').children];
  const mark = () => buttons.forEach((button) => button.setAttribute('aria-pressed', String(Number(button.dataset.hours) === shownHours)));
  buttons.forEach((button) => button.addEventListener('click', () => {
    shownHours = Number(button.dataset.hours);
    first = store.view.start ? begin() - Math.floor(shownHours / 8) : 0;
    mark();
    draw();
  }));
  mark();
}

export function startChart() {
  box = byId('chart');
  tip = el('div', { class: 'tip', hidden: true });
  box.append(tip);
  listen();
  zoom();
  new ResizeObserver(draw).observe(box);
  store.on('hours view trades', draw);
}
