import { describe, expect, it } from 'vitest';
import { correlationIdOf, decodeResponseFrame, encodeResponseFrame } from '../../../src/protocol/frame.ts';
import { createHeartbeatResponse, heartbeatApi } from '../../../src/protocol/generated/heartbeat.ts';

describe('response frames', () => {
  it('take a typed API: the compiler knows the response of each', () => {
    const response = createHeartbeatResponse({ errorCode: 27 });
    const frame = Buffer.concat(encodeResponseFrame(heartbeatApi, 4, -5, response)).subarray(4);
    expect(correlationIdOf(frame)).toBe(-5);
    expect(decodeResponseFrame(heartbeatApi, 4, frame).errorCode).toBe(27);
  });
});
