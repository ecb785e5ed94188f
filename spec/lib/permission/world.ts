import { Manager, Permission, type PermissionOptions } from '../../../decorators/index.js';
import type { ApplicationModel, FieldModel, ManagerModel, StoredForm } from '../../../lib/plugin.js';
import { bootCore } from '../../../lib/plugin.js';
import { managerNamed } from '../../../lib/model/lookup.js';
import type { Actor } from '../../../lib/permission/actor.js';
import { bind } from '../../../lib/permission/bind.js';
import type { Change } from '../../../lib/permission/change.js';
import { RuleCompiler } from '../../../lib/permission/compile-rule.js';
import { Evaluator } from '../../../lib/permission/evaluate.js';
import type { PolicyOperation, Rule } from '../../../lib/permission/rule.js';
import type { Truth } from '../../../lib/permission/truth.js';
import type { Condition } from '../../../lib/plan/condition.js';
import { embedded, many, member, one, primary, scalar } from '../../integrations/type-graphql/support/fields.js';
import { MemoryAdapter, type MemorySource } from '../../integrations/type-graphql/support/memory-adapter.js';

/** Objects in memory, of which the values of one type of its own are stored as lower-case texts without blanks around them. */
class WorldAdapter extends MemoryAdapter {
  storedForm({ fields }: ManagerModel, [first = '', ...rest]: readonly string[]): StoredForm | undefined {
    const field = fields.get(first);
    if (field?.kind === 'embedded') return rest.join('.') === 'shade' ? SHADE : undefined;
    return first === 'odd' || field?.kind !== 'scalar' ? undefined : SHADE;
  }
}

const SHADE: StoredForm = {
  type: 'string',
  convert: (value) => {
    if (value === 'boom') throw new TypeError('boom');
    return typeof value === 'string' ? value.trim().toLowerCase() : undefined;
  },
};

const NULLABLE = { nullable: true } as const;
const MEASURE = {
  name: 'Measure',
  fields: [
    scalar('width', 'int', NULLABLE),
    scalar('shade', 'custom', NULLABLE),
    embedded('inner', 'Inner', NULLABLE),
    scalar('marks', 'string', { list: true, ...NULLABLE }),
  ],
};
const INNER = { name: 'Inner', fields: [scalar('depth', 'int', NULLABLE)] };
const MOOD = {
  name: 'Mood',
  members: [
    { name: 'CALM', value: 'calm' },
    { name: 'WILD', value: 'wild' },
  ],
};

/** A field of each type. */
const VALUES = [
  scalar('label', 'string', NULLABLE),
  scalar('size', 'int', NULLABLE),
  scalar('weight', 'float', NULLABLE),
  scalar('heft', 'float', { comparison: 'single', ...NULLABLE }),
  scalar('serial', 'bigint', NULLABLE),
  scalar('price', 'decimal', NULLABLE),
  scalar('fragile', 'boolean', NULLABLE),
  scalar('made', 'date', NULLABLE),
  scalar('opens', 'time', NULLABLE),
  scalar('shuts', 'time', { comparison: 'zoned', ...NULLABLE }),
  scalar('lasts', 'interval', NULLABLE),
  scalar('seen', 'datetime', { precision: 3, ...NULLABLE }),
  scalar('noted', 'localDatetime', { precision: 3, ...NULLABLE }),
  scalar('code', 'uuid', NULLABLE),
  scalar('bytes', 'blob', NULLABLE),
  scalar('facts', 'json', NULLABLE),
  scalar('shade', 'custom', NULLABLE),
  scalar('odd', 'custom', NULLABLE),
  scalar('folded', 'string', { comparison: 'own', ...NULLABLE }),
  member('mood', 'Mood', NULLABLE),
  scalar('tags', 'string', { list: true, ...NULLABLE }),
  scalar('counts', 'int', { list: true, ...NULLABLE }),
  scalar('prices', 'decimal', { list: true, ...NULLABLE }),
  scalar('notes', 'json', { list: true, ...NULLABLE }),
  scalar('spans', 'interval', { list: true, ...NULLABLE }),
  embedded('measure', 'Measure', NULLABLE),
] as const;

/** The permissions of the classes of a world, by their names. */
export type Permissions = Readonly<Partial<Record<ClassName, PermissionOptions>>>;

const CLASSES = ['Thing', 'Shelf', 'Slot', 'Pin', 'Animal', 'Dog', 'Puppy', 'Cat'] as const;
type ClassName = (typeof CLASSES)[number];

