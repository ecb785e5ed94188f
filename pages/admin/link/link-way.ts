import type { Operation } from '../api/send.js';
import { capabilitiesOf, mayWrite, versionOf, type Capabilities } from '../schema/capabilities.js';
import { keyArgument, manyDocument, mutationDocument } from '../schema/documents.js';
import { keyFilter, keyOf, keyValue, type Key } from '../schema/keys.js';
import type { AdminField, AdminManager, Row, Schema } from '../schema/schema.js';

/** An object with a to-many relation. */
export interface LinkOwner {
  readonly manager: AdminManager;
  readonly key: Key;
  readonly label: string;
  readonly row: Row;
  readonly capabilities: Capabilities;
}

/** What is done with a link. */
export type LinkVerb = 'connect' | 'disconnect';

/** How links along a to-many relation are written. */
export interface LinkWay {
  readonly target: AdminManager;
  /** The relation that is written: of the owner (`own`), of the other end, or of the owner where that writes the other end as well (`both`). */
  readonly end: 'own' | 'other' | 'both';
  readonly field: AdminField;
  /** Where it is known: the field of the other end that changes with it. */
  readonly opposite: string | undefined;
}

/** By which end the links of a relation can be written: the one that keeps them, where the API lets that be updated; undefined where none can. */
export function linkWay(schema: Schema, owner: AdminManager, field: AdminField): LinkWay | undefined {
  const target = schema.named(field.type);
  if (!target) return undefined;
  const back = target.fields.find(({ name }) => name === field.opposite);
  const own = { target, field, opposite: field.opposite, end: field.keeper === 'own' ? ('own' as const) : ('both' as const) };
  const ways: readonly LinkWay[] = [
    ...(field.keeper === 'other' && back && isWritten(target, back)
      ? [{ target, field: back, opposite: field.name, end: 'other' as const }]
      : []),
    ...(isWritten(owner, field) ? [own] : []),
  ];
  return ways[0];
}

const isWritten = ({ update }: AdminManager, field: AdminField): boolean =>
  update !== undefined && field.update && field.links !== undefined;

/** Whether the API takes it at all. */
export const takes = ({ field }: LinkWay, verb: LinkVerb): boolean => field.links?.update.includes(verb) ?? false;

/** Whether the actor may write links of this owner, as far as that depends on the owner. */
export const mayLinkFrom = ({ end, field }: LinkWay, { capabilities }: LinkOwner): boolean =>
  end === 'other' || mayWrite(capabilities, field.name);

/** Whether the actor may write the link to an object, as far as that depends on this object. */
export function mayLinkTo({ target, end, field, opposite }: LinkWay, row: Row): boolean {
  if (end === 'own') return true;
  return mayWrite(capabilitiesOf(target, row), end === 'other' ? field.name : (opposite ?? ''));
}

/** Links an object with another one, or takes the link away. */
export function linkOperation(
  schema: Schema,
  way: LinkWay,
  owner: LinkOwner,
  { row, verb, reason }: { readonly row: Row; readonly verb: LinkVerb; readonly reason?: string | undefined },
): Operation | undefined {
  const { target, end, field } = way;
  const key = keyOf(target.key, row);
  if (!key) return undefined;
  const [here, there] = [keyValue(owner.manager.key ?? [], owner.key), keyValue(target.key ?? [], key)];
  const isOther = end === 'other';
  const own = schema.concrete(target, row);
  const written = isOther ? { manager: own.update ? own : target, key, row } : owner;
  const { update } = written.manager;
  if (!update) return undefined;
  if (isOther && verb === 'disconnect' && versionOf(written.manager, row) === undefined) {
    const checked = checkedUnlink(schema, way, owner, { key, there, reason });
    if (checked) return checked;
  }
  const link = field.kind === 'many' ? [isOther ? here : there] : verb === 'disconnect' ? true : here;
  return mutationDocument(schema, written.manager, update, {
    ...keyArgument(update, written.manager, written.key),
    input: { [field.name]: { [verb]: link } },
    expected: versionOf(written.manager, written.row),
    reason,
  });
}

/**
 * Takes a link away that the other end keeps and no version guards: only where it still leads here, since somebody else may have moved it. By a filter
 * of what is updated, or along the relation of the owner, which finds only what is there; undefined where the API has neither.
 */
function checkedUnlink(
  schema: Schema,
  { target, field, opposite }: LinkWay,
  owner: LinkOwner,
  { key, there, reason }: { readonly key: Key; readonly there: unknown; readonly reason: string | undefined },
): Operation | undefined {
  const { updateMany } = target;
  if (updateMany && field.kind === 'one' && field.filterable) {
    const isHere = { [field.name]: keyFilter(owner.manager.key ?? [], owner.key) };
    const filter = { and: [keyFilter(target.key ?? [], key), isHere] };
    return manyDocument(updateMany, { filter, input: { [field.name]: { disconnect: true } }, max: 1, reason });
  }
  const own = owner.manager.fields.find(({ name }) => name === opposite);
  const { update } = owner.manager;
  if (!update || !own?.links?.update.includes('disconnect') || !mayWrite(owner.capabilities, own.name)) return undefined;
  return mutationDocument(schema, owner.manager, update, {
    ...keyArgument(update, owner.manager, owner.key),
    input: { [own.name]: { disconnect: [there] } },
    expected: versionOf(owner.manager, owner.row),
    reason,
  });
}

/** Whether a write of what is still linked has found nothing. */
export const isGone = (answer: unknown): boolean => (answer as { readonly done?: { readonly count?: unknown } } | null)?.done?.count === 0;
