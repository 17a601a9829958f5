import { describe, expect, it } from 'vitest';
import { parseErrorCodes } from '../../../codegen/error-codes.ts';
import { parseSpec } from '../../../codegen/parse.ts';

const GOOD = `# an order
api Order 7
route any

request 1-4 flexible 3+ unstable
  Id uuid 1+ null 2+ ignorable # who
  Items []Item 1+
    Name string 1+ key
    Count int32 2-3 default -1
  Note string 3+ null 3+ tag 1 3+ default "" flexible none
  Spare Box 4
  struct Box 4+
    Size int8 4+
response 1-4 flexible none
  ErrorCode int16 1+
`;

describe('parseSpec', () => {
  it('reads everything that the notation can say', () => {
    const spec = parseSpec(GOOD, 'order.spec');
    if (spec.kind !== 'api') throw new Error('not an API');
    expect(spec).toMatchObject({ name: 'Order', key: 7, route: 'any' });
    expect(spec.request).toMatchObject({
      name: 'OrderRequest',
      kind: 'request',
      versions: { first: 1, last: 4 },
      flexible: { first: 3, last: Number.POSITIVE_INFINITY },
      unstable: true,
      structs: [{ name: 'Box', fields: [{ name: 'Size', type: 'int8' }] }],
    });
    const [id, items, note, spare] = spec.request.fields;
    expect(id).toMatchObject({ name: 'Id', type: 'uuid', isArray: false, nullable: { first: 2 }, ignorable: true });
    expect(items).toMatchObject({ type: 'Item', isArray: true });
    expect(items?.fields).toMatchObject([
      { name: 'Name', mapKey: true, default: undefined },
      { name: 'Count', versions: { first: 2, last: 3 }, default: '-1' },
    ]);
    expect(note).toMatchObject({ tag: 1, taggedVersions: { first: 3 }, default: '', flexible: { first: 0, last: -1 } });
    expect(spare).toMatchObject({ type: 'Box', versions: { first: 4, last: 4 } });
    expect(spec.response).toMatchObject({ name: 'OrderResponse', unstable: false, flexible: { first: 0, last: -1 } });
  });

  it('reads a message that stands alone', () => {
    expect(parseSpec('header Head 1-2 flexible 2+\n  Id int32 0+\n', 'f')).toMatchObject({
      kind: 'message',
      name: 'Head',
      message: { kind: 'header', fields: [{ name: 'Id' }] },
    });
  });

  it.each([
    ['api Order 7', 'thing Order 7', 'order.spec:2: expected api, header or data, found thing'],
    ['api Order 7', 'api', 'order.spec:2: a name is missing'],
    ['api Order 7', 'api Order seven', 'order.spec:2: expected a number, not seven'],
    ['api Order 7', 'api Order 7 new', 'order.spec:2: unknown word new'],
    ['api Order 7\n', 'api Order 7\n  Lost int8 0+\n', 'order.spec:3: a field outside of request and response'],
    ['route any\n', '', 'order.spec: no route section'],
    ['route any', 'route', 'order.spec:3: a route is missing'],
    ['route any', 'route any body', 'order.spec:3: unknown word body'],
    ['route any\n', 'route any\n  Lost int8 0+\n', 'order.spec:4: a route has no fields'],
    ['route any', 'route any\nrouter any', 'order.spec:4: unknown section router'],
    ['response 1-4', 'request 1-4', 'order.spec:14: a second request section'],
    ['1-4 flexible 3+', '1-4', 'order.spec:5: expected: VERSIONS flexible VERSIONS'],
    [' unstable', ' shaky', 'order.spec:5: unknown word shaky'],
    [' unstable', ' unstable more', 'order.spec:5: unknown word more'],
    ['request 1-4', 'request 4-1', 'order.spec:5: versions 4-1 run backwards'],
    ['Id uuid 1+', 'Id uuid one', 'order.spec:6: versions are written 3, 3+, 3-5 or none, not one'],
    [
      'Id uuid 1+ null 2+ ignorable # who',
      'Id uuid',
      'order.spec:6: versions are written 3, 3+, 3-5 or none, not undefined',
    ],
    ['  Id uuid 1+ null 2+ ignorable # who', '  Id', 'order.spec:6: a field needs name, type and versions'],
    [' ignorable', ' ignoreable', 'order.spec:6: unknown word ignoreable'],
    [' ignorable', ' ignorable ignorable', 'order.spec:6: ignorable is said twice'],
    [' default -1', ' default', 'order.spec:9: default needs a value'],
    ['tag 1 3+', 'tag x 3+', 'order.spec:10: expected a number, not x'],
    ['  Id uuid', '   Id uuid', 'order.spec:6: indent by two spaces'],
    ['  Id uuid', '    Id uuid', 'order.spec:6: unexpected indent 2'],
    ['struct Box 4+', 'struct', 'order.spec:12: a struct needs a name'],
    ['struct Box 4+', 'struct Box 4+ more', 'order.spec:12: unknown word more'],
  ])('says where the fault is when %j becomes %j', (from, to, message) => {
    expect(GOOD).toContain(from);
    expect(() => parseSpec(GOOD.replace(from, to), 'order.spec')).toThrow(message);
  });

  it('wants something to read', () => {
    expect(() => parseSpec('# nothing\n', 'order.spec')).toThrow('order.spec: empty spec');
  });

  it('keeps sections out of messages that stand alone', () => {
    expect(() => parseSpec('data D 0 flexible none\nrequest 0 flexible none\n', 'd.spec')).toThrow(
      'd.spec:2: a data has fields only',
    );
  });
});

describe('parseErrorCodes', () => {
  it('reads number, name, kind and text', () => {
    expect(parseErrorCodes('# all\n\n-1 UNKNOWN final it failed\n', 'codes')).toEqual([
      { code: -1, name: 'UNKNOWN', retriable: false, text: 'it failed' },
    ]);
  });

  it.each(['1 A maybe text', '1 A final', 'x A final text', '1 lower final text'])('refuses %j by its line', (line) => {
    expect(() => parseErrorCodes(`# head\n${line}\n`, 'codes')).toThrow(
      'codes:2: expected: NUMBER NAME retriable|final TEXT',
    );
  });

  it.each(['1 B final text', '2 A final text'])('refuses %j after 1 A', (line) => {
    expect(() => parseErrorCodes(`1 A final text\n${line}\n`, 'codes')).toThrow('appears twice');
  });
});
