import type { Api } from '../protocol/api.ts';

/** One request on a Conn's connection: the newest version up to `maxVersion` that both sides speak. */
export type SendRequest = <Request, Response>(
  api: Api<Request, Response>,
  build: (version: number) => Request,
  options?: { readonly maxVersion?: number; readonly timeoutMs?: number },
) => Promise<Response>;

/** Newest versions of Produce and Fetch that name topics: a Conn reads and writes one topic, by its name. */
export const NAMED_VERSION = 12;
