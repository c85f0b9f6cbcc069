/** Full jitter: a random wait up to 1 s · 2ⁿ, at most 30 s (design: "Retry classes"). `random` gives 0–1. */
export const backoffMs = (failures: number, random: () => number): number =>
  random() * Math.min(30_000, 1000 * 2 ** failures)
