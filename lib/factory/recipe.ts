import type { FieldComparison, FieldFacts, ValueFacts } from '../interface/value-facts.js';
import { embeddableNamed, enumNamed } from '../model/lookup.js';
import type { EmbeddedField, EnumField, RelationField, ScalarField } from '../model/field.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { allConstraints, type ValueConstraints } from './constraints.js';
import { factsOf } from './facts.js';
import { planOfField } from './field-values.js';
import { hashOf, type Hash } from './random.js';
import type { Draw, Generate, FactorySources } from './value-source.js';
import { planOfList, type ValuePlan } from './value-plan.js';

/** How the values of a field of its own are made. */
export interface ValueRecipe {
  readonly name: string;
  readonly publicName: string;
  /** Undefined where nothing is known; such a field is null, or has to be given. */
  readonly plan: ValuePlan | undefined;
  readonly hash: Hash;
  /** Decides about null, apart from the value. */
  readonly nullHash: Hash;
  readonly nullable: boolean;
  /** Left to the source, unless a rule refuses what it gives. */
  readonly preset: boolean;
  readonly exposed: boolean;
}

/** How the link of a to-one relation is chosen. */
export interface LinkRecipe {
  readonly field: RelationField;
  readonly hash: Hash;
  readonly nullHash: Hash;
  readonly required: boolean;
  readonly refersTo: string | undefined;
}

/** Fields that are unique together. */
export interface UniqueRecipe {
  readonly fields: readonly string[];
  /** The field that alone makes them differ; undefined where that takes all of them. */
  readonly by: string | undefined;
}

/** How objects of one manager are made. */
export interface Recipe {
  readonly manager: ManagerModel;
  /** What numbers of objects are shared among: those of one hierarchy. */
  readonly series: string;
  readonly storable: boolean;
  readonly values: readonly ValueRecipe[];
  readonly links: readonly LinkRecipe[];
  /** Relations to many, and to one where the other end keeps the link. */
  readonly others: readonly RelationField[];
  readonly unique: readonly UniqueRecipe[];
  readonly comparisons: readonly FieldComparison[];
  readonly facts: ValueFacts;
}

/** What recipes are made with. */
export interface RecipeContext {
  readonly model: ApplicationModel;
  readonly sources: FactorySources;
  readonly seed: string | number;
  readonly reference: Date;
}

/** Embeddables in embeddables; those further down are null. */
const MAX_DEPTH = 4;
/** The part of embedded values that are null where they may be. */
const NULLS = 0.2;

/** Finds out how objects of a manager are made: from the model, the source, constraints of the class, and names. */
export function recipeOf(context: RecipeContext, manager: ManagerModel): Recipe {
  const facts = factsOf(manager);
  const fields = [...manager.fields.values()];
  const relations = fields.filter((field) => field.kind === 'relation');
  const discriminator = manager.inheritance?.discriminator?.field;
  const own = fields.filter((field) => field.kind !== 'relation' && field.name !== discriminator && !isComputed(facts, field));
  const values = own.map((field) => {
    const recipe = valueRecipe(context, manager, facts, field as ScalarField | EnumField | EmbeddedField);
    const alive = aliveValue(manager, field.name);
    return alive === undefined ? recipe : { ...recipe, plan: planOfList([alive]), nullable: false, preset: false };
  });
  const links = relations
    .filter(({ cardinality, owner }) => cardinality === 'one' && owner)
    .map((field) => linkRecipe(context, manager, facts, field));
  return {
    manager,
    series: manager.inheritance?.root ?? manager.name,
    storable: facts.storable && manager.inheritance?.abstract !== true,
    values,
    links,
    others: relations.filter((field) => !links.some((link) => link.field === field)),
    unique: facts.unique.flatMap((names) => uniqueRecipe(values, links, names) ?? []),
    comparisons: facts.comparisons,
    facts,
  };
}

const isComputed = ({ fields }: ValueFacts, { name, readOnly }: { readonly name: string; readonly readOnly: boolean }): boolean =>
  fields.get(name)?.computed ?? readOnly;

const NO_FACTS: Omit<FieldFacts, 'nullable'> = Object.freeze({ limits: {}, constraints: {}, computed: false, preset: false });

const factsAt = ({ fields }: ValueFacts, path: string, { nullable }: { readonly nullable: boolean }): FieldFacts =>
  fields.get(path) ?? { ...NO_FACTS, nullable };

/** What a field holds of an object that is not deleted, and that nobody has changed; undefined for other fields. */
function aliveValue({ lifecycle: { softDeletion, changedBy } }: ManagerModel, name: string): boolean | null | undefined {
  if (softDeletion?.field === name) return softDeletion.flag === undefined ? null : !softDeletion.flag;
  return changedBy?.field === name ? null : undefined;
}

/** Sources leave clocks and chance to themselves; here they are made, so that they are always the same. */
const MADE: readonly string[] = ['date', 'datetime', 'localDatetime', 'time', 'uuid'];

function valueRecipe(
  context: RecipeContext,
  manager: ManagerModel,
  facts: ValueFacts,
  field: ScalarField | EnumField | EmbeddedField,
): ValueRecipe {
  const { name, publicName, exposed } = field;
  const own = facts.fields.get(name) ?? { ...factsAt(facts, name, field), preset: field.optional && !field.nullable };
  const { nullable } = own;
  const constraints = constraintsOf(context, manager.target, field, own);
  const plan = planOf(
    context,
    { root: manager.name, owner: manager.name, target: manager.target, path: name, facts, depth: 0 },
    field,
    constraints,
  );
  const isMade = (field.kind === 'scalar' && MADE.includes(field.type)) || (field.kind === 'embedded' && plan !== undefined);
  return {
    name,
    publicName,
    exposed,
    plan,
    hash: hashOf(context.seed, manager.name, name),
    nullHash: hashOf(context.seed, manager.name, name, 'null'),
    nullable: nullable && constraints.required !== true,
    preset: isNumbered(field) || (own.preset && !nullable && !isMade),
  };
}

