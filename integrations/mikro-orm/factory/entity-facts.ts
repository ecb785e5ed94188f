import type { FieldFacts, ManagerModel, ValueConstraints, ValueFacts } from '../../../lib/plugin.js';
import { columnLimits, isOpaque } from '../describe/column-limits.js';
import { virtualSql } from '../describe/unsupported.js';
import { isOwning, type Meta, type Orm, type Property } from '../metadata.js';
import { parseChecks, type CheckFacts } from './parse-check.js';

/** What MikroORM's metadata tells of the values of an entity: what columns hold, defaults, unique and check constraints. */
export function entityFacts(orm: Orm, meta: Meta, manager: ManagerModel, isManaged: (target: unknown) => boolean): ValueFacts {
  const initial = initialOf(meta);
  const checks = parseChecks(meta);
  const fields = new Map<string, FieldFacts>();
  for (const property of meta.props) {
    if (property.embedded) continue;
    gather(fields, { orm, initial, checks, isManaged }, property, property.name);
  }
  return {
    storable: !meta.view && !meta.virtual && virtualSql(orm, meta) === undefined,
    fields,
    unique: uniqueIn(meta).filter((names) => names.every((name) => manager.fields.has(name))),
    comparisons: checks.comparisons,
  };
}

interface Gathering {
  readonly orm: Orm;
  /** A new object, with what its class gives it by itself. */
  readonly initial: Readonly<Record<string, unknown>>;
  readonly checks: CheckFacts;
  readonly isManaged: (target: unknown) => boolean;
}

function gather(fields: Map<string, FieldFacts>, gathering: Gathering, property: Property, path: string): void {
  fields.set(path, factsOf(gathering, property, path));
  if (property.kind !== 'embedded') return;
  const own = gathering.orm.getMetadata().find(property.embeddable as Meta['class'])?.properties;
  for (const [name, inner] of Object.entries(property.embeddedProps)) {
    // Where the whole may be null, MikroORM also lets its parts be.
    const nullable = Boolean((own?.[name] ?? inner).nullable);
    gather(fields, { ...gathering, initial: {} }, { ...inner, nullable } as Property, `${path}.${name}`);
  }
}

function factsOf({ initial, checks, isManaged }: Gathering, property: Property, path: string): FieldFacts {
  const { name, kind, nullable } = property;
  // Parts of a document have no column.
  const isStored = property.persist !== false || path.includes('.');
  return {
    limits: kind === 'scalar' ? columnLimits(property) : {},
    constraints: { ...checks.constraints.get(name), ...unsigned(property) },
    ...(kind === 'scalar' && { opaque: isOpaque(property) }),
    nullable: Boolean(nullable),
    computed: Boolean(property.formula || property.generated || property.version) || !isStored,
    preset: (kind === 'scalar' || kind === 'embedded') && isPreset(property, initial[name]),
    ...(property.targetKey !== undefined && { refersTo: property.targetKey }),
    ...(kind === 'm:n' && { linkedByClass: isManaged(property.pivotEntity) }),
    ...(kind === 'embedded' && { embeddable: property.embeddable }),
  };
}

const isPreset = ({ default: value, defaultRaw, autoincrement }: Property, initial: unknown): boolean =>
  value !== undefined || defaultRaw !== undefined || Boolean(autoincrement) || (initial !== undefined && initial !== null);

const unsigned = ({ unsigned: isUnsigned, kind }: Property): ValueConstraints => (isUnsigned && kind === 'scalar' ? { min: 0 } : {});

function uniqueIn(meta: Meta): readonly (readonly string[])[] {
  const single = meta.props.filter((property) => isSingle(meta, property)).map(({ name }) => [name]);
  const own = [...meta.uniques, ...meta.indexes.filter((index) => 'unique' in index && index.unique === true)];
  const composite = own.flatMap(({ properties }) => (properties === undefined ? [] : [[properties].flat().map(String)]));
  return [...single, ...composite, ...(meta.compositePK ? [meta.primaryKeys] : [])];
}

function isSingle(meta: Meta, property: Property): boolean {
  if (property.embedded) return false;
  return Boolean(property.unique) || (property.kind === '1:1' && isOwning(property)) || (Boolean(property.primary) && !meta.compositePK);
}

/** MikroORM makes an object of each class, too; a constructor that needs arguments may fail. */
export function initialOf({ class: target }: Meta): Readonly<Record<string, unknown>> {
  try {
    return Reflect.construct(target, []) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
