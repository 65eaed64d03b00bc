// Hours, times and money as people read them. Money stays a decimal string or a whole number of micro-dollars.

const HOUR = 3_600_000;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n) => String(n).padStart(2, '0');

/** `2026112110` as epoch hours. */
export function hourNumber(hour) {
  return Date.UTC(+hour.slice(0, 4), +hour.slice(4, 6) - 1, +hour.slice(6, 8), +hour.slice(8, 10)) / HOUR;
}

/** Epoch hours as `2026112110`. */
export function hourName(number) {
  const at = new Date(number * HOUR);
  return `${at.getUTCFullYear()}${two(at.getUTCMonth() + 1)}${two(at.getUTCDate())}${two(at.getUTCHours())}`;
}

export function clockTime(millis) {
  const at = new Date(millis);
  return `${day(millis)} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} UTC`;
}

export function timeOfDay(instant) {
  const at = new Date(instant);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

export function day(millis) {
  const at = new Date(millis);
  return `${DAYS[at.getUTCDay()]} ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}`;
}

/** `Sat 21 Nov 10:00`. */
export function hourWords(hour) {
  const millis = hourNumber(hour) * HOUR;
  return `${day(millis)} ${timeOfDay(millis)}`;
}

/** `Sat 21 Nov 10:00–14:00`. */
export function windowWords(start, hours) {
  const end = (hourNumber(start) + Number(hours)) * HOUR;
  const days = Math.floor((hourNumber(start) % 24 + Number(hours)) / 24);
  return `${hourWords(start)}–${days > 0 && end % (24 * HOUR) !== 0 ? day(end) + ' ' : ''}${timeOfDay(end)}`;
}

/** A sentence of the server with its hours and instants as people write them. */
export function plain(sentence) {
  return sentence
    .replace(/\b\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d)(\.\d+)?Z/g, '$1')
    .replace(/\b20\d{8}\b/g, (hour) => hourWords(hour));
}

export function duration(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  const h = Math.floor(s / 3600);
  const m = Math.floor((s % 3600) / 60);
  if (h > 0) return `${h} h ${two(m)} min`;
  return m > 0 ? `${m} min ${two(s % 60)} s` : `${s} s`;
}

export function plural(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

/** A decimal string as micro-dollars, exactly. */
export function micros(decimal) {
  const negative = decimal.startsWith('-');
  const [whole, part = ''] = decimal.replace('-', '').split('.');
  const value = BigInt(whole) * 1_000_000n + BigInt(part.padEnd(6, '0').slice(0, 6));
  return negative ? -value : value;
}

function grouped(value, places) {
  const negative = value < 0n;
  const size = negative ? -value : value;
  const whole = String(size / 1_000_000n).replace(/\B(?=(\d{3})+$)/g, ',');
  const part = String(size % 1_000_000n).padStart(6, '0');
  return `${negative ? '−' : ''}${whole}.${places === 2 ? part.slice(0, 2) : part.replace(/0{1,4}$/, '')}`;
}

/** Micro-dollars exactly, with two places at least. */
export const exact = (value) => grouped(value, 6);

/** Micro-dollars to the cent, as a bill has them: rounded up for what is to be paid. */
export const costs = (value) => grouped(((value + 9_999n) / 10_000n) * 10_000n, 2);

/** Micro-dollars to the cent, rounded down: never more than there is. */
export const cents = (value) => grouped(value, 2);
