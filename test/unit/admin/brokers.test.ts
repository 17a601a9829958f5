import { describe, expect, it } from 'vitest';
import {
  createDescribeConfigsResponse,
  createDescribeConfigsResult,
  type DescribeConfigsRequest,
  describeConfigsApi,
} from '../../../src/protocol/generated/describe-configs.ts';
import {
  createDescribeProducersResponse,
  describeProducersApi,
} from '../../../src/protocol/generated/describe-producers.ts';
import {
  createListedGroup,
  createListGroupsResponse,
  listGroupsApi,
} from '../../../src/protocol/generated/list-groups.ts';
import {
  createListTransactionsResponse,
  listTransactionsApi,
} from '../../../src/protocol/generated/list-transactions.ts';
import { hangUp, silence } from '../../support/scripted-broker.ts';
import { bench } from './bench.ts';

describe('Requests for single brokers', () => {
  it('make a broker that cannot be asked a value', async () => {
    const { admin, all } = await bench();
    all[0]!.script(listGroupsApi, () =>
      createListGroupsResponse({
        groups: [
          createListedGroup({
            groupId: 'g',
            protocolType: 'consumer',
            groupState: 'PreparingRebalance',
            groupType: 'Consumer',
          }),
        ],
      }),
    );
    all[1]!.script(listGroupsApi, () => hangUp);
    const { groups, errors } = await admin.listGroups({ timeoutMs: 1_500, states: ['preparing-rebalance'] });
    expect(groups).toEqual([
      { groupId: 'g', protocolType: 'consumer', state: 'preparing-rebalance', type: 'consumer', coordinatorId: 1 },
    ]);
    expect(errors).toMatchObject([{ brokerId: 2, error: { code: 'CONNECTION' } }]);
    expect(all[0]!.of(listGroupsApi)).toHaveLength(1);
    expect(all[0]!.of(listGroupsApi)[0]?.request).toMatchObject({ statesFilter: ['PreparingRebalance'] });
  });

  it('wait for coordinators that are loading', async () => {
    const { admin, all } = await bench(1);
    all[0]!.script(listTransactionsApi, () =>
      createListTransactionsResponse({ errorCode: all[0]!.of(listTransactionsApi).length === 1 ? 14 : 0 }),
    );
    expect(await admin.listTransactions()).toEqual({ transactions: [], errors: [] });
    expect(all[0]!.of(listTransactionsApi)).toHaveLength(2);
  });

  it('refuse states that brokers do not know', async () => {
    const { admin, all } = await bench(1);
    all[0]!.script(listTransactionsApi, () => createListTransactionsResponse({ unknownStateFilters: ['NoSuch'] }));
    await expect(admin.listTransactions({ states: ['no-such'] })).rejects.toMatchObject({
      code: 'CONFIG',
      message: expect.stringContaining('no-such'),
    });
  });

  it('ask each broker about itself and any about the rest', async () => {
    const { admin, all } = await bench();
    for (const broker of all) {
      broker.script(describeConfigsApi, ({ resources }) =>
        createDescribeConfigsResponse({
          results: resources.map(({ resourceType, resourceName }) =>
            createDescribeConfigsResult({ resourceType, resourceName, errorCode: resourceName === 'no' ? 3 : 0 }),
          ),
        }),
      );
    }
    const results = await admin.describeConfigs([
      { type: 'broker', name: '2' },
      { type: 'topic', name: 'no' },
      { type: 'broker-logger', name: '1' },
      { type: 'broker', name: '' },
    ]);
    expect(results.map(({ name, error }) => [name, error?.code])).toEqual([
      ['2', undefined],
      ['no', 'UNKNOWN_TOPIC_OR_PARTITION'],
      ['1', undefined],
      ['', undefined],
    ]);
    const askedOf = (index: number) =>
      all[index]!.of(describeConfigsApi).map(({ request }) =>
        (request as DescribeConfigsRequest).resources.map((r) => r.resourceName),
      );
    expect(askedOf(0)).toContainEqual(['1']);
    expect(askedOf(1)).toContainEqual(['2']);
    expect([...askedOf(0), ...askedOf(1)]).toContainEqual(['no', '']);
  });

  it('make a broker that was named and is silent the error of every partition', async () => {
    const { admin, all } = await bench();
    all[1]!.script(describeProducersApi, () => silence);
    const partitions = [0, 1].map((partition) => ({ topic: 't', partition }));
    const results = await admin.describeProducers(partitions, { brokerId: 2, timeoutMs: 80 });
    expect(results.map(({ error }) => error?.code)).toEqual(['TIMEOUT', 'TIMEOUT']);
    all[1]!.script(describeProducersApi, () => createDescribeProducersResponse());
    const [left] = await admin.describeProducers(partitions.slice(1), { brokerId: 2 });
    expect(left).toMatchObject({ producers: [], error: { code: 'PROTOCOL' } });
  });
});
