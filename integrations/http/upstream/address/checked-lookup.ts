import { lookup as systemLookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { AddressDenied } from '../transport/transport.js';
import type { AddressRules } from './address-rules.js';

/** Gives all addresses of a name, as `dns.lookup` with `all`. */
export type Lookup = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Resolves names for connections, and gives only addresses that may be connected to. */
export function checkedLookup(rules: AddressRules, lookup: Lookup = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '');
      const allowed = addresses.filter(({ address }) => rules.allowsAddress(hostname, address));
      const [first] = allowed;
      if (!first) return callback(new AddressDenied(), '');
      if (options.all) return callback(null, allowed);
      return callback(null, first.address, first.family);
    });
  };
}
