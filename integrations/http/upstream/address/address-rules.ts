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
  readonly #declared: URL | undefined;

  /**
   * @param declared a URL that is written down; where its host is not public by itself, that is meant, for its own port
   * @throws GM_UPSTREAM_INVALID_OPTION
   */
  constructor({ allow = [], any = false }: AddressOptions, declared?: URL) {
    const allowed = addressList(allow);
    if (!allowed) throw InvalidUpstreamOption.create({ option: 'addresses.allow', expected: 'a list of IP addresses and networks' });
    this.#any = any;
    this.#allowed = allowed;
    this.#declared = declared && isSpecialHost(declared.hostname) ? declared : undefined;
  }

  /** Whether a URL may be asked, as far as its host tells without being resolved. */
  allowsUrl({ origin, hostname }: URL): boolean {
    if (this.#any || origin === this.#declared?.origin || !isSpecialHost(hostname)) return true;
    const address = addressOf(hostname);
    return address !== undefined && this.#allowed.check(address, familyOf(address));
  }

  /** Whether an address may be connected to that the name in a URL was resolved to. */
  allowsAddress(hostname: string, address: string): boolean {
    return this.#any || hostname === this.#declared?.hostname || !isSpecial(address) || this.#allowed.check(address, familyOf(address));
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
