import { expect, it } from 'vitest';
import { scenarios } from '../../chaos/scenarios.ts';
import { readSettings } from '../../chaos/settings.ts';

const names = Object.keys(scenarios);

it('the chaos command reads its arguments', () => {
  expect(readSettings(['write', '--minutes', '0.5', '--seed', '7', '--proxy', '--kafka', '3.9.2'], names)).toEqual({
    scenario: 'write',
    minutes: 0.5,
    seed: 7,
    proxy: true,
    version: '3.9.2',
  });
  expect(readSettings(['write'], names)).toMatchObject({ minutes: 5, proxy: false, version: '4.4.0' });
});

it.each([
  [['nothing'], /one of write/],
  [['write', 'more'], /one of write/],
  [['write', '--minutes', '0'], /--minutes 0/],
  [['write', '--seed', '-1'], /--seed/],
  [['write', '--kafka', 'latest'], /--kafka latest/],
  [['write', '--fast'], /fast/],
])('the chaos command refuses %j', (args, why) => {
  expect(() => readSettings(args, names)).toThrow(why);
});
