// Reads protocol-specs/error-codes.spec and prints the table. One line per code: number, NAME, retriable or final, text.
export interface ErrorCode {
  readonly code: number;
  readonly name: string;
  readonly retriable: boolean;
  readonly text: string;
}

export function parseErrorCodes(text: string, file: string): ErrorCode[] {
  const codes: ErrorCode[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const match = /^(-?\d+) ([A-Z0-9_]+) (retriable|final) (\S.*)$/.exec(line);
    if (match === null) throw new Error(`${file}:${index + 1}: expected: NUMBER NAME retriable|final TEXT`);
    codes.push({ code: Number(match[1]), name: match[2]!, retriable: match[3] === 'retriable', text: match[4]! });
  }
  const seen = new Set<number | string>();
  for (const { code, name } of codes) {
    if (seen.has(code) || seen.has(name)) throw new Error(`${file}: ${code} ${name} appears twice`);
    seen.add(code).add(name);
  }
  return codes;
}

export function emitErrorCodes(codes: readonly ErrorCode[]): string {
  const quote = (text: string): string => (text.includes("'") ? JSON.stringify(text) : `'${text}'`);
  return [
    '// Generated from protocol-specs/error-codes.spec by codegen/generate.ts. Do not edit.',
    '',
    "/** Kafka's numbers of errors, by name. */",
    'export const ErrorCode = {',
    ...codes.map(({ name, code }) => `  ${name}: ${code},`),
    '} as const;',
    '',
    "/** The name of one of Kafka's errors. */",
    'export type ErrorName = keyof typeof ErrorCode;',
    '',
    '/** What is known of one error code. */',
    'export interface ErrorCodeInfo {',
    '  readonly code: number;',
    '  readonly name: ErrorName;',
    '  /** Whether Kafka itself says that the same request may succeed later. */',
    '  readonly retriable: boolean;',
    '  readonly text: string;',
    '}',
    '',
    '/** Every error code that Kafka defines. */',
    'export const errorCodes: readonly ErrorCodeInfo[] = [',
    ...codes.map(
      ({ code, name, retriable, text }) =>
        `  { code: ${code}, name: '${name}', retriable: ${retriable}, text: ${quote(text)} },`,
    ),
    '];',
    '',
  ].join('\n');
}
