/** Collects lines of generated code at the right indent. */
export class Printer {
  readonly #lines: string[] = [];
  #depth = 0;

  line(text = ''): void {
    this.#lines.push(text === '' ? '' : '  '.repeat(this.#depth) + text);
  }

  /** Prints `head {`, the body one step deeper, and `}` followed by `tail`. */
  block(head: string, body: () => void, tail = ''): void {
    this.line(`${head} {`);
    this.#depth++;
    body();
    this.#depth--;
    this.line(`}${tail}`);
  }

  toString(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}
