/** What one part of a run is asked for. */
export interface Run {
  readonly seed: number;
  /** Instances of each message in each version, and of each kind of batch. */
  readonly per: number;
  /** Whether a message or a kind of batch is wanted in this run. */
  readonly wants: (name: string) => boolean;
  /** One bit of one vector is inverted, to see that it is noticed. */
  readonly damage: boolean;
  /** Called after each step with the number of all of them. */
  readonly step: (steps: number, doing: string) => void;
}
