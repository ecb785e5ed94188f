import { isScalarType, type ScalarType } from '../../../lib/plugin.js';
import type { ActionArgumentOptions, ActionOperation, ActionResultOptions } from '../declare/action-options.js';
import type { ScalarDeclaration } from '../field/resource-field.js';
import { namesOf, valueAt } from '../pagination/body-value.js';
import { compileField, itemEncoder, toJson } from './compile-field.js';
import { Mismatch } from './mismatch.js';
import type { CompiledField } from './resource.js';

type Convert = (value: unknown) => unknown;

/** Whether JSON has values of a type by themselves, or something converts them. */
export const isInJson = (type: string | undefined, convert: unknown): boolean => type !== 'blob' || convert !== undefined;

/** Makes of an argument what the upstream takes; objects are told by their keys before. */
export function argumentEncoder(options: ActionArgumentOptions, fields: ReadonlyMap<string, CompiledField>): Convert {
  const { serialize, like, list } = options;
  const field = fields.get(like ?? '');
  const item: Convert = serialize ? (serialize as Convert) : field ? itemEncoder(field) : toJson;
  const isList = list ?? field?.model.list ?? false;
  return (value) => (isList ? (value as readonly unknown[]).map(item) : item(value));
}

/**
 * Takes the result out of an answer.
 *
 * @throws Mismatch
 */
export function resultDecoder(returns: NonNullable<ActionOperation['returns']>): Convert {
  const {
    type,
    list = false,
    optional = false,
    from = '',
    parse,
  }: ActionResultOptions = typeof returns === 'string' ? { type: returns } : returns;
  const options = { from: RESULT, nullable: optional, optional, ...(parse && { parse }) };
  const known: ScalarType = isScalarType(type) ? type : 'json';
  const declared: ScalarDeclaration = { kind: 'scalar', type: known, options, list, primary: false };
  const field = compileField({ owner: '', enums: [], embeddables: [], writable: false }, RESULT, declared);
  const names = namesOf(from);
  return (body) => {
    try {
      return field.decode({ [RESULT]: valueAt(body, names) });
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error;
      throw new Mismatch([...names, ...error.path.slice(1)], error.found, error.expected);
    }
  };
}

const RESULT = 'result';