/** A booted world, and what it takes to decide in it. */
export class World {
  readonly model: ApplicationModel;
  readonly problems: readonly string[];
  readonly messages: readonly string[];
  readonly classes: Readonly<Record<ClassName, new () => object>>;

  constructor(permissions: Permissions = {}) {
    this.classes = classes();
    const { runtime, problems } = bootCore({
      adapters: [new WorldAdapter(sources(this.classes, permissions))],
      secret: 'spec',
      logger: { error: ignore, warn: ignore, info: ignore },
    });
    this.model = runtime.model;
    this.problems = problems.map(({ code, path }) => `${code} ${path}`);
    this.messages = problems.map(({ message }) => message);
  }

  manager(name: ClassName): ManagerModel {
    return managerNamed(this.model, name);
  }

  /** An object with every field of its class: null where nothing else is said. */
  make<T extends object>(name: ClassName, values: T): T {
    const { fields } = this.manager(name);
    const nothing = Object.fromEntries([...fields.values()].map((field) => [field.name, isToMany(field) ? [] : null]));
    return Object.assign(new this.classes[name](), nothing, values);
  }

  thing(values: object = {}): object {
    return this.make('Thing', { id: 1, ...values });
  }

  /** A rule as a condition, its attributes of actors still open. */
  condition(rule: Rule, name: ClassName = 'Thing', operation: PolicyOperation = 'update'): Condition {
    const policy = new RuleCompiler(this.model).policy(this.manager(name), operation, { allow: [rule], deny: [], require: [] });
    const [condition] = policy.allow;
    if (!condition) throw new Error('no condition');
    return condition;
  }

  bound(rule: Rule, actor: Actor, name: ClassName = 'Thing', operation: PolicyOperation = 'update'): Condition {
    return bind(this.model, this.condition(rule, name, operation), actor);
  }

  /** What a rule says of an object. */
  truth(
    rule: Rule,
    object: object,
    { actor = null, of = 'Thing', change }: { actor?: Actor; of?: ClassName; change?: Change } = {},
  ): Truth {
    return new Evaluator(this.model).truth(this.bound(rule, actor, of), object, change);
  }
}

const ignore = (): void => undefined;
const isToMany = (field: FieldModel): boolean => field.kind === 'relation' && field.cardinality === 'many';

function classes(): World['classes'] {
  class Animal {}
  class Dog extends Animal {}
  class Puppy extends Dog {}
  class Cat extends Animal {}
  return { Thing: class Thing {}, Shelf: class Shelf {}, Slot: class Slot {}, Pin: class Pin {}, Animal, Dog, Puppy, Cat };
}

type Described = Pick<MemorySource['description'], 'fields' | 'enums' | 'embeddables' | 'key' | 'inheritance'>;

/** A class with its permissions; its key is `id` where nothing else is said. */
function declare(target: new () => object, permission: PermissionOptions | undefined, described: Described): MemorySource {
  Manager()(target);
  if (permission) Permission(permission)(target);
  const { fields, ...rest } = described;
  const own = rest.key ? fields : [primary('id', 'int'), ...fields];
  return { target, description: { readOnly: false, key: [{ field: 'id' }], ...rest, fields: own } };
}

function sources(all: World['classes'], permissions: Permissions): readonly MemorySource[] {
  const { Thing, Shelf, Slot, Pin, Animal } = all;
  const of = (name: ClassName, described: Described): MemorySource => declare(all[name], permissions[name], described);
  const animal = (name: ClassName): MemorySource =>
    of(name, { fields: [scalar('name', 'string', NULLABLE)], inheritance: { root: Animal, abstract: name === 'Animal' } });
  return [
    of('Thing', {
      fields: [...VALUES, one('shelf', Shelf, NULLABLE), one('pin', Pin, NULLABLE), one('slot', Slot, NULLABLE)],
      enums: [MOOD],
      embeddables: [MEASURE, INNER],
    }),
    of('Shelf', { fields: [scalar('name', 'string', NULLABLE), scalar('floor', 'int', NULLABLE), many('things', Thing)] }),
    of('Slot', {
      fields: [one('shelf', Shelf, { primary: true }), scalar('row', 'string', { primary: true })],
      key: [{ field: 'shelf', target: Shelf }, { field: 'row' }],
    }),
    of('Pin', { fields: [scalar('code', 'custom', { primary: true })], key: [{ field: 'code' }] }),
    ...(['Animal', 'Dog', 'Puppy', 'Cat'] as const).map(animal),
  ];
}
