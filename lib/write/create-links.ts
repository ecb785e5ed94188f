import type { RelationField } from '../model/field.js';
import type { ConnectWrite, CreateWrite } from './write-plan.js';

/** A link of a new object to one that is there. */
export interface CreateLink {
  readonly field: RelationField;
  readonly write: ConnectWrite;
  /** Under which its operands stand among the inputs of a run. */
  readonly name: string;
}

/** The links of a create that only connects. */
export function linksOf({ links }: CreateWrite): readonly CreateLink[] {
  return links.flatMap(({ field, writes }) =>
    writes.flatMap((write) => (write.kind === 'connect' ? [{ field, write, name: field.name }] : [])),
  );
}

/** What a link is looked up by: the parts of a key, or the value of a unique field. */
export function operandsOf({ write: { where } }: CreateLink): readonly unknown[] {
  if (where.kind === 'key') return where.keys[0] ?? [];
  return where.kind === 'compare' ? [where.value] : [];
}

/** The same text for links that are looked up in the same way. */
export function locatorOf({ write: { where } }: CreateLink): string {
  return where.kind === 'compare' ? where.path.field.name : where.kind;
}
