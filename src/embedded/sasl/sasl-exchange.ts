// The server's side of one SASL conversation. Owns: the shape that every mechanism has. Must not know requests.

/** What the client's message led to. */
export type SaslStep =
  | { readonly kind: 'more'; readonly message: Buffer }
  | { readonly kind: 'done'; readonly message: Buffer; readonly principal: string; readonly expiresAtMs?: number }
  /** `reason` is told to the client; without one it hears only that its credentials are not valid. */
  | { readonly kind: 'refused'; readonly reason?: string };

/** One conversation, from the client's first message to the broker's verdict. */
export interface SaslExchange {
  answer(message: Buffer): SaslStep | Promise<SaslStep>;
}

export const NOTHING: Buffer = Buffer.alloc(0);

export const WRONG_AUTHORIZATION_ID =
  'Authentication failed: Client requested an authorization id that is different from username';

/** A SASL name as SCRAM and OAUTHBEARER write it: `,` and `=` are escaped. Undefined where it is not well formed. */
export function saslName(text: string): string | undefined {
  if (/=(?!2C|3D)/.test(text)) return undefined;
  return text.replaceAll('=2C', ',').replaceAll('=3D', '=');
}
