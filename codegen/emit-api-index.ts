// Prints the index of all APIs: what is known of each without loading its codec, and how to load that.
import { basename } from 'node:path';
import { entryOf, infoLines, kebab } from './emit.ts';
import { hasVersions, type Spec } from './model.ts';

type ApiSpec = Extract<Spec, { kind: 'api' }>;

export function emitApiIndex(specs: readonly ApiSpec[]): string {
  const all = [...specs].sort((a, b) => a.key - b.key);
  const living = all.filter(hasVersions);
  return [
    '// Generated from protocol-specs/ by codegen/generate.ts. Do not edit.',
    "import type { Api, ApiEntry } from '../api.ts';",
    ...living.map(({ name }) => `import type { ${name}Request, ${name}Response } from './${kebab(name)}.ts';`),
    '',
    '/** The number of every API that Kafka has given one, those included that have no versions any more. */',
    'export const ApiKey = {',
    ...all.map(({ name, key }) => `  ${name}: ${key},`),
    '} as const;',
    '',
    '/** Request and response types of every API that has versions, by its name. */',
    'export interface ApiTypes {',
    ...living.map(({ name }) => `  ${name}: Api<${name}Request, ${name}Response>;`),
    '}',
    '',
    '/** The name of an API that has versions. */',
    'export type ApiName = keyof ApiTypes;',
    '',
    '/** Every API that has versions, by key. Nothing of a codec is loaded before `load` is called. */',
    'export const apiIndex: readonly ApiEntry[] = [',
    ...living.flatMap((spec) => [
      '  {',
      ...infoLines(spec).map((line) => `    ${line}`),
      `    load: async () => (await import('./${basename(spec.file)}.ts')).${entryOf(spec.name)},`,
      '  },',
    ]),
    '];',
    '',
  ].join('\n');
}