/** Whether the source numbers the objects. */
const isNumbered = (field: ScalarField | EnumField | EmbeddedField): boolean =>
  field.kind === 'scalar' && field.primary && field.optional && (field.type === 'int' || field.type === 'bigint');

function constraintsOf(
  { sources }: RecipeContext,
  target: object,
  field: ScalarField | EnumField | EmbeddedField,
  facts: FieldFacts,
): ValueConstraints {
  const declared = sources.constraints.map((source) => source.constraints({ target, field }) ?? {});
  return allConstraints(facts.constraints, ...declared);
}

/** Where a field stands. */
interface Place {
  /** The manager. */
  readonly root: string;
  readonly owner: string;
  readonly target: object;
  readonly path: string;
  readonly facts: ValueFacts;
  readonly depth: number;
}

function planOf(
  context: RecipeContext,
  place: Place,
  field: ScalarField | EnumField | EmbeddedField,
  constraints: ValueConstraints,
): ValuePlan | undefined {
  const facts = factsAt(place.facts, place.path, field);
  if (field.kind === 'embedded') return planOfEmbedded(context, { ...place, target: facts.embeddable ?? {} }, field, constraints);
  const { model, reference, sources } = context;
  const members = field.kind === 'enum' ? enumNamed(model, field.enum) : undefined;
  return planOfField({ owner: place.owner, field, enum: members, facts, constraints, reference, sources: sources.values });
}

/** A part of an embedded object, with numbers of its own. */
interface Part {
  readonly name: string;
  readonly nullable: boolean;
  readonly hash: Hash;
  readonly nullHash: Hash;
  readonly generate: Generate;
}

/** Sets the attempts of the items of a list apart. */
const ITEM = 4096;

function planOfEmbedded(context: RecipeContext, place: Place, field: EmbeddedField, constraints: ValueConstraints): ValuePlan | undefined {
  const parts = place.depth < MAX_DEPTH ? partsOf(context, place, field) : undefined;
  if (!parts) return undefined;
  const one = (draw: Draw, item: number): unknown => {
    const { random, index } = draw;
    const attempt = draw.attempt + item * ITEM;
    const values = parts.map(({ name, nullable, hash, nullHash, generate }): readonly [string, unknown] => {
      if (nullable && random.seed(nullHash, index, attempt).chance(NULLS)) return [name, null];
      return [name, generate({ ...draw, attempt, random: random.seed(hash, index, attempt) })];
    });
    return Object.fromEntries(values);
  };
  if (!field.list) return { generate: (draw) => one(draw, 0) };
  const { minItems = 0, maxItems = Math.max(2, minItems) } = constraints;
  return { generate: (draw) => Array.from({ length: draw.random.int(minItems, maxItems) }, (_each, item) => one(draw, item + 1)) };
}

function partsOf(context: RecipeContext, place: Place, { embeddable }: EmbeddedField): readonly Part[] | undefined {
  const { name: owner, fields } = embeddableNamed(context.model, embeddable);
  const parts: Part[] = [];
  for (const field of fields) {
    const path = `${place.path}.${field.name}`;
    const facts = factsAt(place.facts, path, field);
    if (facts.computed || field.readOnly) continue;
    const constraints = constraintsOf(context, place.target, field, facts);
    const plan = planOf(context, { ...place, owner, path, depth: place.depth + 1 }, field, constraints);
    const nullable = facts.nullable && constraints.required !== true;
    const hash = hashOf(context.seed, place.root, path);
    const nullHash = hashOf(context.seed, place.root, path, 'null');
    if (plan) parts.push({ name: field.name, nullable, hash, nullHash, generate: plan.generate });
    else if (!nullable) return undefined;
  }
  return parts;
}

function linkRecipe({ seed, sources }: RecipeContext, manager: ManagerModel, facts: ValueFacts, field: RelationField): LinkRecipe {
  const { name } = field;
  const required = sources.constraints.some((source) => source.constraints({ target: manager.target, field })?.required === true);
  return {
    field,
    hash: hashOf(seed, manager.name, name),
    nullHash: hashOf(seed, manager.name, name, 'null'),
    required: required || !(facts.fields.get(name)?.nullable ?? (field.nullable || field.optional)),
    refersTo: facts.fields.get(name)?.refersTo,
  };
}

function uniqueRecipe(values: readonly ValueRecipe[], links: readonly LinkRecipe[], fields: readonly string[]): UniqueRecipe | undefined {
  const own = values.filter(({ name }) => fields.includes(name));
  // What the source numbers is different by itself.
  if (own.some(({ preset, plan }) => preset && plan?.distinct)) return undefined;
  if (own.length + links.filter(({ field }) => fields.includes(field.name)).length < fields.length) return undefined;
  // Of several fields, one that is null would leave the others to chance.
  const free = own.filter(({ plan, nullable }) => (fields.length === 1 || !nullable) && plan?.distinct);
  const [widest] = free.toSorted((one, other) => (other.plan?.distinct?.count ?? 0) - (one.plan?.distinct?.count ?? 0));
  const isFree = widest !== undefined && (fields.length === 1 || (widest.plan?.distinct?.count ?? 0) > 1000);
  return { fields, by: isFree ? widest.name : undefined };
}
