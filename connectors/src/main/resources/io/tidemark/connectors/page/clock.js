// Market time: told by the server, run on from there at the market's speed.

let market = 0;
let heard = 0;
let speed = 0;
let known = 0;

/** Sets the clock by what the server said; the speed stays if it is not given. */
export function setClock(instant, times) {
  if (!instant) return;
  market = Date.parse(instant);
  heard = performance.now();
  if (times !== undefined) known = times;
  speed = known;
}

/** Lets the clock stand while nothing is heard: the market may stand as well. */
export function stopClock() {
  market = marketNow();
  heard = performance.now();
  speed = 0;
}

/** Market time in epoch milliseconds; 0 before the first word of the server. */
export function marketNow() {
  return market === 0 ? 0 : market + (performance.now() - heard) * speed;
}

export const marketSpeed = () => speed;

/** Market seconds until an instant, not below zero. */
export function secondsUntil(instant) {
  return Math.max(0, (Date.parse(instant) - marketNow()) / 1000);
}
