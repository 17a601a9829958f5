import type { Adapter } from '../adapter.ts';
import { prepareConsume } from './consume.ts';
import { prepareProduce } from './produce.ts';

export const adapter: Adapter = { prepareProduce, prepareConsume };
