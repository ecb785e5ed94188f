import { BlockList, isIP } from 'node:net';

/** What is not on the public internet, by IANA's registries of special-purpose addresses; metadata services of clouds are link-local. */
const SPECIAL: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

const special = new BlockList();
for (const [network, prefix] of SPECIAL) special.addSubnet(network, prefix, familyOf(network));

/** Tells whether an address is not on the public internet; IPv4 within IPv6 is taken as the IPv4 address that it is. */
export const isSpecial = (address: string): boolean => special.check(address, familyOf(address));

/** Addresses and networks (`10.1.0.0/16`, `::1`), or undefined where one of them is neither. */
export function addressList(networks: readonly string[]): BlockList | undefined {
  const list = new BlockList();
  for (const each of networks) {
    const [network = '', prefix = isIP(network) === 6 ? '128' : '32'] = each.split('/');
    const bits = Number(prefix);
    if (isIP(network) === 0 || !/^\d{1,3}$/.test(prefix) || bits > (isIP(network) === 6 ? 128 : 32)) return undefined;
    list.addSubnet(network, bits, familyOf(network));
  }
  return list;
}

export function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
