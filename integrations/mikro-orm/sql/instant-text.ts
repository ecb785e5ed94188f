/** A Date as PostgreSQL reads it, in UTC: years before 1 as BC, years beyond 9999 without JavaScript's sign. */
export function instantText(value: unknown): string {
  const date = value as Date;
  const iso = date.toISOString();
  if (!/^[+-]/.test(iso)) return iso.startsWith('0000') ? `0001${iso.slice(4)} BC` : iso;
  const year = Number(iso.slice(0, 7));
  const rest = iso.slice(7);
  return year <= 0 ? `${String(1 - year).padStart(4, '0')}${rest} BC` : `${year}${rest}`;
}
