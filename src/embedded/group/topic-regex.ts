// Regular expressions of subscriptions (KIP-848). Kafka reads them with RE2J, this broker with JavaScript's engine: what
// both understand alike is translated, what RE2J refuses is refused in its words. Must not know groups.
// Where RE2J knows something that JavaScript has no equal of, the expression is refused as invalid too.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import { GroupRefusal } from './group-refusal.ts';

/** RE2J's longest repetition. */
const MAX_REPEAT = 1000;

const BAD_RANGE = 'invalid character class range';

const KNOWN_ESCAPE =
  /^\\(?:Q.*?(?:\\E|$)|x[0-9a-fA-F]{2}|x\{[0-9a-fA-F]+\}|0[0-7]{0,2}|[AzaftnrvbBdDsSwW]|[^0-9A-Za-z])/s;

const POSIX_CLASSES: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** Tells whether a whole topic name matches. Throws INVALID_REGULAR_EXPRESSION. */
export function compileTopicRegex(regex: string): (topic: string) => boolean {
  const compiled = translate(regex);
  return (topic) => compiled.test(topic);
}

function translate(regex: string): RegExp {
  const fault = faultOf(regex);
  if (fault !== undefined) throw invalid(regex, fault);
  const [, flags = '', body = ''] = /^(?:\(\?([ism]+)\))?(.*)$/s.exec(regex) ?? [];
  const source = body
    .replace(/\\Q(.*?)(?:\\E|$)/gs, (_, literal: string) => literal.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
    .replace(/\[:(\^?)(\w+):\]/g, (_, not: string, name: string) => posixClass(not === '^', name))
    .replaceAll('(?P<', '(?<')
    .replace(/\\A/g, '^')
    .replace(/\\z/g, '$')
    .replace(/\\a/g, '\\x07');
  try {
    return new RegExp(`^(?:${source})$`, flags);
  } catch {
    throw invalid(regex, 'not understood by the embedded broker');
  }
}

function posixClass(isNegated: boolean, name: string): string {
  const range = POSIX_CLASSES[name] ?? '';
  // Only ASCII can stand in a topic's name.
  return isNegated ? complementOf(range) : range;
}

function complementOf(range: string): string {
  const inside = new RegExp(`[${range}]`);
  return Array.from({ length: 128 }, (_, code) => code)
    .filter((code) => !inside.test(String.fromCharCode(code)))
    .map((code) => `\\x${code.toString(16).padStart(2, '0')}`)
    .join('');
}

/** What RE2J says is wrong, for what users get wrong most often; undefined where it finds nothing. */
function faultOf(regex: string): string | undefined {
  let depth = 0;
  let canRepeat = false;
  let wasRepeat = false;
  for (let at = 0; at < regex.length; ) {
    const rest = regex.slice(at);
    const piece = pieceAt(rest);
    if (piece.fault !== undefined) return piece.fault;
    if (piece.kind === 'repeat' && !canRepeat) {
      return wasRepeat ? 'invalid nested repetition operator' : 'missing argument to repetition operator';
    }
    if (piece.kind === 'open') depth++;
    if (piece.kind === 'close' && --depth < 0) return 'regexp/syntax: internal error';
    canRepeat = piece.kind === 'atom' || piece.kind === 'close';
    wasRepeat = piece.kind === 'repeat';
    at += piece.length;
  }
  return depth > 0 ? 'missing closing )' : undefined;
}

interface Piece {
  readonly kind: 'repeat' | 'open' | 'close' | 'flags' | 'alternative' | 'atom';
  readonly length: number;
  readonly fault?: string;
}

function pieceAt(rest: string): Piece {
  const repeat = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(rest)?.[0];
  if (repeat !== undefined) {
    const piece: Piece = { kind: 'repeat', length: repeat.length };
    return isTooLong(repeat) ? { ...piece, fault: 'invalid repeat count' } : piece;
  }
  switch (rest[0]) {
    case '(':
      return groupAt(rest);
    case ')':
      return { kind: 'close', length: 1 };
    case '|':
      return { kind: 'alternative', length: 1 };
    case '[':
      return { kind: 'atom', ...characterClass(rest) };
    case '\\':
      return { kind: 'atom', ...escapeAt(rest) };
    default:
      return { kind: 'atom', length: 1 };
  }
}

function groupAt(rest: string): Piece {
  if (!rest.startsWith('(?')) return { kind: 'open', length: 1 };
  const [opened] = /^\(\?(?:P?<\w+>|[imsU]*(?:-[imsU]+)?[:)])/.exec(rest) ?? [];
  if (opened !== undefined) return { kind: opened.endsWith(')') ? 'flags' : 'open', length: opened.length };
  const isNamed = /^\(\?P?</.test(rest);
  const fault = isNamed ? 'invalid named capture' : 'invalid or unsupported Perl syntax';
  return { kind: 'open', length: 2, fault };
}

function isTooLong(repeat: string): boolean {
  const [from = 0, to] = (repeat.match(/\d+/g) ?? []).map(Number);
  return from > MAX_REPEAT || (to !== undefined && (to > MAX_REPEAT || to < from));
}

interface Part {
  readonly length: number;
  readonly fault?: string;
}

function characterClass(text: string): Part {
  let at = text[1] === '^' ? 2 : 1;
  for (let isFirst = true; isFirst || text[at] !== ']'; isFirst = false) {
    if (at >= text.length) return { length: at, fault: 'missing closing ]' };
    const range = rangeAt(text.slice(at));
    if (range.fault !== undefined) return range;
    at += range.length;
  }
  return { length: at + 1 };
}

/** One character of a class, a run of them, or a class by name. */
function rangeAt(text: string): Part {
  const posix = /^\[:\^?(\w+):\]/.exec(text);
  if (posix !== null) {
    const part: Part = { length: posix[0].length };
    return POSIX_CLASSES[posix[1] ?? ''] === undefined ? { ...part, fault: BAD_RANGE } : part;
  }
  const low = characterAt(text);
  const high = text.slice(low.length + 1);
  if (low.fault !== undefined || text[low.length] !== '-' || high === '' || high[0] === ']') return low;
  const end = characterAt(high);
  const length = low.length + 1 + end.length;
  const isBackwards = low.length === 1 && end.length === 1 && high < text;
  return isBackwards && high[0] !== text[0] ? { length, fault: BAD_RANGE } : { ...end, length };
}

function characterAt(text: string): Part {
  return text[0] === '\\' ? escapeAt(text) : { length: 1 };
}

/** RE2J has no back-references and no look-around, and refuses letters that mean nothing. */
function escapeAt(text: string): Part {
  if (text.length === 1) return { length: 1, fault: 'trailing backslash at end of expression' };
  const [known] = KNOWN_ESCAPE.exec(text) ?? [];
  return known === undefined ? { length: 2, fault: 'invalid escape sequence' } : { length: known.length };
}

function invalid(regex: string, why: string): GroupRefusal {
  return new GroupRefusal(
    ErrorCode.INVALID_REGULAR_EXPRESSION,
    `SubscribedTopicRegex \`${regex}\` is not a valid regular expression: ${why}.`,
  );
}
