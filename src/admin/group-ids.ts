import { configError } from '../base/errors.ts';

/** The group ids, checked; the empty one is left to brokers, which have groups of that name from old clients. */
export function checkGroupIds(groupIds: readonly string[]): readonly string[] {
  if (!Array.isArray(groupIds)) throw configError('groupIds', groupIds, 'a list of group ids');
  groupIds.forEach((id, index) => {
    if (typeof id !== 'string') throw configError(`groupIds[${index}]`, id, 'a group id');
  });
  return groupIds;
}

/** One group id, checked. */
export function checkGroupId(groupId: string): string {
  if (typeof groupId !== 'string') throw configError('groupId', groupId, 'a group id');
  return groupId;
}
