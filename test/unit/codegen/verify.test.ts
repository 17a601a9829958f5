import { describe, expect, it } from 'vitest';
import { parseErrorCodes } from '../../../codegen/error-codes.ts';
import { parseSpec } from '../../../codegen/parse.ts';
import { type Counts, compareSpec, formatDifference, missingMessages } from '../../../codegen/verify/compare.ts';
import { compareErrorCodes } from '../../../codegen/verify/compare-error-codes.ts';
import { parseOfficial } from '../../../codegen/verify/official.ts';

// An API of no real Kafka that uses every attribute of the notation.
const SPEC = `api Order 7
route any
listeners broker
request 1-4 flexible 3+ unstable
  Id uuid 1+ null 2+ ignorable
  Note string 3+ tag 1 3+ default "" flexible none
  Items []Item 1+
    Name string 1+ key
    Count int32 2-3 default -1
  Spare Box 4+
  struct Box 4+
    Size int8 4+
response 1-4 flexible 3+
  ErrorCode int16 1+
`;

const REQUEST = `// a licence
{
  "apiKey": 7, "type": "request", "listeners": ["broker"], "name": "OrderRequest",
  "validVersions": "1-4", // said of every version
  "flexibleVersions": "3+", "latestVersionUnstable": true,
  "fields": [
    { "name": "Id", "type": "uuid", "versions": "1+", "nullableVersions": "2+", "ignorable": true, "about": "https://x" },
    { "name": "Note", "type": "string", "versions": "3+", "taggedVersions": "3+", "tag": 1, "default": "", "flexibleVersions": "none" },
    { "name": "Items", "type": "[]Item", "versions": "1+", "fields": [
      { "name": "Name", "type": "string", "versions": "1+", "mapKey": true },
      { "name": "Count", "type": "int32", "versions": "2-3", "default": -1 }
    ]},
    { "name": "Spare", "type": "Box", "versions": "4+" }
  ],
  "commonStructs": [{ "name": "Box", "versions": "4+", "fields": [{ "name": "Size", "type": "int8", "versions": "4+" }] }]
}`;

const RESPONSE = `{
  "apiKey": 7, "type": "response", "name": "OrderResponse", "validVersions": "1-4", "flexibleVersions": "3+",
  "fields": [{ "name": "ErrorCode", "type": "int16", "versions": "1+" }]
}`;

function differences(spec: string, counts: Counts = { messages: 0, versions: 0, fields: 0 }): string[] {
  const official = [REQUEST, RESPONSE].map((text) => parseOfficial(text, 'official.json'));
  const byName = new Map(official.map((one) => [one.message.name, one]));
  return compareSpec(parseSpec(spec, 'order.spec'), 'order.spec', byName, counts).map(formatDifference);
}

describe('missingMessages', () => {
  it('names what Kafka defines and no spec does', () => {
    const official = new Map(
      [REQUEST, RESPONSE].map((text) => parseOfficial(text, 'official.json')).map((one) => [one.message.name, one]),
    );
    expect(missingMessages([parseSpec(SPEC, 'order.spec')], official)).toEqual([]);
    expect(missingMessages([], official).map(formatDifference)).toEqual([
      'protocol-specs: OrderRequest: ours missing, theirs there',
      'protocol-specs: OrderResponse: ours missing, theirs there',
    ]);
  });
});

