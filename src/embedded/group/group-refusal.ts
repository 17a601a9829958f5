// Why a coordinator refuses what a member asks: thrown where it is found, answered where the request is handled.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';

export class GroupRefusal extends Error {
  readonly errorCode: number;

  /** `message` in a broker's words. */
  constructor(errorCode: number, message: string) {
    super(message);
    this.errorCode = errorCode;
  }
}

export function groupNotFound(groupId: string): GroupRefusal {
  return new GroupRefusal(ErrorCode.GROUP_ID_NOT_FOUND, `Group ${groupId} not found.`);
}

export function notAConsumerGroup(groupId: string): GroupRefusal {
  return new GroupRefusal(ErrorCode.GROUP_ID_NOT_FOUND, `Group ${groupId} is not a consumer group.`);
}

/** The error code of what was thrown, where it is a refusal; anything else is a defect and thrown on. */
export function refusedWith(error: unknown): number {
  if (error instanceof GroupRefusal) return error.errorCode;
  throw error;
}
