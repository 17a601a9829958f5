// Options of how byte streams are opened, checked once. Owns: names, defaults and bounds.
import { isIP } from 'node:net';
import { configError } from '../base/errors.ts';
import { durationOption, functionOption } from '../base/options.ts';
import type { DialFunction } from './dial.ts';
import type { ResolveFunction } from './resolve.ts';

/** How TCP connections are made. Small requests always leave at once (TCP_NODELAY). */
export interface SocketOptions {
  /** Address of this machine that connections come from. @default the system picks one */
  readonly localAddress?: string | undefined;
  /** Only addresses of this IP version are used. @default both */
  readonly family?: 4 | 6 | undefined;
  /**
   * A host with several addresses: after this time without a connection the next one is tried as well, milliseconds; the
   * first that connects is used (RFC 8305). All are tried within the time for a connection. @default 300
   */
  readonly fallbackDelayMs?: number | undefined;
  /**
   * First keep-alive probe after this much silence, milliseconds, 1 000 or more; false: no probes. They find peers that
   * vanished behind a firewall or a load balancer. @default 30 000
   */
  readonly keepAliveMs?: number | false | undefined;
}

/** How byte streams are opened: by TCP, or by a function of your own. */
export type StreamOptions = {
  /** Finds the addresses of hosts, instead of the system. @default DNS and the hosts file */
  readonly resolve?: ResolveFunction | undefined;
} & (
  | {
      /** Opens byte streams instead of TCP. @default TCP */
      readonly dial?: DialFunction | undefined;
      readonly socket?: undefined;
    }
  | {
      readonly dial?: undefined;
      /** Options of TCP connections. @default see each */
      readonly socket?: SocketOptions | undefined;
    }
);

/** {@link StreamOptions}, checked. */
export interface StreamSettings {
  readonly dial: DialFunction | undefined;
  readonly resolve: ResolveFunction | undefined;
  readonly socket: SocketSettings;
}

export function streamSettings({ dial, resolve, socket }: StreamOptions): StreamSettings {
  functionOption('dial', dial, 'a function that resolves with a Duplex stream');
  if (dial !== undefined && socket !== undefined) throw configError('socket', socket, 'nothing where dial is given');
  return {
    dial,
    resolve: functionOption('resolve', resolve, 'a function that resolves with a list of addresses'),
    socket: socketSettings('socket', socket),
  };
}

/** {@link SocketOptions}, checked and complete. */
export interface SocketSettings {
  readonly localAddress: string | undefined;
  readonly family: 4 | 6 | undefined;
  readonly fallbackDelayMs: number;
  readonly keepAliveMs: number | false;
}

const FALLBACK_DELAY_MS = 300;
const KEEP_ALIVE_MS = 30_000;

export function socketSettings(name: string, options: SocketOptions = {}): SocketSettings {
  if (typeof options !== 'object' || options === null) throw configError(name, options, 'an object');
  const { localAddress, family, fallbackDelayMs, keepAliveMs } = options;
  if (localAddress !== undefined && (typeof localAddress !== 'string' || isIP(localAddress) === 0)) {
    throw configError(`${name}.localAddress`, localAddress, 'an IP address');
  }
  if (family !== undefined && family !== 4 && family !== 6) throw configError(`${name}.family`, family, '4 or 6');
  if (localAddress !== undefined && family !== undefined && isIP(localAddress) !== family) {
    throw configError(
      `${name}.family`,
      family,
      `${isIP(localAddress)}, or nothing, where localAddress is of that version`,
    );
  }
  return {
    localAddress,
    family: family ?? (localAddress === undefined ? undefined : (isIP(localAddress) as 4 | 6)),
    fallbackDelayMs: durationOption(`${name}.fallbackDelayMs`, fallbackDelayMs, FALLBACK_DELAY_MS),
    keepAliveMs:
      keepAliveMs === false ? false : durationOption(`${name}.keepAliveMs`, keepAliveMs, KEEP_ALIVE_MS, 1_000),
  };
}
