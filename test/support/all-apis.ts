// Every API with its codec, for tests that go through all of them or answer any.
import type { AnyApi } from '../../src/protocol/api.ts';
import { apiIndex } from '../../src/protocol/generated/api-index.ts';

/** By key, as in the index. */
export const apis: readonly AnyApi[] = await Promise.all(apiIndex.map((entry) => entry.load()));
