import { lineage, type ClassGuard, type FieldGuard, type PrivateStorage } from '../storage/private-storage.js';

/** A generated field, and where the property that it shows is declared. */
export interface GuardedField {
  /** The class that the field is declared on. */
  readonly target: object;
  readonly property: string;
  /** The class of the manager, which may stand beside the target. */
  readonly owner: object;
  /** Whether what is said of a whole class is said of the property too. */
  readonly covers: (declaring: object) => boolean;
}

/** What is said of one class: as a whole, and of its fields. */
interface GuardsOfClass {
  readonly whole: ClassGuard[];
  readonly fields: Map<string, FieldGuard[]>;
}

type GuardIndex = ReadonlyMap<object, GuardsOfClass>;

/** What @Authorized and @UseMiddleware say, as the application declared it. */
export class Guards {
  readonly #storage: PrivateStorage;
  readonly #authorized: GuardIndex;
  readonly #middlewares: GuardIndex;

  constructor(storage: PrivateStorage) {
    this.#storage = storage;
    this.#authorized = guardIndex(storage.authorizedFields, storage.authorizedResolver);
    this.#middlewares = guardIndex(storage.middlewares, storage.resolverMiddlewares);
  }

  /**
   * Tells whether a property is guarded, and has it guarded on the class of the generated field too.
   *
   * TypeGraphQL looks for guards only on the class that declares the field; a generated field repeats those of extended classes.
   */
  apply(field: GuardedField): boolean {
    if (this.#authorized.size === 0 && this.#middlewares.size === 0) return false;
    const { target, property: fieldName } = field;
    const [authorized] = guards(this.#authorized, field);
    const middlewares = guards(this.#middlewares, field);
    const storage = this.#storage;
    if (authorized && authorized.target !== target) {
      storage.authorizedFields = [...storage.authorizedFields, { ...authorized, target, fieldName }];
    }
    const inherited = middlewares.filter((each) => each.target !== target).map((each) => ({ ...each, target, fieldName }));
    if (inherited.length > 0) storage.middlewares = [...storage.middlewares, ...inherited];
    return authorized !== undefined || middlewares.length > 0;
  }

  /** Whether @Authorized says who may see a property. */
  isAuthorized(owner: object, property: string): boolean {
    return guards(this.#authorized, { owner, property, covers: () => true }).length > 0;
  }
}

function guardIndex(ofFields: readonly FieldGuard[], ofClasses: readonly ClassGuard[]): GuardIndex {
  const index = new Map<object, GuardsOfClass>();
  const of = (target: object): GuardsOfClass => {
    const known = index.get(target) ?? { whole: [], fields: new Map<string, FieldGuard[]>() };
    index.set(target, known);
    return known;
  };
  for (const guard of ofClasses) of(guard.target).whole.push(guard);
  for (const guard of ofFields) {
    const { fields } = of(guard.target);
    fields.set(guard.fieldName, [...(fields.get(guard.fieldName) ?? []), guard]);
  }
  return index;
}

/** Nearest first. */
function guards(index: GuardIndex, { owner, property, covers }: Omit<GuardedField, 'target'>): readonly ClassGuard[] {
  if (index.size === 0) return [];
  return lineage(owner).flatMap((each) => {
    const found = index.get(each);
    return found ? [...(found.fields.get(property) ?? []), ...(covers(each) ? found.whole : [])] : [];
  });
}
