/** Significant digits that PostgreSQL gives a quotient at least, and the digits that it counts them by. */
const SIGNIFICANT = 16;
const GROUP = 4;

/** The average of decimals by their sum, with all its digits behind the point, and their number: digit by digit what PostgreSQL makes of it. */
export function averageOf(sum: string, count: bigint): string {
  const digits = BigInt(sum.replace('.', ''));
  const scale = sum.split('.')[1]?.length ?? 0;
  const [dividend, divisor] = [leading(sum), leading(String(count))];
  const weight = dividend.weight - divisor.weight - (dividend.first <= divisor.first ? 1 : 0);
  const places = Math.max(SIGNIFICANT - weight * GROUP, scale, 0);
  const magnitude = (digits < 0n ? -digits : digits) * 10n ** BigInt(places - scale);
  // Half a unit goes away from zero.
  const rounded = (magnitude * 2n + count) / (count * 2n);
  const text = String(rounded).padStart(places + 1, '0');
  const fraction = text.slice(text.length - places).replace(/0+$/, '');
  const whole = text.slice(0, text.length - places);
  return `${digits < 0n && rounded !== 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The first group of four digits that is not zero, and how many groups it is in front of the point. */
function leading(text: string): { readonly weight: number; readonly first: number } {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const padded =
    whole.padStart(Math.ceil(whole.length / GROUP) * GROUP, '0') + fraction.padEnd(Math.ceil(fraction.length / GROUP) * GROUP, '0');
  const groups = (padded.match(/\d{4}/g) ?? []).map(Number);
  const index = groups.findIndex((each) => each !== 0);
  return index < 0 ? { weight: 0, first: 0 } : { weight: Math.ceil(whole.length / GROUP) - 1 - index, first: groups[index] ?? 0 };
}
