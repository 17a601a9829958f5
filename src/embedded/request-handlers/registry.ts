// Which handler answers which API. ApiVersions promises exactly these.
import type { ApiInfo } from '../../protocol/api.ts';
import type { AnyRequestHandler } from '../request-handler.ts';
import { alterConfigsHandler } from './alter-configs.ts';
import { alterUserScramCredentialsHandler } from './alter-user-scram-credentials.ts';
import { apiVersionsHandler } from './api-versions.ts';
import { createPartitionsHandler } from './create-partitions.ts';
import { createTopicsHandler } from './create-topics.ts';
import { deleteRecordsHandler } from './delete-records.ts';
import { deleteTopicsHandler } from './delete-topics.ts';
import { describeConfigsHandler } from './describe-configs.ts';
import { describeGroupsHandler } from './describe-groups.ts';
import { describeUserScramCredentialsHandler } from './describe-user-scram-credentials.ts';
import { fetchHandler } from './fetch.ts';
import { findCoordinatorHandler } from './find-coordinator.ts';
import { heartbeatHandler } from './heartbeat.ts';
import { incrementalAlterConfigsHandler } from './incremental-alter-configs.ts';
import { initProducerIdHandler } from './init-producer-id.ts';
import { joinGroupHandler } from './join-group.ts';
import { leaveGroupHandler } from './leave-group.ts';
import { listConfigResourcesHandler } from './list-config-resources.ts';
import { listGroupsHandler } from './list-groups.ts';
import { listOffsetsHandler } from './list-offsets.ts';
import { metadataHandler } from './metadata.ts';
import { offsetCommitHandler } from './offset-commit.ts';
import { offsetFetchHandler } from './offset-fetch.ts';
import { produceHandler } from './produce.ts';
import { saslAuthenticateHandler, saslHandshakeHandler } from './sasl.ts';
import { syncGroupHandler } from './sync-group.ts';

const handlers: readonly AnyRequestHandler[] = [
  alterConfigsHandler,
  alterUserScramCredentialsHandler,
  apiVersionsHandler,
  createPartitionsHandler,
  createTopicsHandler,
  deleteRecordsHandler,
  deleteTopicsHandler,
  describeConfigsHandler,
  describeGroupsHandler,
  describeUserScramCredentialsHandler,
  fetchHandler,
  findCoordinatorHandler,
  heartbeatHandler,
  incrementalAlterConfigsHandler,
  initProducerIdHandler,
  joinGroupHandler,
  leaveGroupHandler,
  listConfigResourcesHandler,
  listGroupsHandler,
  listOffsetsHandler,
  metadataHandler,
  offsetCommitHandler,
  offsetFetchHandler,
  produceHandler,
  saslAuthenticateHandler,
  saslHandshakeHandler,
  syncGroupHandler,
];

/** Handlers by API key. */
export const requestHandlers: ReadonlyMap<number, AnyRequestHandler> = new Map(
  handlers.map((handler) => [handler.api.key, handler]),
);

/** What is known of every API that is served, by key. */
export const servedApis: readonly ApiInfo[] = handlers.map(({ api }) => api).sort((a, b) => a.key - b.key);
