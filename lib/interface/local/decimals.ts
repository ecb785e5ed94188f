/** The exact sum of decimals, with as many digits behind the point as the finest of them. */
export function addDecimals(texts: readonly string[]): string {
  const scale = texts.reduce((finest, text) => Math.max(finest, fractionOf(text).length), 0);
  const total = texts.reduce((sum, text) => sum + scaled(text, scale), 0n);
  const digits = String(total < 0n ? -total : total).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${total < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(digits.length - scale)}`}`;
}

const fractionOf = (text: string): string => text.split('.')[1] ?? '';

const scaled = (text: string, scale: number): bigint => BigInt(`${text.split('.')[0] ?? ''}${fractionOf(text).padEnd(scale, '0')}`);
