import {
  canMeasure,
  embeddableNamed,
  targetOf,
  type FieldMeasureKind,
  type FieldModel,
  type ManagerModel,
  type ValueField,
} from '../../../lib/plugin.js';
import { GeneratedType, type FieldColumns, type FieldSource, type TypeValue } from '../generated/generated-type.js';
import type { Emission } from './emission.js';
import { inputType } from './input-types.js';
import { typeName } from './type-names.js';

/** Types that follow the fields of managers, along to-one relations and embedded objects, to the values of which there is a measure. */
export interface MeasureTree {
  /** Ends the names of its types: `TrackSum`. */
  readonly suffix: string;
  /** What an output type has; input types have none. */
  readonly output?: { readonly description: (name: string) => string; readonly nullable: boolean };
  /** The measure; groups are made of what different values are counted of. */
  readonly kind: FieldMeasureKind;
  readonly leaf: (emission: Emission, field: ValueField) => TypeValue;
}

/** The type of a tree for a manager; undefined where nothing of it has the measure. */
export function treeType(emission: Emission, tree: MeasureTree, manager: ManagerModel): GeneratedType | undefined {
  const known = emission.once(treesOf, manager);
  if (!known.has(tree)) {
    const fields = measuredFields(emission, tree.kind, manager);
    const holder = { name: typeName(emission, manager), owner: manager.name, fields };
    known.set(tree, fields.length === 0 ? undefined : declareTree(emission, tree, holder));
  }
  return known.get(tree);
}

const treesOf = (): Map<MeasureTree, GeneratedType | undefined> => new Map();

interface Holder {
  readonly name: string;
  readonly owner: string;
  readonly fields: readonly FieldModel[];
}

function declareTree(emission: Emission, tree: MeasureTree, { name: holder, owner, fields }: Holder): GeneratedType {
  const name = `${holder}${tree.suffix}`;
  const declare = (target: GeneratedType): void => {
    target.fieldsLike({ sources: fields, types: fields.map((field) => branchType(emission, tree, field)), nullable: nullable(tree) });
  };
  return tree.output
    ? outputType(emission, { name, owner, description: tree.output.description(holder) }, declare)
    : inputType(emission, name, owner, declare);
}

/** An output type whose fields that are objects are made on the way. */
export function outputType(
  emission: Emission,
  { name, owner, description }: { readonly name: string; readonly owner: string; readonly description: string },
  declare: (target: GeneratedType) => void,
): GeneratedType {
  const make = (): GeneratedType => new GeneratedType({ kind: 'output', name, description, container: true });
  return emission.type(name, owner, make, declare);
}

const isValue = ({ kind }: FieldSource): boolean => kind === 'scalar' || kind === 'enum';
const always = (): boolean => true;
const never = (): boolean => false;

/** Which fields may be null: all of an input, of an output at most values. */
const nullable = ({ output }: MeasureTree): FieldColumns['nullable'] => (output ? (output.nullable ? isValue : never) : always);

function branchType(emission: Emission, tree: MeasureTree, field: FieldModel): TypeValue {
  if (field.kind === 'scalar' || field.kind === 'enum') return tree.leaf(emission, field);
  // What is measured leads to something that is.
  if (field.kind === 'relation') return treeType(emission, tree, targetOf(emission.model, field)) as GeneratedType;
  const { name, fields } = embeddableNamed(emission.model, field.embeddable);
  const measured = fields.filter((each) => isMeasured(emission, tree.kind, each));
  return declareTree(emission, tree, { name, owner: `embeddable ${name}`, fields: measured });
}

/** The fields of a manager that are measured, or lead to such; the same for all trees of a measure. */
function measuredFields(emission: Emission, kind: FieldMeasureKind, manager: ManagerModel): readonly FieldModel[] {
  const known = emission.once(measuredOf, manager);
  const fields = known[kind] ?? emission.comparableFields(manager).filter((field) => isMeasured(emission, kind, field));
  known[kind] = fields;
  return fields;
}

const measuredOf = (): Partial<Record<FieldMeasureKind, readonly FieldModel[]>> => ({});

function isMeasured(emission: Emission, kind: FieldMeasureKind, field: FieldModel, inside: readonly string[] = []): boolean {
  if (!field.exposed) return false;
  if (field.kind === 'scalar' || field.kind === 'enum') return canMeasure(kind, field);
  if (!field.queryable) return false;
  if (field.kind === 'relation') return field.cardinality === 'one' && hasValue(emission, kind, targetOf(emission.model, field));
  if (field.list || inside.includes(field.embeddable)) return false;
  const { fields } = embeddableNamed(emission.model, field.embeddable);
  return fields.some((each) => isMeasured(emission, kind, each, [...inside, field.embeddable]));
}

const hasValue = (emission: Emission, kind: FieldMeasureKind, manager: ManagerModel): boolean =>
  emission.comparableFields(manager).some((field) => (field.kind === 'scalar' || field.kind === 'enum') && canMeasure(kind, field));
