// What RE2J 1.8 (Kafka 4.4's) says of the same expressions is written beside them.
import { describe, expect, it } from 'vitest';
import { compileTopicRegex } from '../../../../src/embedded/group/topic-regex.ts';
import { ErrorCode } from '../../../../src/protocol/generated/error-codes.ts';

describe('compileTopicRegex', () => {
  it.each([
    ['(', 'missing closing )'],
    ['[', 'missing closing ]'],
    ['[a', 'missing closing ]'],
    ['a**', 'invalid nested repetition operator'],
    ['a++', 'invalid nested repetition operator'],
    ['a???', 'invalid nested repetition operator'],
    ['a{2}{3}', 'invalid nested repetition operator'],
    ['*a', 'missing argument to repetition operator'],
    ['a|*', 'missing argument to repetition operator'],
    ['(*)', 'missing argument to repetition operator'],
    ['{2}', 'missing argument to repetition operator'],
    ['(?=a)', 'invalid or unsupported Perl syntax'],
    ['(?z)a', 'invalid or unsupported Perl syntax'],
    ['(?!x)b', 'invalid or unsupported Perl syntax'],
    ['(?<!x)b', 'invalid named capture'],
    ['a)', 'regexp/syntax: internal error'],
    ['\\1', 'invalid escape sequence'],
    ['\\C', 'invalid escape sequence'],
    ['\\x4', 'invalid escape sequence'],
    ['\\k<n>', 'invalid escape sequence'],
    ['\\', 'trailing backslash at end of expression'],
    ['[b-a]', 'invalid character class range'],
    ['[[:foo:]]', 'invalid character class range'],
    ['a{1001}', 'invalid repeat count'],
    ['a{2,1}', 'invalid repeat count'],
  ])('refuses %s', (regex, why) => {
    const message = `SubscribedTopicRegex \`${regex}\` is not a valid regular expression: ${why}.`;
    expect(() => compileTopicRegex(regex)).toThrow(
      expect.objectContaining({ errorCode: ErrorCode.INVALID_REGULAR_EXPRESSION, message }),
    );
  });

  it.each([
    ['orders', ['orders'], ['orders-1', 'my-orders']],
    ['orders|bills', ['orders', 'bills'], ['orders-1']],
    ['orders-[0-9]+', ['orders-1', 'orders-22'], ['orders-', 'orders-x']],
    ['(?i)ORDERS', ['orders', 'Orders'], ['order']],
    ['(?P<a>x)(?<b>y)', ['xy'], ['x']],
    ['\\Qa.b\\E.*', ['a.b', 'a.bc'], ['axb']],
    ['\\Qa.b', ['a.b'], ['axb']],
    ['[[:alpha:]_]+', ['ab_c'], ['a1']],
    ['[[:^digit:]]+', ['ab-'], ['a1']],
    ['x{,3}', ['x{,3}'], ['xx']],
    ['[\\d-z]', ['1', '-', 'z'], ['a']],
    ['\\Aa\\z', ['a'], ['aa']],
    ['a??b', ['b', 'ab'], ['aab']],
    ['', [''], ['a']],
  ])('reads %s as RE2J does', (regex, matching, others) => {
    const matches = compileTopicRegex(regex);
    expect(matching.filter(matches)).toEqual(matching);
    expect(others.filter(matches)).toEqual([]);
  });
});
