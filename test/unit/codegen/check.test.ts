import { describe, expect, it } from 'vitest';
import { checkSpecs } from '../../../codegen/check.ts';
import { loadSpecs } from '../../../codegen/load.ts';
import { parseSpec } from '../../../codegen/parse.ts';

const GOOD = `api Order 7
route any
listeners broker
request 1-4 flexible 3+
  Id uuid 1+
  Items []Item 1+ null 1+ default null
    Name string 1+ default none
    Count int32 2+ default 0x7fffffff
  Note string 3+ null 3+ tag 0 3+ default null
  More bytes 3+ tag 1 3+
  Spare Box 4+
  Spares []Box 4+
  struct Box 4+
    Size int8 4+ tag 0 4+ default -128
    On bool 4+ default true
response 1-4 flexible 3+
  ErrorCode int16 1+
`;

const faultsOf = (...texts: string[]): string[] => checkSpecs(texts.map((text) => parseSpec(text, 'order.spec')));

describe('checkSpecs', () => {
  it('finds no fault in what is sound', () => {
    expect(faultsOf(GOOD)).toEqual([]);
    expect(loadSpecs().length).toBeGreaterThan(20);
  });

  it.each([
    ['route any', 'route somewhere', 'Order: unknown route somewhere'],
    ['listeners broker', 'listeners broker tester', 'Order: unknown listener tester'],
    ['listeners broker\n', '', 'Order: has versions or listeners, but not both'],
    ['response 1-4', 'response 1-3', 'Order: request and response differ in versions'],
    ['  Id uuid 1+', '  Id uuid 1+\n    Inner int8 1+', 'OrderRequest.Id: a uuid has no fields'],
    ['Spare Box', 'Spare Bix', 'OrderRequest.Spare: unknown type Bix'],
    ['Id uuid 1+', 'Id uuid 1+ null 1+', 'OrderRequest.Id: a uuid cannot be null'],
    ['Count int32 2+', 'Count int32 2+ null 2+', 'OrderRequest.Items.Count: a int32 cannot be null'],
    ['tag 1 3+', 'tag 0 3+', 'OrderRequest.More: tag 0 is taken'],
    ['More bytes 3+ tag 1 3+', 'More bytes 2+ tag 1 2+', 'OrderRequest.More: tagged in a version that is not flexible'],
    ['More bytes 3+', 'More bytes 4+', 'OrderRequest.More: tagged in a version that it is not part of'],
    ['null 3+ tag 0 3+', 'tag 0 3+', 'OrderRequest.Note: default null, but never nullable'],
    ['0x7fffffff', '0x80000000', 'OrderRequest.Items.Count: 0x80000000 is no default of int32'],
    ['0x7fffffff', 'many', 'OrderRequest.Items.Count: many is no default of int32'],
    ['-128', '-129', 'OrderRequest.Box.Size: -129 is no default of int8'],
    ['default true', 'default yes', 'OrderRequest.Box.On: yes is no default of bool'],
    ['Spares []Box 4+', 'Spares []Box 4+ default 1', 'OrderRequest.Spares: 1 is no default of []Box'],
    [
      'Spares []Box 4+',
      'Spares []Box 4+\n  Far int64 3+ default 9007199254740992',
      'OrderRequest.Far: a default beyond 2^53-1 goes with a tag only',
    ],
    [
      'Spares []Box 4+',
      'Spares []Box 4+\n  Far int64 3+ tag 2 4+ default 9223372036854775807',
      'OrderRequest.Far: a default beyond 2^53-1 goes with a tag only',
    ],
    ['Spare Box 4+', 'Items int8 4+', 'OrderRequest.Items: a second field of that name'],
    ['Spare Box 4+', 'Spare Item 4+\n    X int8 4+', 'OrderRequest.Spare: struct Item is declared twice'],
    ['Spare Box 4+', 'Spare Box 4+\n    X int8 4+', 'OrderRequest.Spare: struct Box is declared twice'],
  ])('names the fault when %j becomes %j', (from, to, fault) => {
    expect(GOOD).toContain(from);
    expect(faultsOf(GOOD.replace(from, to))).toEqual([fault]);
  });

  it('finds an API key that two APIs have', () => {
    expect(faultsOf(GOOD, GOOD.replace('api Order', 'api Sale'))).toEqual(["Sale: API key 7 is also Order's"]);
  });
});
