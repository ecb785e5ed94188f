/** A UUID as it is stored: lower-case, with dashes. */
export const uuidText = (value: unknown): string =>
  String(value)
    .replaceAll('-', '')
    .toLowerCase()
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** Bytes as the databases' `hex` writes them. */
export const hexText = (value: unknown): string =>
  Buffer.from(value as Uint8Array)
    .toString('hex')
    .toUpperCase();
