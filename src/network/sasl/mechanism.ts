/** One conversation of a SASL mechanism, client side. */
export interface SaslConversation {
  /** The first message. */
  start(): Buffer;
  /** The answer to the broker's message, undefined when there is none. Throws when the broker is not genuine. */
  next(challenge: Buffer): Promise<Buffer | undefined>;
  /** Whether everything that this side has to check was checked. */
  readonly complete: boolean;
}
