import { describe, expect, it } from 'vitest';
import { judgeMade, judgeOlder, judgeOurs } from '../../conformance/judge-message.ts';
import { invertBit } from '../../conformance/tally.ts';
import { codecs } from '../../golden/codecs.ts';
import { readVectors, type Vector } from '../../golden/vectors.ts';

const vote = codecs.find(({ message }) => message.name === 'VoteResponse')!;
const vectors = readVectors(`${vote.file}.txt`).vectors.filter(({ message }) => message === 'VoteResponse');
const vector = vectorOf('full', 2);
const made = { whole: vector.hex, known: vector.hex, json: vector.json };

function vectorOf(variant: string, version: number): Vector {
  return vectors.find((one) => one.variant === variant && one.version === version) as Vector;
}

describe('judgeMade', () => {
  it('finds nothing where we and Java agree', () => {
    expect(judgeMade(vote, 2, made)).toBeUndefined();
  });

  it('notices every single inverted bit', () => {
    const bits = vector.hex.length * 4;
    expect(bits).toBeGreaterThan(1_000);
    for (let bit = 0; bit < bits; bit++) {
      const hurt = invertBit(vector.hex, bit);
      expect(hurt).not.toBe(vector.hex);
      expect(judgeMade(vote, 2, { ...made, whole: hurt, known: hurt }), `bit ${bit}`).toBeDefined();
    }
  });

  it('names the first value that differs', () => {
    const json = vector.json.replace(/"errorCode":-?\d+/, '"errorCode":7');
    expect(json).not.toBe(vector.json);
    expect(judgeMade(vote, 2, { ...made, json })).toMatch(/^decoded: errorCode: ours -?\d+, Java's -?\d+$/);
  });

  it('names the first byte that differs', () => {
    const known = `${vector.hex.slice(0, 80)}${vector.hex[80] === '0' ? '1' : '0'}${vector.hex.slice(81)}`;
    expect(judgeMade(vote, 2, { ...made, known })).toMatch(/^encoded: first at byte 40 /);
  });

  it('reads over tags of the future, and does not write them', () => {
    const unknown = vectorOf('unknown', 2);
    expect(judgeMade(vote, 2, { whole: unknown.hex, known: vector.hex, json: unknown.json })).toBeUndefined();
    expect(judgeMade(vote, 2, { whole: unknown.hex, known: unknown.hex, json: unknown.json })).toMatch(/^encoded: /);
  });
});

describe('judgeOlder', () => {
  const newest = vector.hex;

  it('asks for the bytes of Java', () => {
    const { hex } = vectorOf('newest', 1);
    expect(judgeOlder(vote, 1, newest, hex)).toBeUndefined();
    expect(judgeOlder(vote, 1, newest, invertBit(hex, 99))).toMatch(/^written: first at byte 12 /);
    expect(judgeOlder(vote, 1, newest, 'refused')).toBe('written by us alone');
  });

  it('asks for a refusal where a version cannot carry what is set', () => {
    expect(vectorOf('newest', 0).hex).toBe('unsupported');
    expect(judgeOlder(vote, 0, newest, 'refused')).toBeUndefined();
    expect(judgeOlder(vote, 0, newest, '00')).toBe('written by Java alone');
  });
});

describe('judgeOurs', () => {
  const header = codecs.find(({ message }) => message.name === 'ResponseHeader')!;

  it('asks for our bytes and our values', () => {
    const [value, hex, json] = [{ correlationId: 5 }, '0000000500', '{"correlationId":5}'];
    expect(judgeOurs(header, value, hex, { hex, json })).toBeUndefined();
    expect(judgeOurs(header, value, hex, { hex: '0000000600', json })).toMatch(
      /^written again by Java: first at byte 3 /,
    );
    expect(judgeOurs(header, value, hex, { hex, json: '{"correlationId":6}' })).toMatch(/^read by Java: correlationId/);
    expect(judgeOurs(header, value, hex, { hex, json: '{"strange":6}' })).toMatch(/^thrown: .*strange/);
  });
});