describe('compareSpec', () => {
  it('finds nothing where both say the same, and counts what it looked at', () => {
    const counts = { messages: 0, versions: 0, fields: 0 };
    expect(differences(SPEC, counts)).toEqual([]);
    expect(counts).toEqual({ messages: 2, versions: 8, fields: 8 });
  });

  it.each([
    [
      'listeners broker',
      'listeners broker controller',
      'OrderRequest: listeners: ours broker controller, theirs broker',
    ],
    ['api Order 7', 'api Order 8', 'OrderRequest: apiKey: ours 8, theirs 7'],
    ['request 1-4', 'request 0-4', 'OrderRequest: validVersions: ours 0-4, theirs 1-4'],
    ['flexible 3+ unstable', 'flexible 2+ unstable', 'OrderRequest: flexibleVersions: ours 2+, theirs 3+'],
    [' unstable', '', 'OrderRequest: latestVersionUnstable: ours false, theirs true'],
    ['Id uuid 1+', 'Ident uuid 1+', 'OrderRequest: field Ident: ours there, theirs missing'],
    ['Id uuid', 'Id string', 'OrderRequest.Id: type: ours string, theirs uuid'],
    ['[]Item', 'Item', 'OrderRequest.Items: type: ours Item, theirs []Item'],
    ['Id uuid 1+', 'Id uuid 2+', 'OrderRequest.Id: versions: ours 2+, theirs 1+'],
    ['null 2+', 'null 1+', 'OrderRequest.Id: nullableVersions: ours 1+, theirs 2+'],
    ['tag 1 3+', 'tag 2 3+', 'OrderRequest.Note: tag: ours 2, theirs 1'],
    ['tag 1 3+', 'tag 1 4+', 'OrderRequest.Note: taggedVersions: ours 4+, theirs 3+'],
    ['default -1', 'default 0', 'OrderRequest.Items.Count: default: ours "0", theirs "-1"'],
    ['default ""', '', 'OrderRequest.Note: default: ours none, theirs ""'],
    [' ignorable', '', 'OrderRequest.Id: ignorable: ours false, theirs true'],
    [' key', '', 'OrderRequest.Items.Name: mapKey: ours false, theirs true'],
    [' flexible none', '', "OrderRequest.Note: flexibleVersions: ours the message's, theirs none"],
    ['Box 4+\n    Size', 'Box 3+\n    Size', 'OrderRequest.Box: versions: ours 3+, theirs 4+'],
    ['Size int8', 'Size int16', 'OrderRequest.Box.Size: type: ours int16, theirs int8'],
    ['    Count int32 2-3 default -1\n', '', 'OrderRequest.Items: field Count: ours missing, theirs there'],
    [
      '  ErrorCode int16 1+\n',
      '  ErrorCode int16 1+\n  More int8 1+\n',
      'OrderResponse: field More: ours there, theirs missing',
    ],
  ])('names the one change from %j to %j', (from, to, expected) => {
    expect(SPEC).toContain(from);
    expect(differences(SPEC.replace(from, to))[0]).toBe(`order.spec: ${expected}`);
  });

  it('sees fields that swapped places', () => {
    const [name, count] = ['    Name string 1+ key\n', '    Count int32 2-3 default -1\n'];
    expect(differences(SPEC.replace(name + count, count + name))).toEqual([
      'order.spec: OrderRequest.Items: field order: ours Count Name, theirs Name Count',
    ]);
  });

  it('says so when Kafka has no such message', () => {
    expect(differences('data Nothing 0 flexible none\n')).toEqual([
      'order.spec: Nothing: ours a message, theirs nothing of that name',
    ]);
  });
});

describe('parseOfficial', () => {
  it('refuses an attribute that nobody compares', () => {
    const text = RESPONSE.replace('"versions": "1+"', '"versions": "1+", "sinceLunch": true');
    expect(() => parseOfficial(text, 'Order.json')).toThrow(
      'Order.json: OrderResponse.ErrorCode: unknown attribute sinceLunch',
    );
  });
});

describe('compareErrorCodes', () => {
  const ours = parseErrorCodes('0 NONE final no error\n2 CORRUPT retriable damaged\n', 'codes');
  const compare = (table: string): string[] => compareErrorCodes(ours, table, 'codes').map(formatDifference);

  it('finds nothing where both tables agree', () => {
    expect(compare('0 NONE final\n2 CORRUPT retriable\n')).toEqual([]);
  });

  it('names a code that one side lacks, or has otherwise', () => {
    expect(compare('0 NONE final\n2 CORRUPT final\n3 NEW retriable\n')).toEqual([
      'codes: error code 2: ours CORRUPT retriable, theirs CORRUPT final',
      'codes: error code 3: ours missing, theirs NEW retriable',
    ]);
    expect(compare('2 CORRUPT retriable\n')).toEqual(['codes: error code 0: ours NONE final, theirs missing']);
  });
});
