// Prices that are the same at every run.

/** A random walk of whole cents. */
export function* randomWalk(length) {
  let seed = 1;
  let price = 10_000;
  for (let i = 0; i < length; i++) {
    // Park and Miller's generator.
    seed = (seed * 48_271) % 2_147_483_647;
    price = Math.max(100, price + (seed % 401) - 198);
    yield price / 100;
  }
}

/** Of the `length` prices up to and including `last`. */
export function average(prices, last, length) {
  const window = prices.slice(last + 1 - length, last + 1);
  return window.reduce((sum, price) => sum + price, 0) / length;
}
