import { isStorableText, type ManagerModel, type ScalarType, type StoredForm } from '../../../lib/plugin.js';
import { comparisonOf, isTextual, scalarTypeOf } from '../describe/column-type.js';
import { ownType } from '../describe/value-shape.js';
import type { Property } from '../metadata.js';
import { parameterForm } from './codec.js';
import type { Entities } from './entities.js';

type Read = (parameter: string) => unknown;

const only =
  (pattern: RegExp, read: Read): Read =>
  (parameter) =>
    pattern.test(parameter) ? read(parameter) : undefined;

/** How a column reads a parameter, where all that a type may make of a value is told from it exactly. */
const READS: Readonly<Partial<Record<StoredForm['type'], Read>>> = Object.freeze({
  string: (parameter: string) => parameter,
  int: only(/^-?\d{1,15}$/, Number),
  bigint: only(/^-?\d{1,19}$/, BigInt),
  decimal: only(/^-?\d+(\.\d+)?$/, (parameter) => parameter),
  boolean: only(/^(true|false)$/, (parameter) => parameter === 'true'),
  uuid: only(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i, (parameter) => parameter),
});

/**
 * What the column of a property with a type of the application's own stores of its values.
 *
 * Undefined where a value becomes what is stored in SQL (`convertToDatabaseValueSQL`), where it is in a JSON document, or where the column
 * compares in a way of its own.
 */
export function storedFormOf(
  entities: Entities,
  manager: ManagerModel,
  path: readonly string[],
  columnOf: (property: Property) => ScalarType | undefined = plainColumn,
): StoredForm | undefined {
  const property = propertyAt(entities, manager, path);
  const type = property && ownType(property);
  const stored = property && columnOf(property);
  const read = stored && stored !== 'custom' ? READS[stored] : undefined;
  if (!type || type.convertToDatabaseValueSQL || !stored || stored === 'custom' || !read) return undefined;
  return {
    type: stored,
    convert: (value) => {
      const made: unknown = type.convertToDatabaseValue(value, entities.platform, { fromQuery: true, mode: 'query' });
      const parameter = isPlain(made) ? parameterForm(made) : undefined;
      return isStorableText(parameter) ? read(parameter) : undefined;
    },
  };
}

/** What a column of PostgreSQL has, where that compares in no way of its own. */
function plainColumn({ columnTypes }: Property): ScalarType | undefined {
  const columnType = columnTypes?.[0] ?? 'text';
  const stored = scalarTypeOf(columnType);
  return (stored !== 'string' || isTextual(columnType)) && comparisonOf(columnType) === undefined ? stored : undefined;
}

/** Of anything else, what the driver stores may be written in another way than what is compared. */
const isPlain = (value: unknown): boolean => ['string', 'boolean', 'bigint'].includes(typeof value) || Number.isFinite(value);

function propertyAt(entities: Entities, manager: ManagerModel, [first = '', ...rest]: readonly string[]): Property | undefined {
  let property: Property | undefined = entities.meta(manager).properties[first];
  for (const name of rest) {
    if (!property || property.object) return undefined;
    property = property.embeddedProps?.[name];
  }
  return property;
}
