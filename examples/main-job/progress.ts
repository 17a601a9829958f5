// Two bars, one for orders written and one for orders settled; on anything but a terminal, a line now and then.
import { MultiBar, Presets, type SingleBar } from 'cli-progress';

export class Progress {
  readonly #orders: number;
  #bars: MultiBar | undefined;
  readonly #written: SingleBar | undefined;
  readonly #settled: SingleBar | undefined;
  #writtenCount = 0;
  #settledCount = 0;
  #toldTenths = 0;
  #resolve: () => void = () => {};
  readonly #done: Promise<void>;

  constructor(orders: number) {
    this.#orders = orders;
    this.#done = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    if (!process.stdout.isTTY) return;
    this.#bars = new MultiBar(
      {
        format: '{what} {bar} {percentage} %  {value} of {total}',
        stream: process.stdout,
        hideCursor: true,
        // Signals are the job's to handle: it ends the bars when it stops.
        gracefulExit: false,
      },
      Presets.shades_classic,
    );
    this.#written = this.#bars.create(orders, 0, { what: 'written' });
    this.#settled = this.#bars.create(orders, 0, { what: 'settled' });
  }

  /** Orders written so far. */
  get written(): number {
    return this.#writtenCount;
  }

  wrote(count: number): void {
    this.#writtenCount += count;
    this.#written?.update(this.#writtenCount);
  }

  settled(count: number): void {
    this.#settledCount = count;
    // Drawing costs more than handling an order: once per hundred is smooth enough.
    if (count % 100 === 0 || count === this.#orders) this.#settled?.update(count);
    const tenths = Math.floor((count * 10) / this.#orders);
    if (!process.stdout.isTTY && tenths > this.#toldTenths) {
      this.#toldTenths = tenths;
      console.log(`${tenths * 10} % settled: ${count} of ${this.#orders}`);
    }
    if (count === this.#orders) this.#resolve();
  }

  /** Resolves when every order is settled. */
  whenSettled(): Promise<void> {
    return this.#done;
  }

  /** Takes the bars off the terminal's hands. Idempotent. */
  end(): void {
    if (this.#bars === undefined) return;
    this.#settled?.update(this.#settledCount);
    this.#bars.stop();
    // Once more would move the cursor up into what was printed since.
    this.#bars = undefined;
  }
}
