// The orders of the demonstration, and what is to go wrong with some of them.

export interface Order {
  readonly id: number;
  readonly customer: string;
  readonly cents: number;
  /** How often handling it fails before it succeeds: a payment service that is busy for a while. */
  readonly failures: number;
}

/** Every hundredth order fails twice, then succeeds. */
const FLAKY_EVERY = 100;
/** Every thousandth cannot be read at all. */
const POISON_EVERY = 1000;

export function isPoison(id: number): boolean {
  return id % POISON_EVERY === POISON_EVERY - 1;
}

export function isFlaky(id: number): boolean {
  return !isPoison(id) && id % FLAKY_EVERY === 0;
}

/** The message of one order. The id also stands in a header, so that a poisoned one can be told apart. */
export function orderMessage(id: number): {
  key: string;
  value: string;
  headers: readonly (readonly [string, string])[];
} {
  const customer = `customer-${id % 5000}`;
  const order: Order = { id, customer, cents: 100 + ((id * 37) % 90_000), failures: isFlaky(id) ? 2 : 0 };
  const json = JSON.stringify(order);
  return { key: customer, value: isPoison(id) ? json.slice(0, -5) : json, headers: [['order-id', String(id)]] };
}
