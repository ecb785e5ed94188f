import { isIP, type BlockList } from 'node:net';
import { InvalidUpstreamOption } from '../errors.js';
import { addressList, familyOf, isSpecial } from './ranges.js';

/** Which addresses may be connected to, besides public ones and the host of a base URL that is written down. */
export interface AddressOptions {
  /** Addresses and networks: `10.1.0.0/16`, `127.0.0.1`. Default: none. */
  readonly allow?: readonly string[];
  /** Whether every address may be connected to. Default: false. */
  readonly any?: boolean;
}

/** Names that mean this machine or the metadata service of a cloud. */
const SPECIAL_NAME = /^(?:(?:.+\.)?localhost|ip6-localhost|ip6-loopback|metadata|metadata\.google\.internal|instance-data)\.?$/;

/** Decides which hosts and addresses may be connected to. */
export class AddressRules {
  readonly #any: boolean;
  readonly #allowed: BlockList;
  readonly #declared: string | undefined;

  /**
   * @param declared the host of a base URL that is written down; what it is by itself, is meant
   * @throws GM_UPSTREAM_INVALID_OPTION
   */
  constructor({ allow = [], any = false }: AddressOptions, declared?: string) {
    const allowed = addressList(allow);
    if (!allowed) throw InvalidUpstreamOption.create({ option: 'addresses.allow', expected: 'a list of IP addresses and networks' });
    this.#any = any;
    this.#allowed = allowed;
    this.#declared = declared !== undefined && isSpecialHost(declared) ? declared : undefined;
  }

  /** Whether the host of a URL may be asked, as far as it tells without being resolved. */
  allowsHost(hostname: string): boolean {
    if (this.#any || hostname === this.#declared || !isSpecialHost(hostname)) return true;
    const address = addressOf(hostname);
    return address !== undefined && this.#allowed.check(address, familyOf(address));
  }

  /** Whether an address may be connected to that a name was resolved to. */
  allowsAddress(hostname: string, address: string): boolean {
    return this.#any || hostname === this.#declared || !isSpecial(address) || this.#allowed.check(address, familyOf(address));
  }
}

function isSpecialHost(hostname: string): boolean {
  const address = addressOf(hostname);
  return address === undefined ? SPECIAL_NAME.test(hostname) : isSpecial(address);
}

/** Hosts of URLs have IPv6 in brackets; other notations of IPv4 are normal already. */
function addressOf(hostname: string): string | undefined {
  const address = hostname.replace(/^\[|\]$/g, '');
  return isIP(address) === 0 ? undefined : address;
}
