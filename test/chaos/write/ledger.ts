// What one writer was told about the records of one partition. Owns: that account. Must not know: the log.

/** Of a record whose call has not been answered, or has failed. */
export const NOT_ACKNOWLEDGED = -2;

export class Ledger {
  readonly writer: number;
  readonly partition: number;
  /** By number: the offset that the writer was told, -1 where it was told none, NOT_ACKNOWLEDGED. */
  readonly offsets: number[] = [];
  acknowledged = 0;

  constructor(writer: number, partition: number) {
    this.writer = writer;
    this.partition = partition;
  }

  /** Takes the numbers of the next records; answers the first. */
  take(count: number): number {
    const first = this.offsets.length;
    for (let i = 0; i < count; i++) this.offsets.push(NOT_ACKNOWLEDGED);
    return first;
  }

  acknowledge(number: number, offset: number): void {
    this.offsets[number] = offset;
    this.acknowledged++;
  }
}
