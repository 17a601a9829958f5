import { configError } from '../base/errors.ts';

/** The transactional ids, checked. */
export function checkTransactionalIds(transactionalIds: readonly string[]): readonly string[] {
  if (!Array.isArray(transactionalIds)) throw configError('transactionalIds', transactionalIds, 'a list of ids');
  transactionalIds.forEach((id, index) => {
    if (typeof id !== 'string' || id === '') throw configError(`transactionalIds[${index}]`, id, 'a transactional id');
  });
  return transactionalIds;
}
