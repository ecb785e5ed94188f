import type { AdminManager, Row } from './schema.js';

/** What may be done with an object. */
export interface Capabilities {
  readonly update: boolean;
  readonly delete: boolean;
  readonly fields: Readonly<Record<string, boolean>>;
  readonly actions: Readonly<Record<string, boolean>>;
}

const NOTHING: Capabilities = { update: false, delete: false, fields: {}, actions: {} };

/** What an object tells of what may be done with it; nothing where it tells nothing. */
export function capabilitiesOf({ capabilities }: AdminManager, row: Row | undefined): Capabilities {
  return { ...NOTHING, ...(capabilities && (row?.[capabilities.name] as Partial<Capabilities> | undefined)) };
}

/** Whether an object, and a field of it, may be changed. */
export function mayWrite({ update, fields }: Capabilities, field: string): boolean {
  return update && fields[field] !== false;
}

/** The version that an object had when it was read. */
export function versionOf({ fields }: AdminManager, row: Row): unknown {
  const field = fields.find(({ version }) => version);
  return field && row[field.name];
}
