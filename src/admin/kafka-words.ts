// Kafka's words for states, and ours: lower case with hyphens.
import { configError } from '../base/errors.ts';

/** `PreparingRebalance` as `preparing-rebalance`. */
export function hyphenated(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

/** `preparing-rebalance`, checked, as `PreparingRebalance`. */
export function camelCased(at: string, word: string): string {
  return checkWord(at, word)
    .split('-')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('');
}

/** A word as this library writes them. */
export function checkWord(at: string, word: string): string {
  if (typeof word !== 'string' || !/^[a-z]+(-[a-z]+)*$/.test(word)) throw configError(at, word, 'a word in lower case');
  return word;
}
