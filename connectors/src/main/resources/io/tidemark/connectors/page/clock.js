// Market time: told by the server, run on from there at the market's speed.

const ATTEMPTS = 5;
const TOLERANCE = 0.1;

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

/**
 * How fast market time passes, a whole number, by readings of the server's clock. It counts only if it passed as fast in
 * the first half of the time as in the second: a clock that was set in between says nothing of its speed.
 */
export async function measureSpeed(read, pause) {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const first = await reading(read);
    await sleep(pause);
    const second = await reading(read);
    await sleep(pause);
    const third = await reading(read);
    const whole = speedBetween(first, third);
    if (Math.abs(speedBetween(first, second) - speedBetween(second, third)) <= whole * TOLERANCE) {
      known = Math.max(0, Math.round(whole));
      speed = known;
      return;
    }
  }
}

const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
const speedBetween = (before, after) => (after.market - before.market) / (after.at - before.at);

/** The quickest of three: the less time an answer takes, the better it is known when it was true. */
async function reading(read) {
  const readings = [];
  for (let i = 0; i < 3; i++) {
    const asked = performance.now();
    const instant = await read();
    const answered = performance.now();
    readings.push({ market: Date.parse(instant), at: (asked + answered) / 2, took: answered - asked });
  }
  return readings.reduce((best, each) => (each.took < best.took ? each : best));
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
